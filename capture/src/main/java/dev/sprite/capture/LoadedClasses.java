package dev.sprite.capture;

import java.util.ArrayList;
import java.util.List;

/**
 * The classes of this JVM, compared with those it had at an earlier look. The JVM lists them in one order, with new ones
 * in between; so a comparison takes a single pass, and what was found out about the others before still holds.
 */
final class LoadedClasses {
    private final Class<?>[] all;
    private final List<Class<?>> added;

    private LoadedClasses(Class<?>[] all, List<Class<?>> added) {
        this.all = all;
        this.added = added;
    }

    /** Of a first look: all are new. */
    static LoadedClasses of(Class<?>[] all) {
        return new LoadedClasses(all, List.of(all));
    }

    /** Of another look. Where classes have been unloaded since, all are new again. */
    LoadedClasses then(Class<?>[] now) {
        List<Class<?>> others = new ArrayList<>();
        int known = 0;
        for (Class<?> type : now) {
            if (known < all.length && all[known] == type) {
                known++;
            } else {
                others.add(type);
            }
        }
        return known == all.length ? new LoadedClasses(now, others) : of(now);
    }

    Class<?>[] all() {
        return all;
    }

    /** Those that were not there at the earlier look. */
    List<Class<?>> added() {
        return added;
    }

    /** Whether the others are as they were at the earlier look. */
    boolean isContinued() {
        return added.size() < all.length;
    }
}
