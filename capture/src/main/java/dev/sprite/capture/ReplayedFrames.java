package dev.sprite.capture;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A run of frames of the JDK, between a captured frame and what it calls, that keep nothing before their own call: the
 * captured frame beneath them makes its call again, with the arguments it had, and they come to be as they were.
 */
final class ReplayedFrames {
    private static final Set<String> INVOKE = Set.of("invoke", "invokeImpl", "invoke0");
    private static final Map<String, Set<String>> METHODS = Map.of(
            "java.lang.Thread", Set.of("run", "runWith"),
            "java.lang.reflect.Method", INVOKE,
            "jdk.internal.reflect.DelegatingMethodAccessorImpl", INVOKE,
            "jdk.internal.reflect.NativeMethodAccessorImpl", INVOKE,
            "jdk.internal.reflect.DirectMethodHandleAccessor", INVOKE,
            "jdk.internal.reflect.DirectMethodHandleAccessor$NativeAccessor", INVOKE,
            "java.security.AccessController", Set.of("doPrivileged", "executePrivileged"));
    private static final String GENERATED_ACCESSOR = "jdk.internal.reflect.GeneratedMethodAccessor";
    /** A reflective call goes through handles that the JDK makes: a direct one and conversions of its arguments. */
    private static final String HANDLE_ACCESSOR = "jdk.internal.reflect.DirectMethodHandleAccessor";

    private static final String HANDLES = "java.lang.invoke.";
    private static final Set<String> HANDLE_CODE = Set.of("java.lang.invoke.Invokers$Holder",
            "java.lang.invoke.DirectMethodHandle$Holder", "java.lang.invoke.DelegatingMethodHandle$Holder");
    private static final String HANDLE_FORM = "java.lang.invoke.LambdaForm$";
    /** Forms of handles that do nothing but call. What combines handles has other names, or none of its own. */
    private static final Set<String> DIRECT = Set.of("invokeExact_MT", "invoke_MT", "invokeStatic", "invokeStaticInit",
            "invokeVirtual", "invokeInterface", "invokeSpecial", "invokeSpecialIFC", "linkToTargetMethod", "delegate",
            "reinvoke");

    /** Code that reflection, method handles and the like reach a class by: it has done nothing else before. */
    private static final Set<String> INITIALISING = Set.of("java.lang.Class", "jdk.internal.misc.Unsafe",
            "sun.misc.Unsafe", "java.lang.ClassValue", "java.lang.ClassValue$ClassValueMap");
    private static final List<String> INITIALISING_PACKAGES =
            List.of("java.lang.reflect", "java.lang.invoke", "jdk.internal.reflect");

    private boolean none = true;
    private boolean initialising;
    private boolean endAtHandle;
    private boolean combined;

    /** Whether a frame is of a kind that can be run again. */
    static boolean contain(StackFrame frame) {
        String owner = frame.getDeclaringClass().getName();
        Set<String> methods = METHODS.get(owner);
        return methods != null
                ? methods.contains(frame.getMethodName())
                : isHandle(owner) || owner.startsWith(GENERATED_ACCESSOR);
    }

    /** Whether a frame can be run again if it has led to a static initialiser. */
    static boolean initialise(StackFrame frame) {
        Class<?> owner = frame.getDeclaringClass();
        return INITIALISING.contains(owner.getName())
                || owner.getClassLoader() == null && INITIALISING_PACKAGES.contains(owner.getPackageName());
    }

    private static boolean isHandle(String owner) {
        return owner.startsWith(HANDLES) && (HANDLE_CODE.contains(owner) || owner.startsWith(HANDLE_FORM));
    }

    /**
     * Takes up the next frame beneath.
     *
     * @return false if the JVM may have called {@code above} while it ran {@code frame}, or if that is a constructor,
     *     which cannot be run again from here
     */
    boolean add(StackFrame frame, StackFrame above) {
        if (none) {
            initialising = isInitialiser(above);
            if (above.getMethodName().equals("<init>") || above.getMethodName().equals("loadClass")) {
                return false;
            }
        }
        none = false;
        String owner = frame.getDeclaringClass().getName();
        endAtHandle = isHandle(owner);
        if (endAtHandle) {
            combined |= !DIRECT.contains(frame.getMethodName());
        } else if (owner.equals(HANDLE_ACCESSOR)) {
            combined = false;
        }
        return endAtHandle || !combined;
    }

    private static boolean isInitialiser(StackFrame frame) {
        return frame.getMethodName().equals("<clinit>");
    }

    /** Whether the frames lead to a static initialiser, {@code above} if there are none yet. */
    boolean leadToInitialiser(StackFrame above) {
        return none ? isInitialiser(above) : initialising;
    }

    /** Whether there is no such frame. */
    boolean none() {
        return none;
    }

    /** Whether the last frame is one of a method handle that calls a method and does nothing else. */
    boolean endAtDirectHandle() {
        return endAtHandle && !combined;
    }
}
