package java.lang;

import jdk.internal.vm.annotation.ForceInline;
import jdk.internal.vm.annotation.Hidden;

/**
 * The barriers of a JVM to which a program has come, or comes, ahead of part of its heap. The program's code touches an
 * object of its own before it reads or writes a field of that; and a collection or an array, which others look into, too,
 * when it has loaded the reference.
 *
 * <p>Disarmed, they are empty and compile to nothing. Arming redefines this class so that they call their namesakes in
 * {@link SpriteShells}.
 */
public final class SpriteFault {
    private SpriteFault() {}

    /** Does nothing until the class is redefined. */
    @ForceInline
    @Hidden
    public static void touch(Object object) {}

    /** Does nothing until the class is redefined. */
    @ForceInline
    @Hidden
    public static void loaded(Object object) {}

    /** Does nothing until the class is redefined. */
    @ForceInline
    @Hidden
    public static void loadedAll(Object[] objects) {}
}
