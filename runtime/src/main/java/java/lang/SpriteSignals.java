package java.lang;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.internal.misc.Signal;
import jdk.internal.misc.Unsafe;

/**
 * Signals to the home process of a program that moves. From its first move on, home's JVM asks here before it lets its
 * own handlers have a signal (see {@code HomeCalls} in the instrumentation).
 */
public abstract class SpriteSignals {
    private static volatile SpriteSignals relay;

    /** From now on {@code relay} is asked. */
    public static void attach(SpriteSignals relay) {
        SpriteSignals.relay = relay;
    }

    /** {@code Signal.dispatch}: whether the signal has been taken, and is no business of this JVM's handlers. */
    public static boolean takes(int number) {
        SpriteSignals relay = SpriteSignals.relay;
        return relay != null && relay.take(number);
    }

    /** Takes the signal unless it is for this JVM. Called by the JVM's own thread, which must not be held up. */
    protected abstract boolean take(int number);

    /** Does in this JVM what the signal does: calls the handler that the program or the JDK has for it, if any. */
    public static void raise(int number) {
        try {
            Dispatch.METHOD.invokeExact(number);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Dispatch {
        static final MethodHandle METHOD = find();

        private static MethodHandle find() {
            try {
                Unsafe unsafe = Unsafe.getUnsafe();
                MethodHandles.Lookup trusted = (MethodHandles.Lookup) unsafe.getReference(
                        MethodHandles.Lookup.class,
                        unsafe.staticFieldOffset(MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP")));
                return trusted.findStatic(
                        Signal.class, "dispatch", MethodType.methodType(void.class, int.class));
            } catch (ReflectiveOperationException e) {
                throw new NoSuchMethodError(e.getMessage());
            }
        }
    }
}
