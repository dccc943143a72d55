package dev.sprite.capture;

import dev.sprite.image.Blocker;
import dev.sprite.image.Layout;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import dev.sprite.image.Shape;
import dev.sprite.image.ThreadFields;
import dev.sprite.image.ThreadImage;
import java.util.ArrayList;
import java.util.List;

/** Where a capture began, to tell by which path an object was reached. */
final class Roots {
    private final List<Object> roots = new ArrayList<>();

    /** Adds a class for its statics, a thread's image, or the name of a carrier, and numbers it. */
    int add(Object root) {
        roots.add(root);
        return roots.size() - 1;
    }

    /** Says what {@code refusal} is about: what {@code writer} was at when it was thrown. */
    Blocker blocker(ObjectWriter writer, Refusal refusal) {
        Object refused = writer.refused();
        if (refused == null) {
            return Blocker.object(null, refusal.getMessage());
        }
        HeapPath way = HeapPath.to(refused, writer);
        List<Object> path = way.objects();
        Object root = roots.get(way.root());
        return root instanceof ThreadImage thread
                ? inThread(thread, path, refusal)
                : Blocker.object(start(root, path.get(0)) + links(path, 0), refusal.getMessage());
    }

    /** The path of a thread begins with its frames and an array in them. */
    private static Blocker inThread(ThreadImage image, List<Object> path, Refusal refusal) {
        SpriteFrames frames = image.frames();
        String name = ThreadFields.nameOf(image.thread());
        if (path.size() < 3 || path.get(0) != frames || path.get(1) != frames.refs) {
            return new Blocker(name, null, "frames" + links(path, 0), refusal.getMessage());
        }
        int index = indexOf(frames.refs, path.get(2));
        int frame = 0;
        while (frames.refEnd[frame] <= index) {
            frame++;
        }
        return new Blocker(name, SpriteFrames.key(frames.owner[frame].getName(), frames.method[frame]),
                path.get(2).getClass().getName() + links(path, 2), refusal.getMessage());
    }

    private static String start(Object root, Object first) {
        if (!(root instanceof Class)) {
            return root + " \u2192 " + first.getClass().getName();
        }
        Class<?> type = (Class<?>) root;
        Layout layout = Layout.ofStatics(type);
        return "static " + type.getName() + field(Layout.staticBase(type), layout, first)
                + " \u2192 " + first.getClass().getName();
    }

    /** Each object's place in the one before it, from the one after {@code from} on. */
    private static String links(List<Object> path, int from) {
        StringBuilder links = new StringBuilder();
        for (int i = from + 1; i < path.size(); i++) {
            Object holder = path.get(i - 1);
            Object held = path.get(i);
            if (held instanceof HeapPath.Gap gap) {
                links.append(" \u2192 \u2026 ").append(gap.objects()).append(" more");
                continue;
            }
            if (!(holder instanceof HeapPath.Gap)) {
                links.append(place(holder, held));
            }
            if (!(held instanceof Object[]) || i == path.size() - 1) {
                links.append(" \u2192 ").append(held.getClass().getName());
            }
        }
        return links.toString();
    }

    private static String place(Object holder, Object held) {
        return holder instanceof Object[]
                ? "[" + indexOf((Object[]) holder, held) + "]"
                : field(holder, new Shape(holder.getClass()).layout(), held);
    }

    private static int indexOf(Object[] array, Object element) {
        int index = 0;
        while (index < array.length && array[index] != element) {
            index++;
        }
        return index;
    }

    private static String field(Object base, Layout layout, Object value) {
        for (int i = 0; i < layout.referenceCount(); i++) {
            if (Raw.UNSAFE.getReference(base, layout.referenceOffset(i)) == value) {
                return "." + layout.referenceSlot(i).name();
            }
        }
        return "";
    }
}
