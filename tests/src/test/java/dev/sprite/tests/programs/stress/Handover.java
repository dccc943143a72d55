package dev.sprite.tests.programs.stress;

import java.util.BitSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Numbered items go from a producer through two who pass them on to a consumer: each arrives, and arrives once. */
final class Handover extends Station {
    private static final int END = -1;

    private final BlockingQueue<Integer> first;
    private final BlockingQueue<Integer> second;
    private final BitSet seen = new BitSet();
    private volatile int given;

    Handover(BlockingQueue<Integer> first, BlockingQueue<Integer> second) {
        this.first = first;
        this.second = second;
        once(this::produce);
        once(this::pass);
        once(this::pass);
        once(this::consume);
    }

    private void produce() throws InterruptedException {
        while (!isEnding()) {
            first.put(given++);
            if (given % 8 == 0) {
                Thread.sleep(5);
            }
        }
        first.put(END);
        first.put(END);
    }

    private void pass() throws InterruptedException {
        int item;
        do {
            item = first.take();
            while (!second.offer(item, 1, TimeUnit.DAYS)) {
                wrong("a day has passed");
            }
        } while (item != END);
    }

    private void consume() throws InterruptedException {
        int ends = 0;
        int taken = 0;
        while (ends < 2) {
            Integer item = second.poll(1, TimeUnit.DAYS);
            if (item == null) {
                wrong("a day has passed");
            } else if (item == END) {
                ends++;
            } else {
                expect(!seen.get(item), "doubled " + item);
                seen.set(item);
                taken++;
                count();
            }
        }
        expect(taken == given && seen.cardinality() == given, "given " + given + ", taken " + taken);
    }
}
