package dev.sprite.image;

/**
 * Carries objects that must not be copied field by field, because the JVM has its own idea of them.
 *
 * <p>A codec describes an object by what finds or makes it at the target. It may refer only to objects that have
 * codecs themselves: what it needs must be whole when it reads.
 */
public interface Codec<T> {
    /** @throws Refusal if this object cannot move */
    void write(T object, ImageWriter out);

    T read(ImageReader in) throws ImageFormatException, NotMovableException;
}
