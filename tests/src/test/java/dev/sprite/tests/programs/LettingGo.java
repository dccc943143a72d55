package dev.sprite.tests.programs;

import java.lang.ref.WeakReference;

/** Has a method called on an object that nobody else holds. The test makes {@link #outlive} let go of it at once. */
public class LettingGo {
    private static final int COLLECTIONS = 20;

    private static WeakReference<LettingGo> object;

    /** @param args the file that the program waits for */
    public static void main(String[] args) throws InterruptedException {
        System.out.println(make().outlive(args[0], 7));
    }

    private static LettingGo make() {
        LettingGo made = new Heir();
        object = new WeakReference<>(made);
        return made;
    }

    String outlive(String gate, int number) throws InterruptedException {
        boolean before = isGone();
        Gate.await(gate);
        return before + " " + isGone() + " " + number;
    }

    private static boolean isGone() {
        for (int left = COLLECTIONS; left > 0 && object.get() != null; left--) {
            System.gc();
        }
        return object.get() == null;
    }

    /** What the object is in truth; the method called on it is inherited. */
    private static final class Heir extends LettingGo {}
}
