package java.lang;

import java.util.Arrays;
import java.util.Comparator;
import jdk.internal.vm.annotation.ForceInline;
import jdk.internal.vm.annotation.Hidden;

/**
 * Hands recorded frames back to resume code, first frame first.
 *
 * <p>Resume code stands behind {@link #active()}, which is a constant {@code false} but while threads are being
 * resumed. It asks {@link #enter} for the record of the frame it has just begun, takes the values in the order of the
 * site's shape, and makes the interrupted call again with {@link #receiver()} and dummy arguments: the callee's own
 * resume code never looks at them.
 */
public final class SpriteResume {
    /** The turn of parked threads. */
    private static final int LAST = Integer.MAX_VALUE;

    /** By thread, hashed; replaced as a whole. Empty most of the time. */
    private static volatile SpriteResume[] pending = {};

    private static volatile Thread restorer;
    /** How many are in {@link #pending}, and how many of these are used up. */
    private static int entries;
    private static int usedUp;

    private final Thread thread;
    private final SpriteFrames frames;
    private final SpriteBarrier barrier;
    /** The last frame to enter. */
    private final int deepest;
    /** What the frames hold, some of which may have no content yet. */
    private final Object[] held;
    /** What the last frame, a constructor, goes on to construct; null if that frame is no such thing. */
    private final Object constructed;
    private int frame;
    private int prim;
    private int ref;
    /** What {@link SpriteBarrier#awaitTurn} is asked with. */
    private int turn;
    private volatile boolean arrived;
    /** Whether the thread looks for its next frame, for which it calls methods that may have resume code of their own. */
    private boolean looking;

    private SpriteResume(Thread thread, SpriteFrames frames, SpriteBarrier barrier, int caller, int deepest,
            Object constructed) {
        this.thread = thread;
        this.frames = frames;
        this.barrier = barrier;
        this.frame = caller;
        this.deepest = deepest;
        this.held = frames.refs.clone(); // the record is emptied as its values are taken
        this.constructed = constructed;
    }

    /** {@code false}; the class is redefined to say {@code true} while threads are being resumed. */
    @ForceInline
    @Hidden
    public static boolean active() {
        return false;
    }

    /** {@link #active()} for constructors, which may have to be entered again when nothing else has. */
    @Hidden
    public static boolean constructing() {
        return pending.length != 0;
    }

    /**
     * From now on each thread resumes its frames when it enters the first of them; {@link #arrive} has them wait for
     * each other.
     */
    public static void begin(Thread[] threads, SpriteFrames[] frames) {
        SpriteResume[] group = new SpriteResume[threads.length];
        int expected = 0;
        int parked = 0;
        SpriteBarrier barrier = new SpriteBarrier();
        for (int i = 0; i < threads.length; i++) {
            group[i] = new SpriteResume(threads[i], frames[i], barrier, frames[i].depth, 0, null);
            expected += group[i].isLate() ? 0 : 1;
            parked += frames[i].parked ? 1 : 0;
        }
        takeTurns(group);
        barrier.expect(expected);
        add(group);
        SpriteLate.expect(parked);
        if (expected == 0) {
            allIn(barrier);
        }
    }

    /** {@code thread} is to enter again the constructors called by frame {@code caller}, down to {@code deepest}. */
    static void begin(Thread thread, SpriteFrames frames, int caller, int deepest, Object constructed) {
        SpriteBarrier barrier = new SpriteBarrier();
        barrier.expect(1);
        add(new SpriteResume(thread, frames, barrier, caller, deepest, constructed));
    }

    private static synchronized void add(SpriteResume... more) {
        entries = count() + more.length;
        SpriteResume[] table = new SpriteResume[capacity(entries)];
        for (SpriteResume other : pending) {
            put(table, other);
        }
        for (SpriteResume resume : more) {
            put(table, resume);
        }
        pending = table;
    }

    /** Threads that wait to be notified go first, in the order in which they began to. */
    private static void takeTurns(SpriteResume[] group) {
        int count = 0;
        SpriteResume[] waiting = new SpriteResume[group.length];
        for (SpriteResume each : group) {
            if (each.waits()) {
                waiting[count++] = each;
            }
        }
        Arrays.sort(waiting, 0, count, new ByNumber());
        for (int i = 0; i < count; i++) {
            waiting[i].turn = i;
        }
        for (SpriteResume each : group) {
            if (!each.waits()) {
                each.turn = each.frames.parked ? LAST : each.isLate() ? LAST - 1 : count;
            }
        }
    }

    /** Whether the thread is in {@link SpriteMonitor#wait}. */
    private boolean waits() {
        return frames.owner[0] == SpriteMonitor.class && frames.method[0].equals(SpriteMonitor.WAIT);
    }

    /**
     * Whether the thread begins when all the others go on: since it is parked, or since it is to enter the monitor of its
     * first method.
     */
    private boolean isLate() {
        return frames.parked || frames.entering && frames.depth == 1;
    }

    /** Whether the thread is yet to be resumed while others go on, so that it may not even have been started. */
    static boolean isToCome(Thread thread) {
        SpriteResume resume = of(thread);
        return resume != null && resume.isLate() && !resume.arrived;
    }

    /** The place of a thread among those that are resumed together. */
    public static int turn(Thread thread) {
        return of(thread).turn;
    }

    /** Waits until {@code thread} may begin to be resumed. */
    public static void awaitTurn(Thread thread) {
        SpriteResume resume = of(thread);
        if (resume != null && resume.barrier.awaitTurn(resume.turn)) {
            resume.frames.interrupted = true;
        }
    }

    private long number() {
        return frames.prims[frames.primStart(0) + 2];
    }

    /** Whether any thread has recorded frames left to enter. */
    public static boolean pending() {
        return pending.length != 0;
    }

    private static int count() {
        int count = 0;
        for (SpriteResume each : pending) {
            count += each == null ? 0 : 1;
        }
        return count;
    }

    /** A power of two, at most half full with {@code count} entries. */
    private static int capacity(int count) {
        return count == 0 ? 0 : Integer.highestOneBit(count) << 2;
    }

    private static void put(SpriteResume[] table, SpriteResume resume) {
        if (resume != null) {
            int i = System.identityHashCode(resume.thread) & table.length - 1;
            while (table[i] != null) {
                i = i + 1 & table.length - 1;
            }
            table[i] = resume;
        }
    }

    /** The record of a thread; {@code null} if it is not being resumed. */
    private static SpriteResume of(Thread current) {
        SpriteResume[] table = pending;
        if (table.length == 0) {
            return null;
        }
        int i = System.identityHashCode(current) & table.length - 1;
        while (table[i] != null && table[i].thread != current) {
            i = i + 1 & table.length - 1;
        }
        return table[i];
    }

    private static synchronized void end(SpriteBarrier barrier) {
        int left = 0;
        for (SpriteResume other : pending) {
            left += other == null || other.barrier == barrier ? 0 : 1;
        }
        SpriteResume[] table = new SpriteResume[capacity(left)];
        for (SpriteResume other : pending) {
            if (other != null && other.barrier != barrier) {
                put(table, other);
            }
        }
        entries = left;
        pending = table;
    }

    /** Drops the records that are used up. */
    private static synchronized void forget() {
        int left = 0;
        for (SpriteResume each : pending) {
            left += each == null || each.frame == 0 ? 0 : 1;
        }
        SpriteResume[] table = new SpriteResume[capacity(left)];
        for (SpriteResume each : pending) {
            if (each != null && each.frame != 0) {
                put(table, each);
            }
        }
        entries = left;
        usedUp = 0;
        pending = table;
    }

    /** A late thread has arrived. Records are dropped when half of them are used up. */
    private static synchronized void lateIsIn() {
        if (++usedUp * 2 >= entries) {
            forget();
        }
    }

    /**
     * Says that the calling thread stands where it was stopped, with all the monitors that it held, and waits until
     * that is so for every thread that is resumed with it.
     */
    @Hidden
    public void arrive() {
        if (arrived) {
            forget();
            return;
        }
        arrived = true;
        if (!isLate()) {
            comeIn();
        }
        if (barrier.await() || frames.interrupted) {
            thread.interrupt();
        }
        if (isLate()) {
            if (frames.parked) {
                SpriteLate.arrived();
            }
            lateIsIn();
        }
        SpriteFault.loadedAll(held);
    }

    /** {@link #arrive}, for a thread whose stack has stayed as it was while others were unwound. */
    @Hidden
    public static void stay() {
        SpriteResume resume = of(Thread.currentThread());
        resume.frame = 0;
        resume.arrive();
    }

    /** As {@link #arrive}, but goes on at once: to wait on a monitor that the thread holds by now. */
    @Hidden
    void arriveWaiting() {
        arrived = true;
        barrier.passTurn();
        comeIn();
        if (frames.interrupted) {
            thread.interrupt();
        }
        SpriteFault.loadedAll(held);
    }

    /** Whether the calling thread, which has arrived, is to stand aside since others have not. */
    @Hidden
    boolean standsAside() {
        return barrier.expectAside(thread);
    }

    /** Called when a frame is about to make its call again: the next may wait for a monitor that others have. */
    @Hidden
    public void calling() {
        if (frame == 1 && frames.entering) {
            arrive();
        }
    }

    private void comeIn() {
        if (barrier.arrive()) {
            allIn(barrier);
        }
    }

    private static void allIn(SpriteBarrier barrier) {
        forget();
        SpriteRuntime.agent().resumed();
        barrier.open();
    }

    /**
     * Advances to the calling thread's next frame if it is the one named {@code key}.
     *
     * @return the cursor to take its values from, or {@code null} if this is an ordinary call
     */
    @Hidden
    public static SpriteResume enter(String key) {
        SpriteResume resume = of(Thread.currentThread());
        return resume != null && resume.advance(key) ? resume : null;
    }

    /** The receiver of the calling thread's first frame, if that is yet to be entered; {@code null} if there is none. */
    static Object firstReceiver() {
        SpriteResume resume = of(Thread.currentThread());
        if (resume == null || resume.frame != resume.frames.depth) {
            return null;
        }
        return resume.frames.receiver(resume.frame - 1);
    }

    private boolean advance(String key) {
        int next = frame - 1;
        if (next < 0 || looking || !isOf(next, key)) {
            return false;
        }
        frame = next;
        prim = frames.primStart(next);
        ref = frames.refStart(next);
        if (next == deepest && constructed != null) {
            end(barrier);
        }
        return true;
    }

    private boolean isOf(int at, String key) {
        looking = true;
        boolean is = SpriteFrames.key(frames.owner[at].getName(), frames.method[at]).equals(key);
        looking = false;
        return is;
    }

    /** The site at which the frame stopped; its complement if the frame is to go on behind the call made there. */
    @Hidden
    public int site() {
        return frame == deepest && constructed != null ? ~frames.site[frame] : frames.site[frame];
    }

    /** Says that the frame is calling {@code super(...)} or {@code this(...)}, and may have to be entered again. */
    @Hidden
    public void callsSuper() {
        frames.setCallsSuper(frame);
    }

    /** The object whose constructor goes on behind its call of {@code super(...)} or {@code this(...)}. */
    @Hidden
    public Object constructed() {
        return constructed;
    }

    /** The frame is calling a constructor, which it may have to do several times. */
    @Hidden
    public SpriteConstruction construction() {
        return new SpriteConstruction(thread, frames, frame);
    }

    /** What a resumed constructor throws in place of its return. */
    @Hidden
    public static SpriteConstructed constructed(Object object) {
        return new SpriteConstructed(object);
    }

    @Hidden
    public int i() {
        return (int) frames.prims[prim++];
    }

    @Hidden
    public long j() {
        return frames.prims[prim++];
    }

    @Hidden
    public float f() {
        return Float.intBitsToFloat((int) frames.prims[prim++]);
    }

    @Hidden
    public double d() {
        return Double.longBitsToDouble(frames.prims[prim++]);
    }

    @Hidden
    public Object a() {
        Object value = frames.refs[ref];
        if (!frames.callsSuper(frame)) {
            frames.refs[ref] = null;
        }
        ref++;
        return value;
    }

    /** The receiver of the next deeper frame. */
    @Hidden
    public Object receiver() {
        return frames.receiver(frame - 1);
    }

    /** The thread that initialises classes whose statics come with the image; {@code null} when none does. */
    public static void initialising(Thread thread) {
        restorer = thread;
    }

    /** First thing in an instrumented static initialiser: whether it is to do nothing. */
    @Hidden
    public static boolean skipsInitialiser() {
        return restorer != null && Thread.currentThread() == restorer;
    }

    private static final class ByNumber implements Comparator<SpriteResume> {
        @Override
        public int compare(SpriteResume a, SpriteResume b) {
            return Long.compare(a.number(), b.number());
        }
    }
}
