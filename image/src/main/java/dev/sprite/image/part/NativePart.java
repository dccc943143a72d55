package dev.sprite.image.part;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;

/**
 * What objects of some classes have outside the heap. Their fields are copied like any other's, but for those that stand
 * for that part; it follows when all contents have been written, and completes the object at the target.
 */
public interface NativePart {
    /** Whether objects of class {@code type} have this part. */
    boolean isOf(Class<?> type);

    /**
     * Describes the part; may write no references.
     *
     * @throws dev.sprite.image.Refusal if it cannot be made again at the target
     */
    void write(Object object, ImageWriter out);

    /** Completes {@code object}; the fields of all objects have been read. */
    void read(Object object, ImageReader in) throws ImageFormatException, NotMovableException;

    /** Completes what the parts of other objects are needed for; all parts have been read. */
    default void complete(Object object) {}

    /** The part that objects of class {@code type} have, or {@code null}. */
    static NativePart of(Class<?> type) {
        return NativeParts.of(type);
    }
}
