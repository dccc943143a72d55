package dev.sprite.agent.migration;

import dev.sprite.image.Blocker;
import dev.sprite.image.NotMovableException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.function.Consumer;

/** Decides on how the heap moves, and says why if it was not asked for. */
final class HeapPolicy {
    /** Of what the last collections left over: below, a copy takes a second or two at most. */
    private static final long LARGE = 256L << 20;

    private final String asked;
    private final Consumer<String> progress;

    /**
     * Follows what was asked for.
     *
     * @param asked the strategy; null for whichever is best
     * @param progress told what is chosen
     */
    HeapPolicy(String asked, Consumer<String> progress) {
        this.asked = asked;
        this.progress = progress;
    }

    String choose(Departure departure) throws NotMovableException {
        if (Strategy.COPY.equals(asked)) {
            return Strategy.COPY;
        }
        long live = live();
        if (asked == null && live < LARGE) {
            progress.accept("strategy copy: the heap is small, " + (live >> 20) + " MB");
            return Strategy.COPY;
        }
        String why = departure.whyContentsCannotWait();
        if (why != null) {
            return insteadOfLazy(why);
        }
        if (asked == null) {
            progress.accept("strategy lazy: the heap is large, " + (live >> 20) + " MB");
        }
        return Strategy.LAZY;
    }

    /** @throws NotMovableException if nothing else was asked for */
    String insteadOfLazy(String why) throws NotMovableException {
        if (asked != null) {
            throw new NotMovableException(Blocker.object("the heap",
                    "its pages cannot follow the program: " + why + ". Use --strategy copy"));
        }
        progress.accept("strategy copy: the heap's pages cannot follow the program: " + why);
        return Strategy.COPY;
    }

    private static long live() {
        long live = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            live += left == null ? 0 : left.getUsed();
        }
        return live;
    }
}
