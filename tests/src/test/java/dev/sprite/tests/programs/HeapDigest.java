package dev.sprite.tests.programs;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;

/**
 * What can be told of the objects that some roots lead to: the class of each, its identity hash, its values, and which
 * object each of its references leads to. Objects are numbered as they are met, breadth first, so that equal digests
 * mean equal shape and equal aliasing.
 *
 * <p>The packages of the JDK's classes among them must be open. Objects that stand for the JVM's own (classes, loaders,
 * threads, locales, character sets) are not looked into.
 */
public final class HeapDigest {
    private static final Class<?>[] OPAQUE = {Class.class, ClassLoader.class, Thread.class, ThreadGroup.class,
        Module.class, Locale.class, Charset.class};

    private final Map<Object, Integer> numbers = new IdentityHashMap<>();
    private final Queue<Object> unread = new ArrayDeque<>();
    private final Map<Class<?>, List<Field>> fields = new HashMap<>();
    /** What each object came to, by number. */
    private final List<Integer> found = new ArrayList<>();
    private final List<String> classes = new ArrayList<>();

    private HeapDigest() {}

    /** Of all that {@code roots} lead to, these included. */
    public static HeapDigest of(Collection<?> roots) {
        HeapDigest digest = new HeapDigest();
        for (Object root : roots) {
            digest.number(root);
        }
        for (Object next = digest.unread.poll(); next != null; next = digest.unread.poll()) {
            digest.read(next);
        }
        return digest;
    }

    /** How many objects it is of. */
    public int size() {
        return found.size();
    }

    /** The first object in which {@code other} differs, as its class and number; null if they are equal. */
    public String difference(HeapDigest other) {
        for (int i = 0; i < Math.min(size(), other.size()); i++) {
            if (!found.get(i).equals(other.found.get(i))) {
                return "object " + i + ", of " + classes.get(i) + " and " + other.classes.get(i);
            }
        }
        return size() == other.size() ? null : size() + " and " + other.size() + " objects";
    }

    private int number(Object object) {
        if (object == null) {
            return -1;
        }
        Integer known = numbers.putIfAbsent(object, numbers.size());
        if (known != null) {
            return known;
        }
        unread.add(object);
        return numbers.size() - 1;
    }

    private void read(Object object) {
        List<Object> content = new ArrayList<>();
        String name = name(object.getClass());
        content.add(name);
        if (found.size() % 3 == 0) {
            content.add(System.identityHashCode(object)); // others must arrive without one
        }
        if (object instanceof String) {
            content.add(object); // whether two share their characters is the JVM's business
        } else if (object instanceof Reference<?> reference) {
            content.add(number(reference.get()));
        } else if (object.getClass().isArray()) {
            elements(object, content);
        } else if (Arrays.stream(OPAQUE).noneMatch(type -> type.isInstance(object))) {
            for (Field field : fields.computeIfAbsent(object.getClass(), HeapDigest::fieldsOf)) {
                add(field.getType().isPrimitive(), get(field, object), content);
            }
        }
        classes.add(name);
        found.add(Objects.hash(content.toArray()));
    }

    private void elements(Object array, List<Object> content) {
        boolean primitive = array.getClass().getComponentType().isPrimitive();
        int length = Array.getLength(array);
        content.add(length);
        for (int i = 0; i < length; i++) {
            add(primitive, Array.get(array, i), content);
        }
    }

    private void add(boolean primitive, Object value, List<Object> content) {
        content.add(primitive ? value : (Object) number(value));
    }

    /** Without the number that each JVM gives to the classes of lambdas. */
    private static String name(Class<?> type) {
        String name = type.getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    private static List<Field> fieldsOf(Class<?> type) {
        List<Field> found = new ArrayList<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                boolean isOfTheJvm = c == Throwable.class && field.getName().equals("backtrace");
                if (!Modifier.isStatic(field.getModifiers()) && !isOfTheJvm) {
                    field.setAccessible(true);
                    found.add(field);
                }
            }
        }
        return found;
    }

    private static Object get(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
