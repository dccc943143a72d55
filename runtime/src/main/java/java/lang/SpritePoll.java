package java.lang;

import jdk.internal.vm.annotation.ForceInline;
import jdk.internal.vm.annotation.Hidden;

/**
 * The poll that instrumented code makes at method entry and before each backward jump.
 *
 * <p>Disarmed, it is empty and compiles to nothing. Arming redefines this class so that {@code check} calls
 * {@link SpriteRuntime#safePoint()}; HotSpot then throws away every compiled body that inlined the empty one.
 */
public final class SpritePoll {
    private SpritePoll() {}

    /** Does nothing until the class is redefined. */
    @ForceInline
    @Hidden
    public static void check() {}

    /** The poll behind the entry of a monitor by a block. Does nothing until the class is redefined. */
    @ForceInline
    @Hidden
    public static void entered(Object monitor) {}

    /** The poll at the entry of a synchronized method. Does nothing until the class is redefined. */
    @ForceInline
    @Hidden
    public static void begun(Object monitor) {}
}
