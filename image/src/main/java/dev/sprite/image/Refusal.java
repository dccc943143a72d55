package dev.sprite.image;

/** Thrown by a codec that cannot carry an object; whoever walks the heap adds the path that leads to it. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refusal(String why) {
        super(why, null, false, false);
    }
}
