package dev.sprite.restore;

import dev.sprite.image.Finalizability;
import dev.sprite.image.Shape;
import dev.sprite.image.part.NativePart;

/** What a restore knows about a class. */
final class RestoredClass {
    final Shape shape;
    /** Whether its objects are tables that a change of hash would break. */
    final boolean isHashTable;
    /** What its objects have outside the heap; {@code null} if nothing. */
    final NativePart part;
    final boolean isFinalizable;
    final boolean isHidden;

    RestoredClass(Class<?> type) {
        shape = new Shape(type);
        part = NativePart.of(type);
        isFinalizable = !type.isArray() && Finalizability.of(type);
        isHidden = type.isHidden();
        isHashTable = HashTables.areOf(type);
    }
}
