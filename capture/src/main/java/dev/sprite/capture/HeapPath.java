package dev.sprite.capture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * By which objects a capture came to another one. Of a long path only the ends are kept, with a {@link Gap} between.
 *
 * @param root what {@link ObjectWriter#root} was told at its beginning
 * @param objects from the one that the root holds to the one it leads to
 */
record HeapPath(int root, List<Object> objects) {
    private static final int KEPT_AT_EACH_END = 12;

    /** Objects that have been left out. */
    record Gap(long objects) {}

    /** The path to {@code last}, which {@code writer} was at. */
    static HeapPath to(Object last, ObjectWriter writer) {
        List<Object> end = new ArrayList<>();
        Deque<Object> beginning = new ArrayDeque<>();
        long leftOut = 0;
        end.add(last);
        int at = writer.parent();
        for (; at >= 0; at = writer.parentOf(at)) {
            if (end.size() < KEPT_AT_EACH_END) {
                end.add(writer.object(at));
                continue;
            }
            if (beginning.size() == KEPT_AT_EACH_END) {
                beginning.removeLast();
                leftOut++;
            }
            beginning.addFirst(writer.object(at));
        }
        List<Object> objects = new ArrayList<>(beginning);
        if (leftOut > 0) {
            objects.add(new Gap(leftOut));
        }
        Collections.reverse(end);
        objects.addAll(end);
        return new HeapPath(-1 - at, objects);
    }
}
