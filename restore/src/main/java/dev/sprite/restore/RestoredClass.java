package dev.sprite.restore;

import dev.sprite.image.Shape;

/** What a restore knows about a class. */
final class RestoredClass {
    final Shape shape;
    /** Whether its objects are tables that a change of hash would break. */
    final boolean isHashTable;

    RestoredClass(Class<?> type) {
        shape = new Shape(type);
        isHashTable = HashTables.areOf(type);
    }
}
