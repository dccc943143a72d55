package dev.sprite.tests.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Thread groups of the program's own, nested, with threads in them and without; the tree must be the same at the end. */
public final class Grouped {
    private static volatile boolean open;

    private Grouped() {}

    public static void main(String[] args) throws InterruptedException {
        ThreadGroup main = Thread.currentThread().getThreadGroup();
        ThreadGroup outer = new ThreadGroup("outer");
        ThreadGroup inner = new Handling(outer);
        ThreadGroup beside = new ThreadGroup(main.getParent(), "beside");
        inner.setMaxPriority(4);
        main.setMaxPriority(8);
        List<Thread> threads = new ArrayList<>();
        threads.add(new Thread(outer, Grouped::spin, "a"));
        threads.add(new Thread(inner, Grouped::spin, "b"));
        threads.add(new Thread(inner, Grouped::fail, "c"));
        threads.add(new Thread(beside, Grouped::spin, "d"));
        for (Thread thread : threads) {
            thread.start();
        }
        String before = tree(main, "") + tree(beside, "");
        Gate.await(args[0]);
        String after = tree(main, "") + tree(beside, "");
        System.out.println(before.equals(after) ? "the same groups" : before + "became\n" + after);
        new Thread(outer, "late").setPriority(Thread.MAX_PRIORITY);
        open = true;
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(outer.activeCount() + " " + inner.activeCount() + " " + beside.activeCount());
    }

    private static void spin() {
        while (!open) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void fail() {
        spin();
        throw new IllegalStateException("at the end");
    }

    private static String tree(ThreadGroup group, String indent) {
        StringBuilder text = new StringBuilder(indent);
        text.append(group.getName()).append(' ').append(group.getMaxPriority());
        Thread[] threads = new Thread[10];
        List<String> names = new ArrayList<>();
        for (int i = group.enumerate(threads, false) - 1; i >= 0; i--) {
            names.add(threads[i].getName());
        }
        names.sort(null);
        text.append(' ').append(names).append('\n');
        ThreadGroup[] below = new ThreadGroup[10];
        int count = group.enumerate(below, false);
        for (int i = 0; i < count; i++) {
            text.append(tree(below[i], indent + ' '));
        }
        return text.toString();
    }

    private static final class Handling extends ThreadGroup {
        Handling(ThreadGroup parent) {
            super(parent, "inner");
        }

        @Override
        public void uncaughtException(Thread thread, Throwable thrown) {
            System.out.println(thread.getName() + " of " + getName() + " in " + getParent().getName() + ": " + thrown);
        }
    }
}
