package java.lang;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.Hidden;

/**
 * The frame beneath the program's {@code main}: where a wholly unwound main thread comes to rest, and from where it is
 * resumed. The launcher is made to call it in place of the program's own main class.
 */
public final class SpriteMain {
    private static Class<?> program;
    private static boolean isStatic = true;
    private static boolean takesArguments = true;
    private static String[] arguments = {};
    private static volatile int status;

    private SpriteMain() {}

    /** Called by the launcher's helper with the class it is about to start; the answer is what it starts. */
    public static Class<?> adopt(Class<?> mainClass) {
        program = mainClass;
        isStatic = launcherFlag("isStaticMain", true, true);
        takesArguments = !launcherFlag("noArgMain", false, false);
        return SpriteMain.class;
    }

    /** Reads and resets one of the launcher helper's flags (JDK 21+); {@code otherwise} where there is none. */
    private static boolean launcherFlag(String name, boolean otherwise, boolean reset) {
        try {
            Field field = Class.forName("sun.launcher.LauncherHelper").getDeclaredField(name);
            Unsafe unsafe = Unsafe.getUnsafe(); // reflection would spin code, which a start can do without
            long offset = unsafe.staticFieldOffset(field);
            boolean value = unsafe.getBoolean(unsafe.staticFieldBase(field), offset);
            unsafe.putBoolean(unsafe.staticFieldBase(field), offset, reset);
            return value;
        } catch (ReflectiveOperationException e) {
            return otherwise;
        }
    }

    /** The class whose {@code main} the program is. */
    public static Class<?> program() {
        return program;
    }

    /** The arguments the program was started with. */
    public static String[] arguments() {
        return arguments.clone();
    }

    /** The exit status that the end of the last thread gives: whether {@code main} has thrown. */
    public static int status() {
        return status;
    }

    /** To be called where {@code main} has ended on another host: whether it has thrown. */
    public static void ended(int status) {
        SpriteMain.status = status;
    }

    @Hidden
    public static void main(String[] args) throws Throwable {
        arguments = args.clone();
        MethodHandle main = find(); // ahead of the wait, so that a target that goes on has it at hand
        boolean begins = SpriteRuntime.agent().mainStarting();
        while (begins) {
            SpriteResume.awaitTurn(Thread.currentThread());
            try {
                Unsafe.getUnsafe().ensureClassInitialized(program);
                if (isStatic) {
                    invoke(main, args);
                } else {
                    invoke(main, receiver(), args);
                }
                return;
            } catch (SpriteUnwind unwind) {
                SpriteRuntime.agent().unwound(unwind);
            } catch (Throwable uncaught) {
                status = 1;
                throw uncaught;
            }
        }
    }

    /** Links the call of a program's {@code main}, so that a resumed one need not wait for that. */
    public static void link() throws Throwable {
        MethodType type = MethodType.methodType(void.class, String[].class);
        if (isStatic && takesArguments) {
            invoke(trustedLookup().findStatic(SpriteMain.class, "nothing", type), arguments);
        }
    }

    @Hidden
    private static void nothing(String[] args) {}

    @Hidden
    private static void invoke(MethodHandle main, String[] args) throws Throwable {
        if (takesArguments) {
            main.invokeExact(args);
        } else {
            main.invokeExact();
        }
    }

    @Hidden
    private static void invoke(MethodHandle main, Object receiver, String[] args) throws Throwable {
        if (takesArguments) {
            main.invokeExact(receiver, args);
        } else {
            main.invokeExact(receiver);
        }
    }

    /** The object whose {@code main} the program is: the one that is to be resumed, or a new one. */
    @Hidden
    private static Object receiver() throws Throwable {
        Object resumed = SpriteResume.firstReceiver();
        return resumed != null
                ? resumed
                : trustedLookup().findConstructor(program, MethodType.methodType(void.class)).invoke();
    }

    private static MethodHandle find() throws ReflectiveOperationException {
        MethodType type = takesArguments
                ? MethodType.methodType(void.class, String[].class)
                : MethodType.methodType(void.class);
        if (isStatic) {
            return trustedLookup().findStatic(program, "main", type);
        }
        MethodHandle main = trustedLookup().findVirtual(program, "main", type);
        return main.asType(main.type().changeParameterType(0, Object.class));
    }

    private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
        Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        Unsafe unsafe = Unsafe.getUnsafe();
        return (MethodHandles.Lookup)
                unsafe.getReference(unsafe.staticFieldBase(trusted), unsafe.staticFieldOffset(trusted));
    }
}
