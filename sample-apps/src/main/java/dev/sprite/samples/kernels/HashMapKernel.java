package dev.sprite.samples.kernels;

import java.util.HashMap;
import java.util.Map;

/** A hash map of boxed numbers: JDK code called from loops. */
final class HashMapKernel implements Kernel {
    private static final int N = 30_000;

    @Override
    public long run() {
        Map<Integer, Integer> map = new HashMap<>();
        int key = 1;
        for (int i = 0; i < N; i++) {
            key = key * 1_103_515_245 + 12_345;
            Integer slot = key >>> 17;
            Integer old = map.get(slot);
            map.put(slot, old == null ? i : old + i);
        }
        long sum = 0;
        for (Map.Entry<Integer, Integer> entry : map.entrySet()) {
            sum = sum * 31 + (entry.getKey() ^ entry.getValue());
        }
        for (int i = 0; i < 32_768; i += 3) {
            map.remove(i);
        }
        return sum + map.size();
    }
}
