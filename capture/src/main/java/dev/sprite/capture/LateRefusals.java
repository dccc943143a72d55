package dev.sprite.capture;

import dev.sprite.image.HiddenClasses;
import dev.sprite.image.Raw;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.function.Predicate;
import jdk.internal.reflect.ConstantPool;

/**
 * Whether a program may hold objects that cannot move, as far as its classes tell: an image without all contents does
 * not lead to all objects, and a refusal must not come when the program runs elsewhere.
 */
final class LateRefusals {
    /** Their objects move, depending on the state they are in. */
    private static final Set<String> AT_TIMES = Set.of("java.util.zip.Deflater",
            "sun.nio.ch.FileChannelImpl$Unmapper", "sun.nio.ch.FileChannelImpl$DefaultUnmapper",
            "sun.nio.ch.FileChannelImpl$SyncUnmapper");

    /** Every JVM has objects of them, and programs reach these, if at all, by statics or threads, which come first. */
    private static final Set<String> IN_ANY_JVM = Set.of("java.io.UnixFileSystem", "java.lang.Runtime",
            "java.lang.SecurityManager", "java.lang.ref.Cleaner", "java.lang.ref.Finalizer",
            "java.net.Inet4AddressImpl", "java.net.Inet6AddressImpl", "javax.crypto.JceSecurityManager",
            "jdk.internal.misc.ScopedMemoryAccess", "jdk.internal.misc.Unsafe", "jdk.internal.perf.Perf",
            "jdk.internal.ref.Cleaner", "jdk.internal.reflect.ConstantPool", "jdk.internal.vm.Continuation",
            "jdk.internal.vm.StackChunk", "jdk.jfr.internal.JVM", "sun.instrument.InstrumentationImpl",
            "sun.management.VMManagementImpl");

    /** The agent and its libraries have objects of them. A program that has some knows one of the {@link #FRONTS}. */
    private static final Set<String> OF_OURS = Set.of("com.sun.management.internal.DiagnosticCommandImpl",
            "java.net.DatagramSocket", "java.net.MulticastSocket", "sun.nio.ch.DatagramChannelImpl",
            "sun.nio.ch.DatagramSocketAdaptor");
    private static final String FOREIGN_MEMORY = "jdk.internal.foreign.";
    private static final Set<String> FRONTS = Set.of("javax.management.MBeanServer", "java.net.DatagramSocket",
            "java.net.MulticastSocket", "java.nio.channels.DatagramChannel", "java.lang.foreign.Arena",
            "java.lang.foreign.MemorySegment", "java.lang.foreign.Linker", "java.lang.foreign.SegmentAllocator");

    private static final MethodHandle CONSTANTS = constants();

    private final CapturedClasses classes;
    private final Predicate<Class<?>> isApplicationClass;
    private final HiddenClasses hidden;

    LateRefusals(CapturedClasses classes, Predicate<Class<?>> isApplicationClass, HiddenClasses hidden) {
        this.hidden = hidden;
        this.classes = classes;
        this.isApplicationClass = isApplicationClass;
    }

    /** Why there may be such objects; null if there can be none. */
    String among(Class<?>[] loaded) {
        for (Class<?> type : loaded) {
            String front = isApplicationClass.test(type) ? front(type) : null;
            if (front != null) {
                return type.getName() + " uses " + front + ", and an object that cannot move would be found too late";
            }
            if (type.isHidden() && isApplicationClass.test(type) && hidden.recipeOf(type) == null) {
                return type.getName() + " is hidden, and its code cannot be made to wait for what has not arrived";
            }
            if (mayBeRefused(type)) {
                return "an object of " + type.getName() + " that cannot move would be found too late";
            }
        }
        return null;
    }

    private boolean mayBeRefused(Class<?> type) {
        if (type.isArray() || type.isInterface() || Modifier.isAbstract(type.getModifiers()) || !isConcerned(type)
                || IN_ANY_JVM.contains(type.getName()) || OF_OURS.contains(type.getName())
                || type.getName().startsWith(FOREIGN_MEMORY) || Raw.UNSAFE.shouldBeInitialized(type)) {
            return false;
        }
        return AT_TIMES.contains(type.getName()) || classes.of(type).refusal != null;
    }

    private boolean isConcerned(Class<?> type) {
        return Movability.isOfTheJdk(type)
                ? !type.getName().startsWith("java.lang.Sprite")
                : isApplicationClass.test(type);
    }

    /** A class of the JDK that code of {@code type} has used, and that stands for such objects; null if there is none. */
    private static String front(Class<?> type) {
        if (type.isArray()) {
            return null;
        }
        ConstantPool constants = constantsOf(type);
        for (int i = 1; constants != null && i < constants.getSize(); i++) {
            if (constants.getTagAt(i) == ConstantPool.Tag.CLASS) {
                Class<?> used = constants.getClassAtIfLoaded(i);
                if (used != null && FRONTS.contains(used.getName())) {
                    return used.getName();
                }
            }
        }
        return null;
    }

    private static ConstantPool constantsOf(Class<?> type) {
        try {
            return (ConstantPool) CONSTANTS.invokeExact(type);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle constants() {
        try {
            return Raw.TRUSTED.findVirtual(Class.class, "getConstantPool", MethodType.methodType(ConstantPool.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK shows no constant pools", e);
        }
    }
}
