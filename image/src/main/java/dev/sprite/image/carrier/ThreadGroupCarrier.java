package dev.sprite.image.carrier;

import java.util.function.Predicate;

/** The program's thread groups, and what it has set on the main thread's. */
final class ThreadGroupCarrier implements Carrier {
    private final ThreadGroup main;
    private final ThreadGroup system;

    ThreadGroupCarrier(ThreadGroup main) {
        this.main = main;
        system = main.getParent();
    }

    @Override
    public String name() {
        return "thread groups";
    }

    @Override
    public Object take(Predicate<Object> everywhere) {
        return new Object[] {
            ThreadGroups.below(system, main), ThreadGroups.below(main, main), ThreadGroups.maxPriority(main),
            ThreadGroups.isDaemon(main)
        };
    }

    @Override
    public void put(Object object) {
        Object[] state = (Object[]) object;
        ThreadGroups.add(system, (ThreadGroup[]) state[0]);
        ThreadGroups.add(main, (ThreadGroup[]) state[1]);
        ThreadGroups.set(main, (Integer) state[2], (Boolean) state[3]);
    }
}
