package dev.sprite.image;

/** What a {@link Codec} reads from; the mirror image of {@link ImageWriter}. */
public interface ImageReader {
    /** A reference that must lead to a {@code type} or be null; the object's content may not have arrived yet. */
    <T> T reference(Class<T> type) throws ImageFormatException, NotMovableException;

    int number() throws ImageFormatException;

    long longNumber() throws ImageFormatException;

    String text() throws ImageFormatException;

    /** Fills {@code bytes} bytes of {@code base} from {@code offset} on; of memory outside the heap if it is null. */
    void memory(Object base, long offset, long bytes) throws ImageFormatException;
}
