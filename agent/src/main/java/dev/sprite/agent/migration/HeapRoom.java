package dev.sprite.agent.migration;

import dev.sprite.image.Blocker;
import dev.sprite.image.NotMovableException;
import dev.sprite.transport.message.MoveMessage.ClassesLoaded;

/** Whether a heap fits where it is to go, as far as can be told while the program runs. */
final class HeapRoom {
    private HeapRoom() {}

    /** @throws NotMovableException if this JVM's heap holds more than the target can */
    static void check(ClassesLoaded target, String host) throws NotMovableException {
        long room = Math.min(target.heap(), target.memory());
        if (used() <= room) {
            return;
        }
        System.gc(); // what is garbage needs no room
        long used = used();
        if (used > room) {
            String limit = target.heap() <= target.memory()
                    ? "the JVM on " + host + " can have at most " + megabytes(room) + "; set -Xmx"
                    : host + " has " + megabytes(room) + " of memory left";
            throw new NotMovableException(Blocker.object("the heap", "it holds " + megabytes(used) + ", and " + limit));
        }
    }

    /** Bytes of this JVM's heap that are in use, garbage included. */
    static long used() {
        Runtime heap = Runtime.getRuntime();
        return heap.totalMemory() - heap.freeMemory();
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + " MB";
    }
}
