package dev.sprite.capture;

import dev.sprite.image.Layout;
import dev.sprite.image.Raw;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Guesses from some of a running program's objects of which classes an image will have objects, so that these are
 * examined before the program stands still. The objects change meanwhile; they are only read, and neither marked nor
 * hashed. So that this ends nevertheless, no more than a few objects of each class are followed.
 */
final class LikelyClasses {
    private static final int OF_EACH = 16;
    private static final int ELEMENTS = 64;

    private final CapturedClasses classes;
    private final Map<Class<?>, int[]> followed = new IdentityHashMap<>();
    private final Queue<Object> queue = new ArrayDeque<>();

    LikelyClasses(CapturedClasses classes) {
        this.classes = classes;
    }

    /** Looks at what static fields lead to. */
    void examine(Iterable<StaticFields> roots) {
        for (StaticFields fields : roots) {
            addReferences(fields.base(), fields.layout());
        }
        follow();
    }

    /** Looks at what an object leads to. */
    void examine(Object root) {
        add(root);
        follow();
    }

    private void follow() {
        while (!queue.isEmpty()) {
            Object object = queue.remove();
            CapturedClass known = classes.of(object.getClass());
            if (known.refusal != null || known.shape == null) {
                continue;
            }
            if (!known.shape.isArray()) {
                addReferences(object, known.shape.layout());
            } else if (!known.shape.isPrimitiveArray()) {
                Object[] array = (Object[]) object;
                for (int i = 0; i < Math.min(array.length, ELEMENTS); i++) {
                    add(array[i]);
                }
            }
        }
    }

    private void addReferences(Object base, Layout layout) {
        for (int i = 0; i < layout.referenceCount(); i++) {
            add(Raw.UNSAFE.getReference(base, layout.referenceOffset(i)));
        }
    }

    private void add(Object object) {
        if (object == null) {
            return;
        }
        int[] count = followed.get(object.getClass());
        if (count == null) {
            count = new int[1];
            followed.put(object.getClass(), count);
        }
        if (count[0]++ < OF_EACH) {
            queue.add(object);
        }
    }
}
