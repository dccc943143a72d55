package java.lang;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.locks.LockSupport;
import jdk.internal.misc.Unsafe;

/**
 * One wait of a thread, for as long as it lasts. A freeze wakes all waits at once; whether a wait was ended by that or
 * by what it was for must never be in doubt.
 */
final class SpriteWait {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long INTERRUPTED = UNSAFE.objectFieldOffset(Thread.class, "interrupted");
    /** Heads of rings; many, so that threads that wait do not wait for each other. */
    private static final SpriteWait[] RINGS = rings();

    private static final long COUNTER = UNSAFE.staticFieldOffset(counter());
    private static volatile long begun = 1;

    final Thread thread;
    /** Whether only an interrupt ends it. A parked thread may be woken for no reason, one that waits may not. */
    private final boolean needsInterrupt;
    /** Null unless the thread is known to rest. */
    private final SpriteRest rest;
    private boolean interruptedByUs;
    private SpriteWait next = this;
    private SpriteWait previous = this;

    private SpriteWait(Thread thread, boolean needsInterrupt, SpriteRest rest) {
        this.thread = thread;
        this.needsInterrupt = needsInterrupt;
        this.rest = rest;
    }

    private static SpriteWait[] rings() {
        SpriteWait[] rings = new SpriteWait[64];
        for (int i = 0; i < rings.length; i++) {
            rings[i] = new SpriteWait(null, false, null);
        }
        return rings;
    }

    private static java.lang.reflect.Field counter() {
        try {
            return SpriteWait.class.getDeclaredField("begun");
        } catch (NoSuchFieldException e) {
            throw new NoSuchFieldError(e.getMessage());
        }
    }

    /** A number larger than any given before: monitors are notified in the order in which they are waited for. */
    static long number() {
        return UNSAFE.getAndAddLong(SpriteWait.class, COUNTER, 1);
    }

    /** The calling thread is about to wait. */
    static SpriteWait begin(boolean needsInterrupt) {
        return begin(needsInterrupt, null);
    }

    /** The calling thread is about to park, which may end for no reason. */
    static SpriteWait beginParked() {
        return begin(false, SpriteRest.take());
    }

    private static SpriteWait begin(boolean needsInterrupt, SpriteRest rest) {
        SpriteWait wait = new SpriteWait(Thread.currentThread(), needsInterrupt, rest);
        SpriteWait ring = ring(wait.thread);
        synchronized (ring) {
            wait.next = ring;
            wait.previous = ring.previous;
            ring.previous.next = wait;
            ring.previous = wait;
        }
        return wait;
    }

    private static SpriteWait ring(Thread thread) {
        return RINGS[System.identityHashCode(thread) & RINGS.length - 1];
    }

    /** The wait is over. Returns whether the thread has been interrupted by {@link #wakeAll}. */
    boolean end() {
        SpriteWait ring = ring(thread);
        boolean interrupted;
        synchronized (ring) {
            previous.next = next;
            next.previous = previous;
            interrupted = interruptedByUs;
        }
        if (rest != null) {
            rest.leave();
        }
        return interrupted;
    }

    /** The threads that wait; the rest of the array is null. */
    static Thread[] waiting() {
        return waiting(false);
    }

    /** Those that are parked and not known to rest; the rest of the array is null. */
    static Thread[] unrecorded() {
        return waiting(true);
    }

    private static Thread[] waiting(boolean unrecorded) {
        Thread[] threads = new Thread[64];
        int count = 0;
        for (SpriteWait ring : RINGS) {
            synchronized (ring) {
                for (SpriteWait wait = ring.next; wait != ring; wait = wait.next) {
                    if (unrecorded && (wait.needsInterrupt || wait.rest != null)) {
                        continue;
                    }
                    if (count == threads.length) {
                        Thread[] more = new Thread[count * 2];
                        System.arraycopy(threads, 0, more, 0, count);
                        threads = more;
                    }
                    threads[count++] = wait.thread;
                }
            }
        }
        return threads;
    }

    /**
     * Ends all waits but those of threads that rest and have been recorded, which do not go on from now on. An interrupt
     * that is pending already will end a wait by itself.
     *
     * <p>To be called when no thread runs that could notify or interrupt.
     *
     * @return the threads that rest, recorded or not; the rest of the array is null
     */
    static SpriteRest[] wakeAll() {
        SpriteRest[] rests = new SpriteRest[64];
        int count = 0;
        for (SpriteWait ring : RINGS) {
            synchronized (ring) {
                for (SpriteWait wait = ring.next; wait != ring; wait = wait.next) {
                    if (wait.rest == null || wait.rest.frames == null) {
                        wait.wake();
                    } else {
                        wait.rest.hold();
                    }
                    if (wait.rest == null) {
                        continue;
                    }
                    if (count == rests.length) {
                        SpriteRest[] more = new SpriteRest[count * 2];
                        System.arraycopy(rests, 0, more, 0, count);
                        rests = more;
                    }
                    rests[count++] = wait.rest;
                }
            }
        }
        return rests;
    }

    private void wake() {
        if (needsInterrupt && SpriteVirtual.contain(thread)) {
            interruptedByUs = SpriteVirtual.interrupt(thread);
            return;
        }
        if (needsInterrupt && UNSAFE.compareAndSetBoolean(thread, INTERRUPTED, false, true)) {
            interruptedByUs = true;
        }
        wake(thread);
    }

    /**
     * Has whatever the thread waits in return, as if for no reason unless it is interrupted; a virtual one only if it is
     * parked.
     */
    static void wake(Thread thread) {
        if (SpriteVirtual.contain(thread)) {
            LockSupport.unpark(thread);
            return;
        }
        try {
            Waker.WAKE.invokeExact(thread);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The JVM's part of {@code Thread.interrupt}; found when it is needed first. */
    private static final class Waker {
        static final MethodHandle WAKE = find();

        private static MethodHandle find() {
            try {
                MethodHandles.Lookup trusted = (MethodHandles.Lookup) UNSAFE.getReference(
                        MethodHandles.Lookup.class,
                        UNSAFE.staticFieldOffset(MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP")));
                return trusted.in(Thread.class)
                        .findSpecial(Thread.class, "interrupt0", MethodType.methodType(void.class), Thread.class);
            } catch (ReflectiveOperationException e) {
                throw new NoSuchMethodError(e.getMessage());
            }
        }
    }
}
