package dev.sprite.samples.kernels;

import java.util.Comparator;

/** A recursive merge sort of objects through a comparator. */
final class SortKernel implements Kernel {
    private static final class Item {
        final int key;
        final int order;

        Item(int key, int order) {
            this.key = key;
            this.order = order;
        }
    }

    @Override
    public long run() {
        Item[] items = new Item[10_000];
        int random = 7;
        for (int i = 0; i < items.length; i++) {
            random = random * 1_103_515_245 + 12_345;
            items[i] = new Item(random >>> 20, i);
        }
        Comparator<Item> byKey = (a, b) -> Integer.compare(a.key, b.key);
        sort(items, new Item[items.length], 0, items.length, byKey);
        long sum = 0;
        for (Item item : items) {
            sum = sum * 31 + item.key * 7L + item.order;
        }
        return sum;
    }

    private static void sort(Item[] items, Item[] space, int from, int to, Comparator<Item> order) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(items, space, from, middle, order);
        sort(items, space, middle, to, order);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft = right == to || left < middle && order.compare(items[left], items[right]) <= 0;
            space[i] = takeLeft ? items[left++] : items[right++];
        }
        System.arraycopy(space, from, items, from, to - from);
    }
}
