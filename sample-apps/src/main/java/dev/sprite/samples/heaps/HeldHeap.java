package dev.sprite.samples.heaps;

import java.io.File;
import java.util.Locale;

/**
 * Fills a heap, holds it until a file appears, and sums it up: whatever became of it meanwhile, the sum is the same.
 *
 * <p>Usage: {@code HeldHeap KIND MEGABYTES FILE}.
 */
public final class HeldHeap {
    private HeldHeap() {}

    public static void main(String[] args) throws InterruptedException {
        HeapKind kind = HeapKind.valueOf(args[0].toUpperCase(Locale.ROOT));
        Object heap = kind.ofMegabytes(Integer.parseInt(args[1]));
        long before = kind.sum(heap);
        System.out.println("at the gate");
        File gate = new File(args[2]);
        while (!gate.exists()) {
            Thread.sleep(5);
        }
        System.out.println(kind.sum(heap) == before ? "the same" : "another sum");
    }
}
