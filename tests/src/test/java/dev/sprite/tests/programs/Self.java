package dev.sprite.tests.programs;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a program knows of itself, its objects and its surroundings: compared across the gate. */
public final class Self {
    private static final Object LOCK = new Object();
    private static int counter = 17;

    private enum Colour {
        RED,
        GREEN
    }

    private final int number = ++counter;

    private Self() {}

    public static void main(String[] args) throws InterruptedException {
        System.setProperty("of.the.program", "kept");
        List<Self> all = new ArrayList<>();
        Map<Self, Integer> byIdentity = new IdentityHashMap<>();
        for (int i = 0; i < 100; i++) {
            Self self = new Self();
            all.add(self);
            byIdentity.put(self, i);
        }
        Map<Colour, Object> colours = new LinkedHashMap<>();
        colours.put(Colour.GREEN, Colour.class);
        colours.put(Colour.RED, int[][].class);
        Thread main = Thread.currentThread();
        int hash = System.identityHashCode(LOCK);
        String before = surroundings();
        Gate.await(args[0]);
        require(main == Thread.currentThread(), "thread");
        require(hash == System.identityHashCode(LOCK), "identity hash");
        require(before.equals(surroundings()), before + " became " + surroundings());
        require(colours.get(Colour.RED) == int[][].class && colours.get(Colour.GREEN) == Colour.class, "classes");
        require(colours.keySet().iterator().next() == Colour.GREEN && Colour.valueOf("RED") == Colour.RED, "enums");
        for (int i = 0; i < 100; i++) {
            require(byIdentity.get(all.get(i)) == i && all.get(i).number == 18 + i, "object " + i);
        }
        require(counter == 117, "statics");
        System.out.println("the same");
    }

    private static String surroundings() {
        return Arrays.asList(
                        ProcessHandle.current().pid(),
                        ManagementFactory.getRuntimeMXBean().getName(),
                        System.getProperty("user.dir"),
                        System.getProperty("of.the.program"),
                        System.getProperty("given.to.it"),
                        System.getenv("TZ"),
                        Thread.currentThread().getName(),
                        Self.class.getName())
                .toString();
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            System.out.println("not the same: " + what);
            System.exit(1);
        }
    }
}
