package dev.sprite.image;

import java.lang.reflect.Array;

/** How objects of one class lie in memory: fields, or elements of one width. */
public final class Shape {
    private final Class<?> type;
    private final Layout layout;
    private final boolean primitiveArray;
    private final long base;
    private final int scale;

    public Shape(Class<?> type) {
        this.type = type;
        if (type.isArray()) {
            layout = null;
            primitiveArray = type.getComponentType().isPrimitive();
            base = Raw.arrayBase(type);
            scale = Raw.UNSAFE.arrayIndexScale(type);
        } else {
            layout = Layout.ofInstance(type);
            primitiveArray = false;
            base = 0;
            scale = 0;
        }
    }

    public Class<?> type() {
        return type;
    }

    public boolean isArray() {
        return layout == null;
    }

    public boolean isPrimitiveArray() {
        return primitiveArray;
    }

    /** The fields; {@code null} for an array. */
    public Layout layout() {
        return layout;
    }

    /** Offset of the first element. */
    public long base() {
        return base;
    }

    /** Bytes from one element to the next; for references, as they lie in this JVM. */
    public int scale() {
        return scale;
    }

    /** Length of the array {@code array}, whatever its elements. */
    public static int length(Object array) {
        return Array.getLength(array);
    }

    /** Makes an array of {@code length} elements; references are null, the content of others is undefined. */
    public Object newArray(int length) {
        Class<?> component = type.getComponentType();
        return primitiveArray
                ? Raw.UNSAFE.allocateUninitializedArray(component, length)
                : Array.newInstance(component, length);
    }

    /** How many elements of an array need sending. */
    public int used(Object array) {
        return primitiveArray ? (int) ((bytesUpToLastNonZero(array) + scale - 1) / scale) : length(array);
    }

    /** How much of a primitive array needs sending: buffers are mostly empty. */
    public long bytesUpToLastNonZero(Object array) {
        long bytes = (long) length(array) * scale;
        while (bytes >= Long.BYTES && Raw.UNSAFE.getLongUnaligned(array, base + bytes - Long.BYTES) == 0) {
            bytes -= Long.BYTES;
        }
        return bytes;
    }
}
