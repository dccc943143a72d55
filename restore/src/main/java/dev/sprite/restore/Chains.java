package dev.sprite.restore;

import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** The JDK's hash tables with chained entries that remember their hash. */
enum Chains {
    HASH_MAP(HashMap.class, "Node", "key") {
        @Override
        int spread(int hash) {
            return hash ^ hash >>> 16;
        }

        @Override
        Object plainChain(Object map, Object first) {
            return Handles.invoke(UNTREEIFY_BIN, first, map);
        }
    },
    CONCURRENT(ConcurrentHashMap.class, "Node", "key") {
        @Override
        int spread(int hash) {
            return (hash ^ hash >>> 16) & 0x7fffffff;
        }

        @Override
        Object plainChain(Object map, Object first) {
            return Handles.invoke(UNTREEIFY_CONCURRENT, Raw.UNSAFE.getReference(first, TREE_FIRST));
        }
    },
    HASHTABLE(Hashtable.class, "Entry", "key") {
        @Override
        int spread(int hash) {
            return hash;
        }

        @Override
        int index(int hash, int length) {
            return (hash & 0x7fffffff) % length;
        }
    },
    WEAK(WeakHashMap.class, "Entry", null) {
        @Override
        int spread(int hash) {
            int h = hash ^ hash >>> 20 ^ hash >>> 12;
            return h ^ h >>> 7 ^ h >>> 4;
        }
    };

    private static final Class<?> TREE_NODE = nested(HashMap.class, "TreeNode");
    private static final Class<?> TREE_BIN = nested(ConcurrentHashMap.class, "TreeBin");
    private static final long TREE_FIRST = Raw.offset(TREE_BIN, "first");
    private static final MethodHandle UNTREEIFY_BIN = find(TREE_NODE, false,
            MethodType.methodType(nested(HashMap.class, "Node"), HashMap.class));
    private static final MethodHandle UNTREEIFY_CONCURRENT = find(ConcurrentHashMap.class, true,
            MethodType.methodType(nested(ConcurrentHashMap.class, "Node"), nested(ConcurrentHashMap.class, "Node")));

    private final Class<?> owner;
    private final long table;
    private final long hash;
    private final long key;
    private final long next;

    Chains(Class<?> owner, String entry, String keyField) {
        Class<?> entryType = nested(owner, entry);
        this.owner = owner;
        table = Raw.offset(owner, "table");
        hash = Raw.offset(entryType, "hash");
        key = keyField != null ? Raw.offset(entryType, keyField) : Raw.offset(Reference.class, "referent");
        next = Raw.offset(entryType, "next");
    }

    static Chains of(Object map) {
        for (Chains kind : values()) {
            if (kind.owner.isInstance(map)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(map.getClass().getName());
    }

    /** What the table makes of a key's hash code. */
    abstract int spread(int hashCode);

    int index(int spreadHash, int length) {
        return spreadHash & length - 1;
    }

    /** The entries of a bin that has become a tree, as a chain. */
    Object plainChain(Object map, Object first) {
        return first;
    }

    /** Takes the entries of moved keys out of their chains and appends them where they belong now. */
    void repair(Object map, Set<Object> moved) {
        Object[] bins = (Object[]) Raw.UNSAFE.getReference(map, table);
        if (bins == null) {
            return;
        }
        List<Object> displaced = new ArrayList<>();
        for (int i = 0; i < bins.length; i++) {
            if (bins[i] != null && holdsMoved(bins[i], moved)) {
                unlink(map, bins, i, moved, displaced);
            }
        }
        for (Object entry : displaced) {
            int newHash = spread(Raw.UNSAFE.getReference(entry, key).hashCode());
            Raw.UNSAFE.putInt(entry, hash, newHash);
            append(map, bins, index(newHash, bins.length), entry);
        }
    }

    private boolean holdsMoved(Object bin, Set<Object> moved) {
        Object first = bin.getClass() == TREE_BIN ? Raw.UNSAFE.getReference(bin, TREE_FIRST) : bin;
        for (Object entry = first; entry != null; entry = Raw.UNSAFE.getReference(entry, next)) {
            Object held = Raw.UNSAFE.getReference(entry, key);
            if (held != null && moved.contains(held)) {
                return true;
            }
        }
        return false;
    }

    private void unlink(Object map, Object[] bins, int bin, Set<Object> moved, List<Object> displaced) {
        Object entry = chain(map, bins, bin);
        bins[bin] = null;
        Object last = null;
        while (entry != null) {
            Object following = Raw.UNSAFE.getReference(entry, next);
            Raw.UNSAFE.putReference(entry, next, null);
            Object held = Raw.UNSAFE.getReference(entry, key);
            if (held != null && moved.contains(held)) {
                displaced.add(entry);
            } else {
                if (last == null) {
                    bins[bin] = entry;
                } else {
                    Raw.UNSAFE.putReference(last, next, entry);
                }
                last = entry;
            }
            entry = following;
        }
    }

    private void append(Object map, Object[] bins, int bin, Object entry) {
        Object last = bins[bin] == null ? null : chain(map, bins, bin);
        if (last == null) {
            bins[bin] = entry;
            return;
        }
        bins[bin] = last;
        for (Object more = last; more != null; more = Raw.UNSAFE.getReference(more, next)) {
            last = more;
        }
        Raw.UNSAFE.putReference(last, next, entry);
    }

    private Object chain(Object map, Object[] bins, int bin) {
        Class<?> type = bins[bin].getClass();
        return type == TREE_NODE || type == TREE_BIN ? plainChain(map, bins[bin]) : bins[bin];
    }

    private static Class<?> nested(Class<?> owner, String name) {
        try {
            return Class.forName(owner.getName() + "$" + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle find(Class<?> type, boolean isStatic, MethodType method) {
        try {
            return isStatic
                    ? Raw.TRUSTED.findStatic(type, "untreeify", method)
                    : Raw.TRUSTED.findVirtual(type, "untreeify", method);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
