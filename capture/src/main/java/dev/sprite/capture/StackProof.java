package dev.sprite.capture;

import dev.sprite.image.Blocker;
import dev.sprite.instrumentation.SiteRegistry;
import dev.sprite.instrumentation.SiteTable;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;

/**
 * A walk of the calling thread's stack that shows whether every frame of it, from the safe point down to
 * {@link SpriteMain}, stands at a site that can be captured. If so it knows each frame's site.
 */
final class StackProof {
    private static final StackWalker WALKER = StackWalker.getInstance(
            EnumSet.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));

    private static final int REHEARSALS = 8;

    private final SiteRegistry sites;
    private final List<Class<?>> owners = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private Blocker blocker;
    private int callee;
    private long bytes;

    private StackProof(SiteRegistry sites) {
        this.sites = sites;
    }

    /** Walks the calling thread, which is in an armed poll or a blocking call of the runtime. */
    static StackProof ofCallingThread(SiteRegistry sites) {
        StackProof proof = new StackProof(sites);
        WALKER.walk(frames -> {
            proof.walk(frames.iterator());
            return null;
        });
        return proof;
    }

    /** Walks the calling thread to no end but that its code is linked when a program waits for it. */
    static void rehearse(SiteRegistry sites) {
        for (int i = 0; i < REHEARSALS; i++) {
            StackProof proof = new StackProof(sites);
            WALKER.walk(frames -> {
                frames.iterator().forEachRemaining(proof::check);
                return null;
            });
        }
    }

    /** What forbids a capture; null if nothing does. */
    Blocker blocker() {
        return blocker;
    }

    /** Number of frames. */
    int depth() {
        return owners.size();
    }

    /** Bytes of stack that the frames need when they are resumed, all of them in the interpreter at first. */
    long bytes() {
        return bytes;
    }

    /** Says what frames an unwinding has recorded; to be called when they have been. */
    void describe(SpriteFrames frames) {
        if (frames.depth != depth()) {
            throw new IllegalStateException(
                    "unwound " + frames.depth + " frames where " + depth() + " were on the stack");
        }
        frames.owner = owners.toArray(new Class<?>[0]);
        frames.method = methods.toArray(new String[0]);
        frames.site = numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private void walk(Iterator<StackFrame> frames) {
        StackFrame top = frames.next();
        while (top.getDeclaringClass() != SpritePoll.class && !isBlockingCall(top)) {
            if (!frames.hasNext()) {
                blocker = blocker(null, "the thread is not at a safe point");
                return;
            }
            top = frames.next();
        }
        callee = SiteTable.hash(top.getMethodName(), top.getDescriptor());
        if (isBlockingCall(top)) {
            add(top, 0);
        }
        while (frames.hasNext() && blocker == null) {
            StackFrame frame = frames.next();
            if (frame.getDeclaringClass() == SpriteMain.class) {
                return;
            }
            if (isHandleFrame(frame)) {
                expectBottom(frame, frames);
                return;
            }
            check(frame);
        }
        if (blocker == null) {
            blocker = blocker(null, "the thread was not started by the program's main");
        }
    }

    private static boolean isBlockingCall(StackFrame frame) {
        return frame.getDeclaringClass() == SpriteBlocking.class
                && (frame.getMethodName().equals("sleep") || frame.getMethodName().equals("awaitInput"));
    }

    private static boolean isStringOf(StackFrame frame) {
        return frame.getDeclaringClass() == SpriteRuntime.class && frame.getMethodName().equals("stringOf");
    }

    private static boolean isHandleFrame(StackFrame frame) {
        return frame.getDeclaringClass().getName().startsWith("java.lang.invoke.");
    }

    /** Method handle frames keep nothing for us, which is fine only between {@code SpriteMain} and the program. */
    private void expectBottom(StackFrame first, Iterator<StackFrame> frames) {
        StackFrame frame = first;
        while (frames.hasNext() && isHandleFrame(frame)) {
            frame = frames.next();
        }
        if (frame.getDeclaringClass() != SpriteMain.class) {
            blocker = blocker(first, "a method handle is being invoked");
        }
    }

    private void check(StackFrame frame) {
        if (isStringOf(frame)) {
            add(frame, 0);
            callee = SiteTable.hash(frame.getMethodName(), frame.getDescriptor());
            return;
        }
        SiteTable table = sites.sitesOf(frame.getDeclaringClass());
        String method = frame.getMethodName() + frame.getDescriptor();
        SiteTable.Entry site = table == null ? null : table.at(method, frame.getByteCodeIndex());
        if (site == null) {
            blocker = blocker(frame, reason(frame, table));
        } else if (site.callee() != callee) {
            blocker = blocker(frame, "the JVM itself has called into the program from here (class loading or linking)");
        } else {
            add(frame, site.number());
            bytes += table.frameBytes(method);
            callee = SiteTable.hash(frame.getMethodName(), frame.getDescriptor());
        }
    }

    private void add(StackFrame frame, int site) {
        owners.add(frame.getDeclaringClass());
        methods.add(frame.getMethodName() + frame.getDescriptor());
        numbers.add(site);
    }

    private static String reason(StackFrame frame, SiteTable table) {
        if (frame.isNativeMethod()) {
            return "native code is running";
        }
        switch (frame.getMethodName()) {
            case "<init>":
                return "a constructor is running";
            case "<clinit>":
                return "a static initialiser is running";
            default:
                return table == null ? "the class is not instrumented" : "the method is too large";
        }
    }

    private static Blocker blocker(StackFrame frame, String why) {
        String at = frame == null ? null : frame.toStackTraceElement().toString();
        return new Blocker(Thread.currentThread().getName(), at, null, why);
    }
}
