package dev.sprite.capture;

import dev.sprite.capture.CodePlaces.Place;
import dev.sprite.image.Blocker;
import dev.sprite.image.ThreadFields;
import dev.sprite.image.VirtualThreads;
import dev.sprite.instrumentation.SiteTable;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * A walk of the calling thread's stack that shows whether every frame of it, from the safe point down to
 * {@link SpriteMain} or the thread's {@code run}, stands at a site that can be captured or can simply be run again. If
 * so it knows each captured frame's site.
 */
final class StackProof {
    private static final StackWalker WALKER = StackWalker.getInstance(
            EnumSet.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));

    private static final int REHEARSALS = 8;
    private static final String INITIALISER = "a static initialiser is running";
    /** The runtime's methods that wait, and are frames of their own. */
    private static final Set<String> BLOCKING = Set.of("sleep", "sleepNanos", "awaitInput", "park", "poll", "select", "wait",
            "awaitEnd");
    /** What the JVM keeps free at a stack's end, and the runtime's own frames. */
    private static final long STACK_RESERVE = 128 << 10;

    private final CodePlaces code;
    private final boolean others;
    private final List<Class<?>> owners = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    /** The frames whose values must be read from the stack, how far they are from its safe point, and their values. */
    private final List<Integer> unhandled = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    /** How far each frame is from the safe point. */
    private final List<Integer> distances = new ArrayList<>();
    private final List<String> shapes = new ArrayList<>();
    private StackFrame firstUnhandled;
    private StackFrame initialiser;
    private SpriteLocals[] values;
    private int place;
    private Blocker blocker;
    private Class<?> uninstrumented;
    private StackFrame above;
    private Place abovePlace;
    private ReplayedFrames replayed = new ReplayedFrames();
    private long bytes;
    private boolean holdsMonitor;
    private boolean entering;
    private boolean atMonitor;
    private boolean parked;
    private boolean ofMain;

    private StackProof(CodePlaces code, boolean others) {
        this.code = code;
        this.others = others;
    }

    /** Walks the calling thread, which is in an armed poll or a blocking call of the runtime. */
    static StackProof ofCallingThread(CodePlaces code) {
        return ofCallingThread(code, false);
    }

    /**
     * Walks the calling thread where others run on.
     *
     * @param others whether any of them may have had a class instrumented anew while this thread was in it
     */
    static StackProof ofCallingThread(CodePlaces code, boolean others) {
        StackProof proof = new StackProof(code, others);
        WALKER.walk(frames -> {
            proof.walk(frames.iterator());
            return null;
        });
        if (proof.blocker == null) {
            proof.readValues();
        }
        return proof;
    }

    /** Walks the calling thread to no end but that its code is linked when a program waits for it. */
    static void rehearse(CodePlaces code) {
        for (int i = 0; i < REHEARSALS; i++) {
            StackProof proof = new StackProof(code, false);
            WALKER.walk(frames -> {
                Iterator<StackFrame> each = frames.iterator();
                proof.top(each.next());
                each.forEachRemaining(proof::check);
                return null;
            });
        }
    }

    /** What forbids a capture; null if nothing does. */
    Blocker blocker() {
        return blocker;
    }

    /** The class that forbids a capture since it is not instrumented; null if none does. */
    Class<?> uninstrumented() {
        return uninstrumented;
    }

    /** Number of frames. */
    int depth() {
        return owners.size();
    }

    /** Whether a frame holds a monitor, which the thread gives up while it is unwound. */
    boolean holdsMonitor() {
        return holdsMonitor;
    }

    /** Whether the thread is parked, and nobody depends on when it goes on: it holds nothing and is not the main thread. */
    boolean isParkedAlone() {
        return parked && !ofMain && !holdsMonitor && initialiser == null;
    }

    /** Whether the poll is the one behind the entry of a monitor, which is made once more when the thread is resumed. */
    boolean atMonitor() {
        return atMonitor;
    }

    /** Bytes of stack that the frames need when they are resumed, all of them in the interpreter at first. */
    long bytes() {
        return bytes;
    }

    /** Whether a stack of so many bytes has room for the frames when they are resumed. */
    boolean fits(long stack) {
        return bytes < stack - STACK_RESERVE;
    }

    /** For each frame the values that no handler will record; null for those whose handler does. */
    SpriteLocals[] values() {
        return values;
    }

    /** The static initialiser on the stack, which cannot be unwound then: it would have failed. Null if there is none. */
    String initialiser() {
        return initialiser == null ? null : initialiser.toStackTraceElement().toString();
    }

    /**
     * Reads the values of all frames of the calling thread, which has been proven and stands where it did. Where that
     * cannot be done, {@link #blocker()} says why.
     */
    void readAll(FrameShapes shapesOf) {
        StackReader reader = new StackReader(shapesOf);
        values = reader.read(owners, methods, numbers, distances);
        if (values == null) {
            blocker = blocker(initialiser, INITIALISER + reader.obstacle());
        }
    }

    private void readValues() {
        values = new SpriteLocals[depth()];
        if (unhandled.isEmpty()) {
            return;
        }
        SpriteLocals[] read = SpriteLocals.read(
                places.stream().mapToInt(Integer::intValue).toArray(), shapes.toArray(new String[0]));
        if (read == null) {
            blocker = blocker(firstUnhandled, "a constructor calls another one in compiled code that may keep no objects");
            return;
        }
        for (int i = 0; i < read.length; i++) {
            values[unhandled.get(i)] = read[i];
        }
    }

    /** Says what frames an unwinding has recorded; to be called when they have been. */
    void describe(SpriteFrames frames) {
        expectAll(frames);
        name(frames);
    }

    /** To be called when an unwinding has recorded the frames. */
    void expectAll(SpriteFrames frames) {
        if (frames.depth != depth()) {
            throw new IllegalStateException(
                    "unwound " + frames.depth + " frames where " + depth() + " were on the stack");
        }
    }

    /** Says what frames an unwinding is going to record. */
    void name(SpriteFrames frames) {
        frames.owner = owners.toArray(new Class<?>[0]);
        frames.method = methods.toArray(new String[0]);
        frames.site = new int[numbers.size()];
        for (int i = 0; i < frames.site.length; i++) {
            frames.site[i] = numbers.get(i);
        }
        frames.entering = entering;
        frames.parked = isParkedAlone();
    }

    private void walk(Iterator<StackFrame> frames) {
        StackFrame frame = frames.next();
        while (frame.getDeclaringClass() != SpritePoll.class && !isBlockingCall(frame)) {
            if (!frames.hasNext()) {
                blocker = blocker(null, "the thread is not at a safe point");
                return;
            }
            frame = frames.next();
        }
        top(frame);
        if (isBlockingCall(frame)) {
            add(frame, abovePlace, 0);
            parked = abovePlace.name.equals("park");
        }
        entering = abovePlace.name.equals("begun");
        atMonitor = entering || abovePlace.name.equals("entered");
        while (frames.hasNext() && blocker == null) {
            frame = frames.next();
            place++;
            if (frame.getDeclaringClass() == SpriteMain.class) {
                ofMain = true;
                expect(replayed.endAtDirectHandle() || replayed.none() || replayed.leadToInitialiser(above),
                        "a method handle is being invoked");
                return;
            }
            if (frame.getDeclaringClass() == SpriteThreads.class || isBottomOfVirtual(frame)) {
                break;
            }
            check(frame);
        }
        expect((isRun(above) || VirtualThreads.contain(Thread.currentThread())) && depth() > 0,
                "the JVM has not called this thread's run method");
    }

    private void top(StackFrame frame) {
        above = frame;
        abovePlace = code.of(frame);
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds && blocker == null) {
            blocker = blocker(above, otherwise);
        }
    }

    /** Whether this is what the JVM calls to run a thread. */
    private static boolean isRun(StackFrame frame) {
        return Thread.class.isAssignableFrom(frame.getDeclaringClass())
                && frame.getMethodName().equals("run") && FrameDescriptors.of(frame).equals("()V");
    }

    private static boolean isBottomOfVirtual(StackFrame frame) {
        return frame.getDeclaringClass() == Thread.currentThread().getClass()
                && frame.getMethodName().equals("run") && !FrameDescriptors.of(frame).equals("()V");
    }

    private static boolean isBlockingCall(StackFrame frame) {
        Class<?> owner = frame.getDeclaringClass();
        return (owner == SpriteBlocking.class || owner == SpriteMonitor.class)
                && BLOCKING.contains(frame.getMethodName());
    }

    /** Whether this is a frame of the runtime that calls others, and records itself. */
    private static boolean isOfRuntime(StackFrame frame) {
        Class<?> owner = frame.getDeclaringClass();
        return owner == SpriteRuntime.class && frame.getMethodName().equals("stringOf")
                || owner == SpriteMonitor.class && frame.getMethodName().equals("awaitEnd");
    }

    private void check(StackFrame frame) {
        Place at = code.of(frame);
        if (isOfRuntime(frame)) {
            add(frame, at, 0);
        } else if (at.replayed || at.initialises && replayed.leadToInitialiser(above)) {
            blocker = replayed.add(frame, above) ? null : blocker(frame, "the JVM itself has called into the program");
        } else {
            checkSite(frame, at);
            replayed = replayed.none() ? replayed : new ReplayedFrames();
        }
        above = frame;
        abovePlace = at;
    }

    /** The JVM does not tell the line of a frame whose class has been redefined since it began. */
    private boolean isOutdated(StackFrame frame, Place at) {
        return (others ? at.mayBeOutdatedByOthers : at.mayBeOutdated)
                && frame.toStackTraceElement().getLineNumber() < 0;
    }

    private void checkSite(StackFrame frame, Place at) {
        SiteTable.Entry site = at.site;
        boolean starts = replayed.none() && abovePlace.name.equals("<clinit>") && at.start >= 0;
        if (starts && !isOutdated(frame, at)) {
            add(frame, at, at.start);
        } else if (site == null) {
            uninstrumented = at.table == null ? frame.getDeclaringClass() : null;
            blocker = blocker(frame, reason(frame, at));
        } else if (isOutdated(frame, at)) {
            blocker = blocker(frame, "its class has been changed since it began");
        } else if (site.callsHandle() ? !replayed.endAtDirectHandle() : !calls(site)) {
            blocker = blocker(frame, site.callsHandle()
                    ? "a method handle is being invoked that does more than call a method"
                    : "the JVM itself has called into the program from here (class loading or linking)");
        } else {
            if (site.locals() != null) {
                firstUnhandled = unhandled.isEmpty() ? frame : firstUnhandled;
                unhandled.add(depth());
                places.add(place);
                shapes.add(site.locals());
            }
            add(frame, at, site.number());
            holdsMonitor |= site.holdsMonitor();
        }
    }

    /** Whether the frame above is what the site calls, with its arguments still there if it is to be called again. */
    private boolean calls(SiteTable.Entry site) {
        return site.callee() == abovePlace.callee && (replayed.none() || site.keepsArguments());
    }

    private void add(StackFrame frame, Place at, int site) {
        initialiser = at.name.equals("<clinit>") ? frame : initialiser;
        bytes += at.table == null ? 0 : at.table.frameBytes(at.method);
        owners.add(frame.getDeclaringClass());
        methods.add(at.method);
        numbers.add(site);
        distances.add(place);
    }

    private static String reason(StackFrame frame, Place at) {
        if (frame.isNativeMethod()) {
            return "native code is running";
        }
        if (at.name.equals("<clinit>")) {
            return INITIALISER;
        }
        if (at.table == null) {
            return "the class is not instrumented";
        }
        if (at.table.knows(at.method)) {
            return "no call back was expected here, or the JVM itself has called into the program";
        }
        return at.name.equals("<init>")
                ? "a constructor of a shape that is left alone"
                : "the method is too large, of a shape that is left alone, or was expected to call nobody back";
    }

    private static Blocker blocker(StackFrame frame, String why) {
        String at = frame == null ? null : frame.toStackTraceElement().toString();
        return new Blocker(ThreadFields.nameOf(Thread.currentThread()), at, null, why);
    }
}
