package dev.sprite.restore;

import dev.sprite.image.Shape;
import dev.sprite.image.files.Descriptors;

/** What a restore knows about a class. */
final class RestoredClass {
    final Shape shape;
    /** Whether its objects are tables that a change of hash would break. */
    final boolean isHashTable;
    final boolean hasDescriptor;
    final boolean isFinalizable;

    RestoredClass(Class<?> type) {
        shape = new Shape(type);
        hasDescriptor = Descriptors.areOf(type);
        isFinalizable = !type.isArray() && Finalizers.concern(type);
        isHashTable = HashTables.areOf(type);
    }
}
