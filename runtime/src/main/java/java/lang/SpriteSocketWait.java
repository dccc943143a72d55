package java.lang;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.function.BooleanSupplier;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;
import sun.nio.ch.NativeThread;

/**
 * One wait of a thread for a socket, for as long as it lasts. It can be ended early: for a capture, or since the socket is
 * being closed. At home the thread is in {@code poll(2)}, and a signal ends it, as those do with which the JDK wakes
 * threads when it closes a socket. For a socket of home's the thread waits for home's answer, or for nothing of that.
 */
public final class SpriteSocketWait {
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
    private int ready;
    private IOException failure;

    private SpriteSocketWait(FileDescriptor socket, long nativeThread) {
        this.socket = socket;
        this.nativeThread = nativeThread;
    }

    static int poll(FileDescriptor socket, int events, long millis) throws IOException {
        return SpriteFiles.isAway(socket) ? pollAway(socket, events, millis) : pollHere(socket, events, millis);
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
                if (DESCRIPTORS.get(wait.socket) == socket) {
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
            answer(0);
        }
    }

    private static final class Natives {
        static final MethodHandle POLL =
                find("sun.nio.ch.Net", "poll", int.class, FileDescriptor.class, int.class, long.class);
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
