package dev.sprite.capture;

import dev.sprite.image.ImageFormat;
import dev.sprite.image.ImageOutput;
import dev.sprite.image.Shape;
import java.util.ArrayDeque;
import java.util.Deque;

/** Arrays that are written section by section, so that what is touched meanwhile need not wait for all of one. */
final class LargeArrays {
    private static final long LARGE_BYTES = 1 << 20;
    private static final int SECTION_BYTES = 256 << 10;

    private final ObjectWriter writer;
    private final ImageOutput out;
    /** Those that somebody waits for; they come first. */
    private final Deque<Part> awaited = new ArrayDeque<>();
    /** The one whose turn has come; null if there is none. */
    private Part unasked;

    /** An array of which some elements have been written. */
    private static final class Part {
        private final int position;
        /** How many elements there are in all, up to the last that is not zero. */
        private final int end;
        private int next;

        Part(int position, int end) {
            this.position = position;
            this.end = end;
        }
    }

    LargeArrays(ObjectWriter writer, ImageOutput out) {
        this.writer = writer;
        this.out = out;
    }

    static boolean contain(Object object, Shape shape) {
        return shape.isArray() && (long) Shape.length(object) * shape.scale() > LARGE_BYTES;
    }

    /** Somebody waits for an array. */
    void await(int position) {
        for (Part each : awaited) {
            if (each.position == position) {
                return;
            }
        }
        if (unasked != null && unasked.position == position) {
            awaited.add(unasked);
            unasked = null;
        } else {
            awaited.add(part(position));
        }
    }

    /** The turn of an array has come. */
    void begin(int position) {
        unasked = part(position);
    }

    private Part part(int position) {
        Object array = writer.object(position);
        return new Part(position, writer.shapeOf(array).used(array));
    }

    /** Whether somebody waits for an array. */
    boolean areAwaited() {
        while (!awaited.isEmpty() && !writer.isWaiting(awaited.peek().position)) {
            awaited.remove();
        }
        return !awaited.isEmpty();
    }

    /** Whether there is an array that has been begun, or is to be before others. */
    boolean areBegun() {
        return areAwaited() || unasked != null && writer.isWaiting(unasked.position);
    }

    /** Writes the next section of the array that comes first. */
    void write() {
        Part part = areAwaited() ? awaited.peek() : unasked;
        Shape shape = writer.shapeOf(writer.object(part.position));
        int from = part.next;
        part.next = Math.min(part.end, from + SECTION_BYTES / shape.scale());
        out.number(ImageFormat.SECTION);
        out.number(part.position + 1);
        out.number(part.end);
        out.number(from);
        out.number(part.next - from);
        writer.elements(part.position, from, part.next, part.next == part.end);
    }
}
