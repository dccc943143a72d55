package java.lang;

import jdk.internal.vm.annotation.ForceInline;
import jdk.internal.vm.annotation.Hidden;

/**
 * The barrier before a field of an object of the program is read or written, in a JVM to which a program has come, or
 * comes, ahead of part of its heap.
 *
 * <p>Disarmed, it is empty and compiles to nothing. Arming redefines this class so that {@code touch} calls
 * {@link SpriteShells#touch}.
 */
public final class SpriteFault {
    private SpriteFault() {}

    /** Does nothing until the class is redefined. */
    @ForceInline
    @Hidden
    public static void touch(Object object) {}
}
