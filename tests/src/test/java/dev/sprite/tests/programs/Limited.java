package dev.sprite.tests.programs;

import java.util.List;
import java.util.function.IntUnaryOperator;

/** Goes on under a security manager, with hardly a permission; for JDKs that have such a thing. */
public final class Limited {
    private Limited() {}

    @SuppressWarnings("removal")
    public static void main(String[] args) throws InterruptedException {
        System.setSecurityManager(new SecurityManager());
        Thread thread = new Thread(() -> System.out.println(sum(i -> i * 3)));
        thread.start();
        thread.join();
        System.out.println(sum(i -> i + 1) + " " + new Later().list());
        try {
            System.getProperty("user.home");
        } catch (SecurityException e) {
            System.out.println("denied");
        }
    }

    private static int sum(IntUnaryOperator each) {
        int sum = 0;
        for (int i = 0; i < 100; i++) {
            sum += each.applyAsInt(i);
        }
        return sum;
    }

    /** A class that is loaded when the manager is there. */
    private static final class Later {
        List<Integer> list() {
            return List.of(3, 1, 2).stream().sorted().toList();
        }
    }
}
