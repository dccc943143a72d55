package dev.sprite.capture;

import dev.sprite.image.Shape;
import dev.sprite.image.codec.Codecs;

/** What is known about each class, looked up by identity. */
final class CapturedClasses {
    private final Codecs codecs;
    private final Movability movability;
    private CapturedClass[] table = new CapturedClass[1 << 10];
    private int size;
    private CapturedClass last;

    CapturedClasses(Codecs codecs, Movability movability) {
        this.codecs = codecs;
        this.movability = movability;
    }

    CapturedClass of(Class<?> type) {
        CapturedClass recent = last;
        if (recent != null && recent.type == type) {
            return recent;
        }
        int mask = table.length - 1;
        int i = System.identityHashCode(type) & mask;
        while (table[i] != null && table[i].type != type) {
            i = i + 1 & mask;
        }
        CapturedClass found = table[i];
        if (found == null) {
            found = examine(type);
            insert(found);
        }
        last = found;
        return found;
    }

    /** Forgets what the classes are numbered in the last image. */
    void unnumber() {
        for (CapturedClass known : table) {
            if (known != null) {
                known.number = CapturedClass.UNNUMBERED;
            }
        }
    }

    /** A class beneath {@code base}, or that itself, of which there are objects in the image; null if there is none. */
    Class<?> anyInImage(Class<?> base) {
        for (CapturedClass known : table) {
            if (known != null && known.number != CapturedClass.UNNUMBERED && base.isAssignableFrom(known.type)) {
                return known.type;
            }
        }
        return null;
    }

    private CapturedClass examine(Class<?> type) {
        int codec = codecs.numberFor(type);
        if (codec != Codecs.NONE) {
            return new CapturedClass(type, codec, movability.refusalOfOurs(type),
                    Codecs.mayBePlain(type) ? new Shape(type) : null);
        }
        String refusal = movability.refusal(type);
        if (refusal != null) {
            return new CapturedClass(type, codec, refusal, null);
        }
        try {
            return new CapturedClass(type, codec, null, new Shape(type));
        } catch (LinkageError e) {
            return new CapturedClass(type, codec, "its class has a field whose class cannot be loaded: "
                    + e.getMessage(), null);
        }
    }

    private void insert(CapturedClass added) {
        if (size * 2 >= table.length) {
            CapturedClass[] old = table;
            table = new CapturedClass[old.length * 2];
            for (CapturedClass known : old) {
                if (known != null) {
                    place(known);
                }
            }
        }
        place(added);
        size++;
    }

    private void place(CapturedClass known) {
        int mask = table.length - 1;
        int i = System.identityHashCode(known.type) & mask;
        while (table[i] != null) {
            i = i + 1 & mask;
        }
        table[i] = known;
    }
}
