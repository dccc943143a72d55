package dev.sprite.tests.programs;

import java.lang.ref.WeakReference;

/** Says whether an object that it holds no longer goes away. */
public final class Dropping {
    private static final int COLLECTIONS = 20;

    private static Dropping held = new Dropping();

    private Dropping() {}

    /** @param args the file that the program waits for */
    public static void main(String[] args) throws InterruptedException {
        WeakReference<Dropping> dropped = new WeakReference<>(held);
        Gate.await(args[0]);
        held = null;
        for (int left = COLLECTIONS; left > 0 && dropped.get() != null; left--) {
            System.gc();
        }
        System.out.println(dropped.get() == null ? "gone" : "kept");
    }
}
