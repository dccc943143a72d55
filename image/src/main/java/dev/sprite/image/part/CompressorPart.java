package dev.sprite.image.part;

import dev.sprite.image.Raw;
import java.lang.invoke.MethodHandle;

/** What inflaters and deflaters have in common: an object that holds the address of zlib's {@code z_stream}. */
abstract class CompressorPart implements NativePart {
    /** Offsets in a {@code z_stream} and at the beginning of both kinds of zlib's own state (64 bits). */
    static final long STATE = 56;
    static final long STREAM = 0;

    private final Class<?> owner;
    private final long holderField;
    private final long addressField;
    private final MethodHandle newHolder;

    CompressorPart(Class<?> owner, String holder) {
        Class<?> holderType = Handles.type(owner.getName() + '$' + holder);
        this.owner = owner;
        holderField = Raw.offset(owner, "zsRef");
        addressField = Raw.offset(holderType, "address");
        newHolder = Handles.constructor(holderType, owner, long.class);
    }

    @Override
    public final boolean isOf(Class<?> type) {
        return owner.isAssignableFrom(type);
    }

    /** Address of the {@code z_stream}; 0 once the compressor has been ended. */
    final long stream(Object compressor) {
        return Raw.UNSAFE.getLong(Raw.UNSAFE.getReference(compressor, holderField), addressField);
    }

    /** Takes the {@code z_stream} away from a compressor, which can then be forgotten. */
    final long take(Object compressor) {
        long stream = stream(compressor);
        Raw.UNSAFE.putLong(Raw.UNSAFE.getReference(compressor, holderField), addressField, 0);
        return stream;
    }

    final void give(Object compressor, long stream) {
        Raw.UNSAFE.putReference(compressor, holderField, Handles.invoke(newHolder, compressor, stream));
    }

    /** Address of zlib's own state; 0 if it does not look like one. */
    static long state(long stream) {
        long state = Raw.UNSAFE.getLong(stream + STATE);
        return Raw.UNSAFE.getLong(state + STREAM) == stream ? state : 0;
    }
}
