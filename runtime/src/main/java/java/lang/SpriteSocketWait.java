package java.lang;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.function.BooleanSupplier;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import sun.nio.ch.NativeThread;

/**
 * One wait of a thread for a socket, for as long as it lasts. It can be ended early: for a capture, or since the socket is
 * being closed. At home the thread is in {@code poll(2)}, and a signal ends it, as those do with which the JDK wakes
 * threads when it closes a socket. For a socket of home's the thread waits for home's answer, and can do without.
 */
public final class SpriteSocketWait {
    /** {@code IOStatus}: a signal has ended the call. */
    static final int INTERRUPTED = -3;

    /** How long home is asked to wait at a time: it does so in vain when nobody waits for the answer any more. */
    private static final long MOST_MILLIS_AWAY = 10_000;
    /** While threads are to stop: the stack may be pinned as yet. */
    private static final long MOST_MILLIS_STOPPING = 1;

    private static final JavaIOFileDescriptorAccess DESCRIPTORS = SharedSecrets.getJavaIOFileDescriptorAccess();
    /** Head of the ring of all that last; guards it. */
    private static final SpriteSocketWait ALL = new SpriteSocketWait(null, 0);

    private final FileDescriptor socket;
    /** The thread in the kernel's terms; 0 if the socket is home's. */
    private final long nativeThread;
    private SpriteSocketWait next = this;
    private SpriteSocketWait previous = this;
    private boolean over;
    private boolean woken;
    private int ready;
    private int[] events;
    private IOException failure;

    private SpriteSocketWait(FileDescriptor socket, long nativeThread) {
        this.socket = socket;
        this.nativeThread = nativeThread;
    }

    static int poll(FileDescriptor socket, int events, long millis) throws IOException {
        return SpriteFiles.isAway(socket) ? pollAway(socket, events, millis) : pollHere(socket, events, millis);
    }

    static int select(int poller, long events, int count, int millis) throws IOException {
        if (millis == 0 && !SpriteFiles.isAway(poller)) {
            return selectHere(poller, events, count, 0);
        }
        SpriteSocketWait wait = new SpriteSocketWait(null, SpriteFiles.isAway(poller) ? 0 : NativeThread.current());
        wait.begin();
        try {
            if (!SpriteFiles.isAway(poller)) {
                int ready = selectHere(poller, events, count, (int) atMost(millis, Long.MAX_VALUE));
                return ready == 0 ? INTERRUPTED : ready;
            }
            SpriteFiles.selectAtHome(poller, count, (int) atMost(millis, MOST_MILLIS_AWAY), wait);
            int ready = wait.await();
            for (int i = 0; i < ready; i++) {
                Events.put(events, i, wait.events[2 * i], wait.events[2 * i + 1]);
            }
            return wait.woken || ready == 0 && millis != 0 ? INTERRUPTED : ready;
        } finally {
            wait.end();
        }
    }

    private static int selectHere(int poller, long events, int count, int millis) throws IOException {
        try {
            return (int) Events.WAIT.invokeExact(poller, events, count, millis);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** For virtual threads, on JDKs that have them. */
    static void poll(int socket, int events, long nanos, BooleanSupplier isOpen) throws IOException {
        if (SpriteFiles.isAway(socket)) {
            FileDescriptor descriptor = new FileDescriptor();
            DESCRIPTORS.set(descriptor, socket);
            pollAway(descriptor, events, nanos == 0 ? -1 : nanos / 1_000_000 + 1);
            return;
        }
        try {
            VirtualThreads.POLL.invokeExact(socket, events, nanos, isOpen);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static int pollHere(FileDescriptor socket, int events, long millis) throws IOException {
        SpriteSocketWait wait = new SpriteSocketWait(socket, NativeThread.current());
        wait.begin();
        try {
            return (int) Natives.POLL.invokeExact(socket, events, atMost(millis, Long.MAX_VALUE));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        } finally {
            wait.end();
        }
    }

    private static int pollAway(FileDescriptor socket, int events, long millis) throws IOException {
        long most = atMost(millis, MOST_MILLIS_AWAY);
        SpriteSocketWait wait = new SpriteSocketWait(socket, 0);
        wait.begin();
        try {
            SpriteFiles.pollAtHome(socket, events, most, wait);
            return wait.await();
        } finally {
            wait.end();
        }
    }

    private static long atMost(long millis, long most) {
        long limit = SpriteBlocking.isStopping() ? MOST_MILLIS_STOPPING : most;
        return millis < 0 ? (limit == Long.MAX_VALUE ? -1 : limit) : Math.min(millis, limit);
    }

    private void begin() {
        synchronized (ALL) {
            next = ALL;
            previous = ALL.previous;
            previous.next = this;
            ALL.previous = this;
        }
    }

    private void end() {
        synchronized (ALL) {
            previous.next = next;
            next.previous = previous;
        }
    }

    /** Like {@code poll(2)} in Java's threads, it does not mind interrupts. */
    private synchronized int await() throws IOException {
        boolean interrupted = false;
        while (!over) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
        return ready;
    }

    /** Home's answer: what has come, or 0. */
    public synchronized void answer(int events) {
        ready = events;
        over();
    }

    /** Home's answer to a selector: pairs of what has come, and where. */
    public synchronized void answer(int[] events) {
        this.events = events;
        answer(events.length / 2);
    }

    /** The call at home has failed. */
    public synchronized void fail(IOException failure) {
        this.failure = failure;
        over();
    }

    private void over() {
        over = true;
        notifyAll();
    }

    /** {@code Poller.stopPoll}. */
    static void stop(int socket) throws Throwable {
        if (SpriteFiles.isAway(socket)) {
            endAll(socket);
        } else {
            VirtualThreads.STOP.invokeExact(socket);
        }
    }

    /** The same for one of reading and writing. */
    static void stop(int socket, int event) throws Throwable {
        if (SpriteFiles.isAway(socket)) {
            endAll(socket);
        } else {
            VirtualThreads.STOP_ONE.invokeExact(socket, event);
        }
    }

    /** Ends all waits for {@code socket}, which is home's and is being closed. */
    public static void endAll(int socket) {
        synchronized (ALL) {
            for (SpriteSocketWait wait = ALL.next; wait != ALL; wait = wait.next) {
                if (wait.socket != null && DESCRIPTORS.get(wait.socket) == socket) {
                    wait.wake();
                }
            }
        }
    }

    /** Ends all waits, but for those of threads that are on their way into the kernel: these miss it. */
    static void wakeAll() {
        synchronized (ALL) {
            for (SpriteSocketWait wait = ALL.next; wait != ALL; wait = wait.next) {
                wait.wake();
            }
        }
    }

    private void wake() {
        if (nativeThread != 0) {
            NativeThread.signal(nativeThread);
        } else {
            synchronized (this) {
                woken |= !over;
                over();
            }
        }
    }

    private static final class Natives {
        static final MethodHandle POLL =
                find("sun.nio.ch.Net", "poll", int.class, FileDescriptor.class, int.class, long.class);
    }

    /** What the kernel tells a selector, in memory. */
    private static final class Events {
        static final MethodHandle WAIT =
                find("sun.nio.ch.EPoll", "wait", int.class, int.class, long.class, int.class, int.class);

        private static final Unsafe UNSAFE = Unsafe.getUnsafe();
        private static final int SIZE = constant("SIZEOF_EPOLLEVENT");
        private static final int EVENTS = constant("OFFSETOF_EVENTS");
        private static final int DESCRIPTOR = constant("OFFSETOF_FD");

        private static int constant(String name) {
            try {
                return (int) SpriteFiles.trusted().findStaticGetter(Class.forName("sun.nio.ch.EPoll"), name, int.class)
                        .invokeExact();
            } catch (Throwable e) {
                throw new NoSuchFieldError(name);
            }
        }

        static void put(long address, int index, int events, int descriptor) {
            UNSAFE.putInt(address + (long) index * SIZE + EVENTS, events);
            UNSAFE.putInt(address + (long) index * SIZE + DESCRIPTOR, descriptor | SpriteFiles.AWAY);
        }
    }

    private static final class VirtualThreads {
        static final MethodHandle POLL =
                find("sun.nio.ch.Poller", "poll", void.class, int.class, int.class, long.class, BooleanSupplier.class);
        static final MethodHandle STOP = find("sun.nio.ch.Poller", "stopPoll", void.class, int.class);
        static final MethodHandle STOP_ONE = find("sun.nio.ch.Poller", "stopPoll", void.class, int.class, int.class);
    }

    private static MethodHandle find(String owner, String name, Class<?> result, Class<?>... parameters) {
        try {
            return SpriteFiles.trusted().findStatic(
                    Class.forName(owner), name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new NoSuchMethodError(e.getMessage());
        }
    }
}
