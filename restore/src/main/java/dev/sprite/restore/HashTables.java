package dev.sprite.restore;

import dev.sprite.image.Raw;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts keys where they belong whose hash is not what it was at the source: those that this JVM had hashed already.
 * Entries stay the same objects, so that iterators and linked orders hold.
 */
final class HashTables {
    private static final Class<?> MAP_N = jdk("java.util.ImmutableCollections$MapN");
    private static final Class<?> SET_N = jdk("java.util.ImmutableCollections$SetN");
    private static final long MAP_N_TABLE = Raw.offset(MAP_N, "table");
    private static final long SET_N_ELEMENTS = Raw.offset(SET_N, "elements");
    private static final long IDENTITY_TABLE = Raw.offset(IdentityHashMap.class, "table");

    private final Set<Object> moved = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Those of them whose {@code hashCode} is their identity hash. */
    private final Set<Object> movedByCode = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param hashedOtherwise objects whose identity hash has changed */
    HashTables(List<Object> hashedOtherwise) {
        moved.addAll(hashedOtherwise);
        for (Object object : hashedOtherwise) {
            if (object.hashCode() == System.identityHashCode(object)) {
                movedByCode.add(object);
            }
        }
    }

    /** Whether objects of class {@code type} are tables that {@link #repair} knows. */
    static boolean areOf(Class<?> type) {
        return Map.class.isAssignableFrom(type) && (HashMap.class.isAssignableFrom(type)
                || IdentityHashMap.class.isAssignableFrom(type) || ConcurrentHashMap.class.isAssignableFrom(type)
                || Hashtable.class.isAssignableFrom(type) || WeakHashMap.class.isAssignableFrom(type) || type == MAP_N)
                || type == SET_N;
    }

    /** Every object that is reachable must be whole. */
    void repair(List<Object> tables) {
        if (moved.isEmpty()) {
            return;
        }
        for (Object table : tables) {
            if (table instanceof IdentityHashMap) {
                repairIdentityMap(table);
            } else if (table.getClass() == MAP_N) {
                repairProbed((Object[]) Raw.UNSAFE.getReference(table, MAP_N_TABLE), 2);
            } else if (table.getClass() == SET_N) {
                repairProbed((Object[]) Raw.UNSAFE.getReference(table, SET_N_ELEMENTS), 1);
            } else {
                Chains.of(table).repair(table, movedByCode);
            }
        }
    }

    private static boolean holds(Object[] slots, int step, Set<Object> moved) {
        for (int i = 0; i < slots.length; i += step) {
            if (slots[i] != null && moved.contains(slots[i])) {
                return true;
            }
        }
        return false;
    }

    /** Keys at even places, values at odd ones; the null key is an object of its own. */
    private void repairIdentityMap(Object map) {
        Object[] slots = (Object[]) Raw.UNSAFE.getReference(map, IDENTITY_TABLE);
        if (slots == null || !holds(slots, 2, moved)) {
            return;
        }
        Object[] old = slots.clone();
        Arrays.fill(slots, null);
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != null) {
                int hash = System.identityHashCode(old[i]);
                int at = (hash << 1) - (hash << 8) & slots.length - 1;
                while (slots[at] != null) {
                    at = (at + 2) % slots.length;
                }
                slots[at] = old[i];
                slots[at + 1] = old[i + 1];
            }
        }
    }

    /** The immutable sets and maps: open addressing by {@code hashCode} alone. */
    private void repairProbed(Object[] slots, int step) {
        if (!holds(slots, step, movedByCode)) {
            return;
        }
        Object[] old = slots.clone();
        Arrays.fill(slots, null);
        for (int i = 0; i < old.length; i += step) {
            if (old[i] != null) {
                int at = Math.floorMod(old[i].hashCode(), slots.length / step) * step;
                while (slots[at] != null) {
                    at = (at + step) % slots.length;
                }
                System.arraycopy(old, i, slots, at, step);
            }
        }
    }

    private static Class<?> jdk(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
