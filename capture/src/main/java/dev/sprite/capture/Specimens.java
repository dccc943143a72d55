package dev.sprite.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Objects of the common kinds that nobody else knows of, to rehearse with. */
final class Specimens {
    /** Enough for the first compiler to take notice; the optimising one would be busy until after the move. */
    private static final int COUNT = 150;

    private Specimens() {}

    static Object fresh() {
        Map<Object, Object> map = new HashMap<>();
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            String text = new StringBuilder("specimen ").append(i).toString();
            map.put(text, new long[] {i});
            list.add(new Object[] {text, i + 0x10000, new int[i % 8], (double) i, list});
        }
        Map<Object, Object> linked = new LinkedHashMap<>();
        linked.put(String.class, new Exception("specimen"));
        linked.put(int[].class, "specimen");
        linked.put(new StringBuilder("specimen"), new boolean[3]);
        return new Object[] {map, list, linked};
    }
}
