package dev.sprite.samples.heaps;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a heap can be made of. Each is filled and summed without recursion that its size could make deep. */
public enum HeapKind {
    /** A balanced tree of nodes with four fields. */
    OBJECTS(32) {
        @Override
        Object fill(int count) {
            return TreeNode.tree(0, count);
        }

        @Override
        long sum(Object heap) {
            return TreeNode.sum((TreeNode) heap);
        }
    },
    /** One linked list. */
    LIST(24) {
        @Override
        Object fill(int count) {
            ListNode first = null;
            for (int i = 0; i < count; i++) {
                first = new ListNode(i, first);
            }
            return first;
        }

        @Override
        long sum(Object heap) {
            long sum = 0;
            for (ListNode node = (ListNode) heap; node != null; node = node.next) {
                sum = sum * 31 + node.value;
            }
            return sum;
        }
    },
    /** A map from strings to numbers. */
    MAP(120) {
        @Override
        Object fill(int count) {
            Map<String, Long> map = new HashMap<>();
            for (int i = 0; i < count; i++) {
                map.put("number " + i, i * 7L);
            }
            return map;
        }

        @Override
        long sum(Object heap) {
            long sum = 0;
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) heap).entrySet()) {
                sum = sum * 31 + entry.getKey().hashCode() + (Long) entry.getValue();
            }
            return sum;
        }
    },
    /** Arrays of 64 KiB. */
    ARRAYS(1 << 16) {
        @Override
        Object fill(int count) {
            List<long[]> arrays = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                arrays.add(noise(i, 1 << 13));
            }
            return arrays;
        }

        @Override
        long sum(Object heap) {
            long sum = 0;
            for (Object array : (List<?>) heap) {
                sum = sum * 31 + sumOf((long[]) array);
            }
            return sum;
        }
    },
    /** One array. */
    ARRAY(Long.BYTES) {
        @Override
        Object fill(int count) {
            return noise(1, count);
        }

        @Override
        long sum(Object heap) {
            return sumOf((long[]) heap);
        }
    };

    private final int bytesEach;

    HeapKind(int bytesEach) {
        this.bytesEach = bytesEach;
    }

    /** A heap of about {@code megabytes}. */
    public Object ofMegabytes(int megabytes) {
        return fill((int) (((long) megabytes << 20) / bytesEach));
    }

    abstract Object fill(int count);

    /** Depends on every value in {@code heap} and on the order in which it is reached. */
    abstract long sum(Object heap);

    /** What no compression makes smaller. */
    private static long[] noise(long seed, int length) {
        long[] values = new long[length];
        long state = seed * 2 + 1;
        for (int i = 0; i < length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            values[i] = state;
        }
        return values;
    }

    private static long sumOf(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum = sum * 31 + value;
        }
        return sum;
    }
}
