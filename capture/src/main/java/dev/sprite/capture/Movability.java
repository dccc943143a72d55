package dev.sprite.capture;

import dev.sprite.image.Raw;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Tells classes whose objects can be copied field by field from those that stand for something outside the heap.
 *
 * <p>Objects of the program can. Objects of the JDK can unless their class is, or extends, one that is named here, or
 * declares a native method that works on an instance: such an object has a counterpart which does not move with it.
 */
final class Movability {
    private static final Map<String, String> REFUSED = new LinkedHashMap<>();

    /** JDK packages without native counterparts; not asked for native methods, which takes a while. */
    private static final String[] PURE = {"java.util.", "java.math.", "java.text.", "java.time.", "sun.util.",
        "java.lang.invoke.", "java.lang.constant."};

    /** Their native methods need nothing but their fields, or what a codec carries for them. */
    private static final String[] NATIVE_BUT_MOVABLE = {"java.lang.Object", "java.lang.String", "java.lang.Throwable",
        "java.lang.NullPointerException",
        "java.lang.ref.Reference", "java.lang.ref.PhantomReference", "java.lang.Thread", "java.lang.VirtualThread",
        "java.io.FileDescriptor", "java.io.FileInputStream", "java.io.FileOutputStream", "java.io.RandomAccessFile",
        "sun.nio.ch.FileChannelImpl", "sun.nio.ch.FileDispatcherImpl", "java.lang.ProcessImpl",
        "java.lang.ProcessHandleImpl$Info", "sun.net.spi.DefaultProxySelector"};

    static {
        refuse("datagram sockets are not moved yet", "java.net.DatagramSocket", "java.net.DatagramSocketImpl");
        refuse("channels of datagrams and pipes are not moved yet", "java.nio.channels.DatagramChannel",
                "java.nio.channels.Pipe$SourceChannel", "java.nio.channels.Pipe$SinkChannel");
        refuse("asynchronous channels are not moved yet", "java.nio.channels.AsynchronousChannel");
        refuse("selectors other than the operating system's own are not moved yet", "sun.nio.ch.PollSelectorImpl");
        refuse("file locks are not moved yet", "java.nio.channels.FileLock");
        refuse("memory outside the heap is not moved yet", "java.lang.foreign.MemorySegment",
                "java.lang.foreign.Arena", "jdk.internal.foreign.MemorySessionImpl");
        refuse("a cleaner watches over something outside the heap", "java.lang.ref.Cleaner",
                "jdk.internal.ref.Cleaner", "java.lang.ref.Finalizer");
        refuse("a continuation is not moved without its virtual thread", "jdk.internal.vm.Continuation",
                "jdk.internal.vm.StackChunk");
        refuse("virtual threads that the JVM makes of its own threads are not moved",
                "java.lang.ThreadBuilders$BoundVirtualThread");
        refuse("structured task scopes are not moved yet", "jdk.internal.misc.ThreadFlock");
        refuse("linked code belongs to its JVM", "jdk.internal.reflect.ConstantPool",
                "jdk.internal.foreign.abi.NativeEntryPoint");
        refuse("watchers of files are not moved yet", "java.nio.file.WatchService", "java.nio.file.WatchKey");
        refuse("the preferences of this host are not moved", "java.util.prefs.Preferences");
    }

    /** It is copied without what is on its stack: the frames of a virtual thread are recorded like those of any. */
    private static final String CONTINUATION = "java.lang.VirtualThread$VThreadContinuation";

    private final Predicate<Class<?>> isApplicationClass;

    Movability(Predicate<Class<?>> isApplicationClass) {
        this.isApplicationClass = isApplicationClass;
    }

    private static void refuse(String why, String... types) {
        for (String type : types) {
            REFUSED.put(type, why);
        }
    }

    /** Why objects of class {@code type} cannot be copied; {@code null} if they can. */
    String refusal(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        if (element.isPrimitive() || element == SpriteFrames.class) {
            return null;
        }
        if (!isOfTheJdk(element)) {
            return isApplicationClass.test(element) ? refusalOfSuperclass(type) : ours(element);
        }
        if (element.getName().startsWith("java.lang.Sprite")) {
            return ours(element);
        }
        return type.isArray() || type.getName().equals(CONTINUATION) ? null : refusalInJdk(type);
    }

    /** Why objects of class {@code type} are no business of the program's; {@code null} if they are. */
    String refusalOfOurs(Class<?> type) {
        return isOfTheJdk(type) || isApplicationClass.test(type) ? null : ours(type);
    }

    static boolean isOfTheJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static String ours(Class<?> type) {
        return "the program reaches an object of Sprite itself, of class " + type.getName() + "; please report this";
    }

    /** An application class may extend one of the JDK's. */
    private String refusalOfSuperclass(Class<?> type) {
        Class<?> ancestor = type.getSuperclass();
        while (ancestor != null && !isOfTheJdk(ancestor)) {
            ancestor = ancestor.getSuperclass();
        }
        return type.isArray() || ancestor == null || ancestor == Object.class ? null : refusalInJdk(ancestor);
    }

    private static String refusalInJdk(Class<?> type) {
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            String why = refusedBy(c);
            if (why != null) {
                return why;
            }
        }
        return null;
    }

    private static String refusedBy(Class<?> type) {
        String why = REFUSED.get(type.getName());
        for (Class<?> face : type.getInterfaces()) {
            why = why != null ? why : refusedBy(face);
        }
        if (why != null || type.isInterface() || isOneOf(NATIVE_BUT_MOVABLE, type)) {
            return why;
        }
        for (String pure : PURE) {
            if (type.getName().startsWith(pure)) {
                return null;
            }
        }
        for (Method method : Raw.declaredMethods(type)) {
            if (Modifier.isNative(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())) {
                return type.getName() + " has a counterpart outside the heap (it works through the native method "
                        + method.getName() + ")";
            }
        }
        return null;
    }

    private static boolean isOneOf(String[] names, Class<?> type) {
        for (String name : names) {
            if (name.equals(type.getName())) {
                return true;
            }
        }
        return false;
    }
}
