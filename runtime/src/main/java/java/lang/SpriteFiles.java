package java.lang;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.Hidden;

/**
 * Files of a foreign process that are home's, its sockets and its children. In a foreign JVM the JDK's classes of these
 * make their system calls by way of {@link #link}: each is made at home if what it is about is there, and here otherwise.
 *
 * <p>A descriptor of home's is the number home has for it with {@link #AWAY} added, which no system call takes for one
 * of its own; with directory streams it is the same.
 */
public abstract class SpriteFiles {
    /** What sets descriptors of home's apart. */
    public static final int AWAY = 1 << 30;
    /** What sets addresses of home's directory streams apart. */
    public static final long AWAY_ADDRESS = 1L << 62;

    private static final JavaIOFileDescriptorAccess DESCRIPTORS = SharedSecrets.getJavaIOFileDescriptorAccess();
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    private static volatile SpriteFiles files;

    /** From now on calls go to {@code files}. */
    public static void attach(SpriteFiles files) {
        SpriteFiles.files = files;
    }

    /**
     * Makes a call at home.
     *
     * @param method class, name and descriptor
     * @param arguments the receiver first, if there is one
     */
    protected abstract Object call(String method, Object[] arguments) throws Throwable;

    /** Whether the calling thread's file of this name is home's. */
    protected abstract boolean isAway(String path);

    /** Whether what the calling thread makes is the program's. */
    protected abstract boolean isOfProgram();

    /**
     * {@code poll(2)} of a socket of home's; returns at once.
     *
     * @param wait is to be told the answer
     */
    protected abstract void poll(FileDescriptor socket, int events, long millis, SpriteSocketWait wait);

    /**
     * {@code epoll_wait(2)} at home; returns at once.
     *
     * @param wait is to be told the answer
     */
    protected abstract void select(int poller, int count, int millis, SpriteSocketWait wait);

    /** Whether {@code number} belongs to home. */
    public static boolean isAway(int number) {
        return number >= AWAY;
    }

    /** Whether {@code descriptor} belongs to home. */
    public static boolean isAway(FileDescriptor descriptor) {
        return descriptor != null && DESCRIPTORS.get(descriptor) >= AWAY;
    }

    static boolean isAway(long address) {
        return (address & AWAY_ADDRESS) != 0 && address > 0;
    }

    private static boolean isAway(Object stream) {
        return isAway(descriptor(stream));
    }

    private static boolean isFileAway(File file) {
        SpriteFiles files = SpriteFiles.files;
        return files != null && files.isAway(file.getPath());
    }

    private static boolean isNameAway(String path) {
        SpriteFiles files = SpriteFiles.files;
        return files != null && files.isAway(path);
    }

    private static boolean isPathAway(Object path) {
        SpriteFiles files = SpriteFiles.files;
        return files != null && files.isAway(path.toString());
    }

    private static boolean isProgramAway() {
        SpriteFiles files = SpriteFiles.files;
        return files != null && files.isOfProgram();
    }

    /** The JDK uses such things elsewhere, too, where they stay here with what they are for. */
    private static boolean isSelectorAway() {
        if (isProgramAway()) {
            for (StackTraceElement frame : new Throwable().getStackTrace()) {
                if (frame.getClassName().equals("sun.nio.ch.EPollSelectorImpl")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether this is a foreign JVM. */
    public static boolean isForeign() {
        return files != null;
    }

    /** Sets the offset of home's descriptor {@code number}. */
    public static void seekAtHome(int number, long offset) {
        FileDescriptor descriptor = new FileDescriptor();
        DESCRIPTORS.set(descriptor, number | AWAY);
        try {
            files.call("sun.nio.ch.FileDispatcherImpl.seek0(Ljava/io/FileDescriptor;J)J",
                    new Object[] {descriptor, offset});
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code poll(2)} of a descriptor of home's: whether one of {@code events} has come within {@code millis}. */
    static boolean pollAtHome(FileDescriptor descriptor, int events, long millis) throws IOException {
        try {
            return (int) (Integer) files.call("sun.nio.ch.Net.poll(Ljava/io/FileDescriptor;IJ)I",
                    new Object[] {descriptor, events, millis}) != 0;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same without waiting for the answer, which {@code wait} is told. */
    static void pollAtHome(FileDescriptor socket, int events, long millis, SpriteSocketWait wait) {
        files.poll(socket, events, millis, wait);
    }

    static void selectAtHome(int poller, int count, int millis, SpriteSocketWait wait) {
        files.select(poller, count, millis, wait);
    }

    /** The descriptor of one of the streams of {@code java.io}. */
    public static FileDescriptor descriptor(Object stream) {
        return (FileDescriptor) UNSAFE.getReference(stream, descriptorOffset(stream));
    }

    /** Where one of the streams of {@code java.io} keeps its descriptor. */
    public static long descriptorOffset(Object stream) {
        if (stream instanceof FileInputStream) {
            return Offsets.INPUT;
        } else if (stream instanceof FileOutputStream) {
            return Offsets.OUTPUT;
        } else if (stream instanceof RandomAccessFile) {
            return Offsets.RANDOM;
        }
        return UNSAFE.objectFieldOffset(stream.getClass(), "fd"); // a channel
    }

    private static final class Offsets {
        static final long INPUT = UNSAFE.objectFieldOffset(FileInputStream.class, "fd");
        static final long OUTPUT = UNSAFE.objectFieldOffset(FileOutputStream.class, "fd");
        static final long RANDOM = UNSAFE.objectFieldOffset(RandomAccessFile.class, "fd");
    }

    /** {@link RandomAccessFile#length} of a file that may be home's. */
    @Hidden
    public static long length(RandomAccessFile file) throws Throwable {
        return isAway(file, "length") ? (long) PublicNatives.LENGTH.invokeExact(file) : file.length();
    }

    /** The same, called by a subclass on itself. */
    @Hidden
    public static long super_length(RandomAccessFile file) throws Throwable {
        return (long) PublicNatives.LENGTH.invokeExact(file);
    }

    /** {@link RandomAccessFile#getFilePointer} of a file that may be home's. */
    @Hidden
    public static long getFilePointer(RandomAccessFile file) throws Throwable {
        return isAway(file, "getFilePointer") ? (long) PublicNatives.POINTER.invokeExact(file) : file.getFilePointer();
    }

    /** The same, called by a subclass on itself. */
    @Hidden
    public static long super_getFilePointer(RandomAccessFile file) throws Throwable {
        return (long) PublicNatives.POINTER.invokeExact(file);
    }

    /** {@link RandomAccessFile#setLength} of a file that may be home's. */
    @Hidden
    public static void setLength(RandomAccessFile file, long length) throws Throwable {
        if (isAway(file, "setLength", long.class)) {
            PublicNatives.SET_LENGTH.invokeExact(file, length);
        } else {
            file.setLength(length);
        }
    }

    /** The same, called by a subclass on itself. */
    @Hidden
    public static void super_setLength(RandomAccessFile file, long length) throws Throwable {
        PublicNatives.SET_LENGTH.invokeExact(file, length);
    }

    /** {@link FileDescriptor#sync} of a descriptor that may be home's. */
    @Hidden
    public static void sync(FileDescriptor descriptor) throws Throwable {
        PublicNatives.SYNC.invokeExact(descriptor);
    }

    /** Whether a file is away and leaves a method as it is. */
    private static boolean isAway(RandomAccessFile file, String method, Class<?>... parameters)
            throws ReflectiveOperationException {
        return isAway((Object) file) && (file.getClass() == RandomAccessFile.class
                || file.getClass().getMethod(method, parameters).getDeclaringClass() == RandomAccessFile.class);
    }

    /** Methods of the JDK that are native, or were on older ones, and that the program calls itself. */
    private static final class PublicNatives {
        static final MethodHandle LENGTH = link(RandomAccessFile.class, "length", long.class);
        static final MethodHandle POINTER = link(RandomAccessFile.class, "getFilePointer", long.class);
        static final MethodHandle SET_LENGTH = link(RandomAccessFile.class, "setLength", void.class, long.class);
        static final MethodHandle SYNC = link(FileDescriptor.class, "sync", void.class);

        private static MethodHandle link(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
            MethodType type = MethodType.methodType(result, parameters);
            try {
                return atItsPlace(trusted(), trusted().findSpecial(owner, name, type, owner), name, owner, type, false);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(name, e);
            }
        }
    }

    /** A static method, or the same at home. */
    static MethodHandle linkStatic(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
        MethodType type = MethodType.methodType(result, parameters);
        try {
            return atItsPlace(trusted(), trusted().findStatic(owner, name, type), name, owner, type, true);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }

    static MethodHandles.Lookup trusted() throws ReflectiveOperationException {
        return (MethodHandles.Lookup) UNSAFE.getReference(
                MethodHandles.Lookup.class,
                UNSAFE.staticFieldOffset(MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP")));
    }

    /** Bootstrap of a call that is {@code owner.name} here, and made at home when it is about what is home's. */
    public static CallSite link(
            MethodHandles.Lookup caller, String name, MethodType type, Class<?> owner, String descriptor, int isStatic)
            throws ReflectiveOperationException {
        MethodHandles.Lookup trusted = trusted();
        MethodType own = MethodType.fromMethodDescriptorString(descriptor, null);
        MethodHandle here = isStatic != 0
                ? trusted.findStatic(owner, name, own)
                : trusted.findVirtual(owner, name, own);
        return new ConstantCallSite(atItsPlace(trusted, here, name, owner, own, isStatic != 0).asType(type));
    }

    /** What calls {@code here}, which is {@code owner.name}, or the same at home. */
    private static MethodHandle atItsPlace(MethodHandles.Lookup trusted, MethodHandle here, String name,
            Class<?> owner, MethodType own, boolean isStatic) throws ReflectiveOperationException {
        MethodType type = here.type();
        MethodHandle away = MethodHandles.insertArguments(trusted.findStatic(SpriteFiles.class, "callAway",
                        MethodType.methodType(Object.class, String.class, Object[].class)),
                0, owner.getName() + "." + name + own.toMethodDescriptorString());
        MethodHandle test = test(trusted, name, type, isStatic);
        if (test == null) {
            return here; // it is about no file
        }
        return MethodHandles.guardWithTest(test,
                away.asCollector(Object[].class, type.parameterCount()).asType(type), here);
    }

    @Hidden
    private static Object callAway(String method, Object[] arguments) throws Throwable {
        return files.call(method, arguments);
    }

    /** What tells from the arguments of a call whether it is to be made at home. */
    private static MethodHandle test(MethodHandles.Lookup trusted, String name, MethodType type, boolean isStatic)
            throws ReflectiveOperationException {
        if (name.startsWith("getpw") || name.startsWith("getgr") || isOnProcesses(name)) {
            return MethodHandles.dropArguments(find(trusted, "isForeign"), 0, type.parameterList());
        }
        if (name.equals("eventfd0")) {
            return find(trusted, "isSelectorAway");
        }
        if (name.equals("socket0") || name.equals("create")) {
            return MethodHandles.dropArguments(find(trusted, "isProgramAway"), 0, type.parameterList());
        }
        if (name.equals("open0")) {
            return on(1, find(trusted, "isNameAway", String.class), type);
        }
        MethodHandle test = null;
        for (int i = type.parameterCount() - 1; i >= 0; i--) {
            Class<?> parameter = type.parameterType(i);
            MethodHandle one = null;
            if (parameter == File.class) {
                one = find(trusted, "isFileAway", File.class);
            } else if (parameter == String.class) {
                one = find(trusted, "isNameAway", String.class);
            } else if (parameter.getName().equals("sun.nio.fs.UnixPath")) {
                one = find(trusted, "isPathAway", Object.class);
            } else if (parameter == FileDescriptor.class) {
                one = find(trusted, "isAway", FileDescriptor.class);
            } else if (i == 0 && (parameter == int.class || parameter == long.class)) {
                one = find(trusted, "isAway", parameter);
            } else if (i == 0 && !isStatic && isStream(parameter)) {
                one = find(trusted, "isAway", Object.class);
            }
            if (one != null) {
                MethodHandle found = on(i, one, type);
                test = test == null ? found : MethodHandles.guardWithTest(found, found, test);
            }
        }
        if (isCopy(name)) {
            MethodHandle source = on(1, find(trusted, "isAway", int.class), type);
            return MethodHandles.guardWithTest(source, source, test);
        }
        return test;
    }

    private static boolean isOnProcesses(String name) {
        return switch (name) {
            case "forkAndExec", "waitForProcessExit0", "isAlive0", "destroy0", "parent0", "getProcessPids0", "info0" ->
                true;
            default -> false;
        };
    }

    /** Whether it copies from its second to its first descriptor. */
    public static boolean isCopy(String name) {
        return name.equals("transfer") || name.equals("bufferedCopy0") || name.equals("directCopy0");
    }

    private static boolean isStream(Class<?> type) {
        return type == FileInputStream.class || type == FileOutputStream.class || type == RandomAccessFile.class
                || type.getName().equals("sun.nio.ch.FileChannelImpl");
    }

    private static MethodHandle find(MethodHandles.Lookup trusted, String name, Class<?>... parameters)
            throws ReflectiveOperationException {
        return trusted.findStatic(SpriteFiles.class, name, MethodType.methodType(boolean.class, parameters));
    }

    /** {@code test} applied to the argument at {@code index} of a call of {@code type}. */
    private static MethodHandle on(int index, MethodHandle test, MethodType type) {
        MethodHandle typed = test.asType(MethodType.methodType(boolean.class, type.parameterType(index)));
        return MethodHandles.dropArguments(
                MethodHandles.dropArguments(typed, 1, type.parameterList().subList(index + 1, type.parameterCount())),
                0, type.parameterList().subList(0, index));
    }
}
