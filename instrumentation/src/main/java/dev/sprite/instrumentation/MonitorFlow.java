package dev.sprite.instrumentation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.objectweb.asm.Opcodes;

/**
 * How many monitors {@code synchronized} blocks hold at each instruction. A frame that is unwound in a block gives its
 * monitors up, and takes them again when it is resumed.
 */
final class MonitorFlow {
    private final int[] held;
    private final boolean any;
    private int most;

    /** @throws IllegalArgumentException if the monitors are not nested: then the JVM compiles the method neither */
    MonitorFlow(MethodFlow flow) {
        held = new int[flow.size()];
        Arrays.fill(held, -1);
        boolean found = false;
        for (int i = 0; i < flow.size(); i++) {
            found |= flow.insns[i].getOpcode() == Opcodes.MONITORENTER;
        }
        any = found;
        if (any) {
            solve(flow);
        }
    }

    private void solve(MethodFlow flow) {
        Deque<Integer> work = new ArrayDeque<>();
        held[0] = 0;
        work.push(0);
        while (!work.isEmpty()) {
            int i = work.pop();
            int after = held[i];
            if (flow.insns[i].getOpcode() == Opcodes.MONITORENTER) {
                after++;
            } else if (flow.insns[i].getOpcode() == Opcodes.MONITOREXIT) {
                after--;
            }
            most = Math.max(most, after);
            for (int next : flow.successors(i)) {
                reach(next, after, work);
            }
            for (int handler : flow.handlersOf(i)) {
                reach(handler, held[i], work);
            }
        }
    }

    private void reach(int i, int monitors, Deque<Integer> work) {
        if (monitors < 0 || held[i] >= 0 && held[i] != monitors) {
            throw new IllegalArgumentException("monitors are not nested");
        }
        if (held[i] < 0) {
            held[i] = monitors;
            work.push(i);
        }
    }

    /** Monitors held before instruction {@code i}. */
    int before(int i) {
        return any ? Math.max(0, held[i]) : 0;
    }

    /** The most that are held anywhere. */
    int most() {
        return most;
    }
}
