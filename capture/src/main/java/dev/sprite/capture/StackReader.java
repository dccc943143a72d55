package dev.sprite.capture;

import java.util.List;

/** Reads all frames of the calling thread's stack, which is to stay as it is, as their handlers would record them. */
final class StackReader {
    private static final String AWAIT_END = "awaitEnd(";

    private final FrameShapes shapes;
    private String obstacle;

    StackReader(FrameShapes shapes) {
        this.shapes = shapes;
    }

    /** Why the last {@link #read} has failed, in words that go on from what stands on the stack. */
    String obstacle() {
        return obstacle;
    }

    /**
     * Reads the frames, the deepest first.
     *
     * @param distances how far each is from the safe point; 0 for a frame of the runtime, which records itself
     * @return their values, with null for a frame of the runtime; null altogether if some frame cannot be read
     */
    SpriteLocals[] read(List<Class<?>> owners, List<String> methods, List<Integer> sites, List<Integer> distances) {
        int first = recordsItself(owners.get(0), methods.get(0)) ? 1 : 0;
        int[] places = new int[owners.size() - first];
        String[] shapesThere = new String[places.length];
        for (int i = 0; i < places.length; i++) {
            int frame = first + i;
            places[i] = distances.get(frame);
            shapesThere[i] = shapeOf(owners.get(frame), methods.get(frame), sites.get(frame));
            if (shapesThere[i] == null) {
                obstacle = ", and above it is " + SpriteFrames.key(owners.get(frame).getName(), methods.get(frame));
                return null;
            }
        }
        SpriteLocals[] read = SpriteLocals.read(places, shapesThere);
        if (read == null) {
            obstacle = ", there or above it compiled code that may keep no objects";
            return null;
        }
        SpriteLocals[] all = new SpriteLocals[owners.size()];
        System.arraycopy(read, 0, all, first, read.length);
        return all;
    }

    /** Whether the thread waits in a method of the runtime that goes on if the stack stays. */
    private static boolean recordsItself(Class<?> owner, String method) {
        return owner == SpriteBlocking.class || owner == SpriteMonitor.class && method.startsWith(AWAIT_END);
    }

    private String shapeOf(Class<?> owner, String method, int site) {
        if (owner == SpriteRuntime.class) {
            return ""; // nothing of it lives across its call
        }
        return owner == SpriteMonitor.class ? null : shapes.of(owner, method, site);
    }
}
