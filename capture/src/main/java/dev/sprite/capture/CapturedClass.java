package dev.sprite.capture;

import dev.sprite.image.Shape;
import dev.sprite.image.codec.Codecs;
import dev.sprite.image.part.NativePart;

/** What a capture knows about a class. */
final class CapturedClass {
    static final int UNNUMBERED = -1;

    final Class<?> type;
    /** Codec for its objects, or {@code Codecs.NONE}. */
    final int codec;
    /** Why its objects cannot move; {@code null} if they can. */
    final String refusal;
    /** Present if its objects can be copied field by field. */
    final Shape shape;
    final boolean isThrowable;
    final boolean isLoader;
    /** What its objects have outside the heap; {@code null} if nothing. */
    final NativePart part;
    /** Its number in the image, once it has been described there. */
    int number = UNNUMBERED;
    private Deferral waitsBy;
    private Deferral.Kind waits;

    CapturedClass(Class<?> type, int codec, String refusal, Shape shape) {
        this.type = type;
        this.codec = codec;
        this.refusal = refusal;
        this.shape = shape;
        isLoader = ClassLoader.class.isAssignableFrom(type);
        isThrowable = Throwable.class.isAssignableFrom(type);
        part = NativePart.of(type);
    }

    /** Which of its objects' contents may follow the image. */
    Deferral.Kind waits(Deferral deferral) {
        if (waitsBy != deferral) {
            waitsBy = deferral;
            waits = codec == Codecs.NONE && refusal == null && part == null ? deferral.of(type) : Deferral.Kind.NEVER;
        }
        return waits;
    }
}
