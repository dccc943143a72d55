package java.lang;

import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;
import jdk.internal.misc.Unsafe;

/**
 * Values of a frame that were read from the stack, since no handler could have recorded them, as those of a constructor
 * that is calling {@code super(...)} or {@code this(...)}, or of one that must stay on the stack.
 */
public final class SpriteLocals {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long MODE = UNSAFE.objectFieldOffset(LiveStackFrameInfo.class, "mode");
    private static final int INTERPRETED = 1;

    private final long[] prims;
    private final Object[] refs;
    private int primCount;
    private int refCount;

    private SpriteLocals(int values) {
        prims = new long[values];
        refs = new Object[values];
    }

    /**
     * Reads from the calling thread's stack.
     *
     * @param places of the frames: how far each is from the poll or blocking call, ascending
     * @param shapes the values of each frame: a letter for its kind ({@code i j f d a}) and a character for the local; a
     *     capital for an operand, and a character for its slot; ahead of them {@code !!} if compiled code may not have
     *     them all
     * @return null if a value cannot be told: compiled code may know an object by its parts alone
     */
    public static SpriteLocals[] read(int[] places, String[] shapes) {
        StackWalker walker = LiveStackFrame.getStackWalker(
                Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));
        return walker.walk(frames -> read(frames, places, shapes));
    }

    private static SpriteLocals[] read(Stream<StackWalker.StackFrame> stack, int[] places, String[] shapes) {
        Iterator<StackWalker.StackFrame> frames = stack.iterator();
        StackWalker.StackFrame frame = frames.next();
        while (!isWhereThreadsStop(frame.getDeclaringClass())) {
            frame = frames.next();
        }
        Class<?> top = frame.getDeclaringClass();
        while (frame.getDeclaringClass() == top) {
            frame = frames.next(); // a blocking call may have called another method of its class
        }
        SpriteLocals[] all = new SpriteLocals[places.length];
        int place = 1;
        for (int i = 0; i < places.length; i++) {
            while (place < places[i]) {
                frame = frames.next();
                place++;
            }
            all[i] = new SpriteLocals(shapes[i].length() / 2);
            if (!all[i].take((LiveStackFrame) frame, shapes[i])) {
                return null;
            }
        }
        return all;
    }

    private static boolean isWhereThreadsStop(Class<?> type) {
        return type == SpritePoll.class || type == SpriteBlocking.class || type == SpriteMonitor.class;
    }

    private boolean take(LiveStackFrame frame, String shape) {
        boolean interpreted = UNSAFE.getInt(frame, MODE) == INTERPRETED;
        Object[] locals = frame.getLocals();
        Object[] operands = frame.getStack();
        boolean needsAll = !shape.isEmpty() && shape.charAt(0) == '!';
        if (needsAll && !interpreted) {
            return false;
        }
        for (int i = needsAll ? 2 : 0; i < shape.length(); i += 2) {
            char kind = Character.toLowerCase(shape.charAt(i));
            Object[] values = kind == shape.charAt(i) ? locals : operands;
            int slot = shape.charAt(i + 1) + (kind == 'j' || kind == 'd' ? 1 : 0);
            if (slot >= values.length) {
                return false;
            }
            Object value = values[slot];
            boolean primitive = value instanceof LiveStackFrame.PrimitiveSlot;
            if (kind == 'a') {
                if (primitive || value == null && !interpreted) {
                    return false;
                }
                refs[refCount++] = value;
            } else if (primitive && ((LiveStackFrame.PrimitiveSlot) value).size() == Long.BYTES) {
                long bits = ((LiveStackFrame.PrimitiveSlot) value).longValue();
                prims[primCount++] = kind == 'i' || kind == 'f' ? (int) bits : bits;
            } else {
                return false;
            }
        }
        return true;
    }

    void addTo(SpriteFrames frames) {
        for (int i = 0; i < primCount; i++) {
            frames.add(prims[i]);
        }
        for (int i = 0; i < refCount; i++) {
            frames.add(refs[i]);
        }
        frames.end();
    }
}
