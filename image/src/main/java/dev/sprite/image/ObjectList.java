package dev.sprite.image;

import java.util.Arrays;

/** References by number. It grows by pieces: none is ever copied, and none is large for a collector. */
public final class ObjectList {
    private static final int SHIFT = 14;
    private static final int PIECE = 1 << SHIFT;

    private Object[][] pieces = new Object[1 << 4][];
    private int size;

    public int size() {
        return size;
    }

    public Object get(int index) {
        return pieces[index >>> SHIFT][index & PIECE - 1];
    }

    public void set(int index, Object object) {
        pieces[index >>> SHIFT][index & PIECE - 1] = object;
    }

    /** Adds {@code object}, which may be null, and returns its number. */
    public int add(Object object) {
        int index = size;
        if ((index & PIECE - 1) == 0) {
            addPiece(index >>> SHIFT);
        }
        set(index, object);
        size = index + 1;
        return index;
    }

    public void clear() {
        pieces = new Object[1 << 4][];
        size = 0;
    }

    private void addPiece(int number) {
        if (number == pieces.length) {
            pieces = Arrays.copyOf(pieces, number * 2);
        }
        pieces[number] = new Object[PIECE];
    }
}
