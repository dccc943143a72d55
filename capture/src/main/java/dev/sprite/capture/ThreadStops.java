package dev.sprite.capture;

/**
 * The stops of a cut by their threads. It is asked in safe points, so it calls nothing in which a thread could come to
 * one.
 */
final class ThreadStops {
    private ThreadStop[] table = new ThreadStop[64];
    private ThreadStop[] all = new ThreadStop[32];
    private int count;

    /** The stop of a thread; null if it has none. */
    synchronized ThreadStop of(Thread thread) {
        int i = System.identityHashCode(thread) & table.length - 1;
        while (table[i] != null && table[i].thread != thread) {
            i = i + 1 & table.length - 1;
        }
        return table[i];
    }

    synchronized void add(ThreadStop stop) {
        if (count == all.length) {
            ThreadStop[] more = new ThreadStop[count * 2];
            System.arraycopy(all, 0, more, 0, count);
            all = more;
            table = new ThreadStop[count * 4];
            for (int i = 0; i < count; i++) {
                put(all[i]);
            }
        }
        all[count++] = stop;
        put(stop);
    }

    private void put(ThreadStop stop) {
        int i = System.identityHashCode(stop.thread) & table.length - 1;
        while (table[i] != null) {
            i = i + 1 & table.length - 1;
        }
        table[i] = stop;
    }

    synchronized ThreadStop[] all() {
        ThreadStop[] copy = new ThreadStop[count];
        System.arraycopy(all, 0, copy, 0, count);
        return copy;
    }
}
