package dev.sprite.tests.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Waits at the gate beneath a collection, a map and a reflective call. */
public final class Beneath {
    private Beneath() {}

    public static void main(String[] args) throws Exception {
        Thread.sleep(300); // the agent sees to the JDK's classes once the program has run for a moment
        List<String> names = new ArrayList<>(List.of("b", "a"));
        TreeMap<String, String> map = new TreeMap<>();
        names.forEach(name -> map.computeIfAbsent(name, key -> name + reflected(args[0], key)));
        System.out.println(map);
    }

    private static String reflected(String gate, String name) {
        try {
            return (String) Beneath.class.getDeclaredMethod("await", String.class, int.class, String.class)
                    .invoke(null, gate, 3, name);
        } catch (ReflectiveOperationException e) {
            return e.toString();
        }
    }

    static String await(String gate, int count, String name) throws InterruptedException {
        if (name.equals("b")) {
            Gate.await(gate);
        }
        return "!".repeat(count);
    }
}
