package java.lang;

/**
 * Hands an object to the caller of its constructor. The rest of a constructor that is resumed runs in a call on a
 * placeholder, from which it cannot return: it throws this. Never seen by the program.
 */
public final class SpriteConstructed extends Throwable {
    private static final long serialVersionUID = 1L;

    final transient Object object;

    SpriteConstructed(Object object) {
        super(null, null, false, false);
        this.object = object;
    }
}
