package dev.sprite.image;

/** What a {@link Codec} writes to. */
public interface ImageWriter {
    /** A reference; an object that has not been met before is described in place. */
    void reference(Object object);

    /** An unsigned number, small ones in few bytes. */
    void number(int value);

    void number(long value);

    void text(String text);

    /** {@code bytes} bytes of {@code base} from {@code offset} on; of memory outside the heap if {@code base} is null. */
    void memory(Object base, long offset, long bytes);
}
