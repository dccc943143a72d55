package dev.sprite.instrumentation.jdk;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes the JDK's classes of files, sockets and processes make their system calls by way of {@code java.lang.SpriteFiles}, which
 * has those made at home that are about what is home's. Only the calls change, each into one {@code invokedynamic} with
 * the same operands and the same result, so classes that are loaded already can be retransformed. Calls that the
 * program's own classes may make become static ones, as long as before: their sites stay where they are. To be applied
 * in a foreign JVM.
 */
public final class FileCalls implements CallPatch {
    private static final Set<String> STREAM = Set.of(
            "open0", "read0", "readBytes", "readBytes0", "length0", "position0", "skip0", "available0",
            "isRegularFile0", "writeBytes", "writeBytes0", "write0", "getFilePointer", "seek0", "length", "setLength0",
            "setLength");
    private static final Set<String> DISPATCHER = Set.of(
            "read0", "pread0", "readv0", "write0", "pwrite0", "writev0", "force0", "seek0", "truncate0", "size0",
            "available0", "isOther0", "lock0", "release0", "setDirect0", "map0", "close0", "preClose0", "closeIntFD",
            "transferTo0", "transferFrom0");
    private static final Set<String> SYSTEM = Set.of(
            "dup", "open", "openat", "close", "link", "unlink", "unlinkat", "mknod", "rename", "renameat", "mkdir",
            "rmdir", "readlink", "realpath", "symlink", "stat", "stat2", "lstat", "fstat", "fstatat", "chown", "lchown",
            "fchown", "chmod", "fchmod", "fchmodat", "utimes", "futimes", "futimens", "utimensat", "lutimes", "opendir",
            "fdopendir", "closedir", "readdir", "rewind", "read", "write", "access", "exists", "getpwuid", "getgrgid",
            "getpwnam", "getgrnam", "statvfs", "fgetxattr", "fsetxattr", "fremovexattr", "flistxattr", "directCopy0",
            "posix_fadvise");

    private static final Set<String> SOCKET = Set.of(
            "bind0", "listen", "connect0", "accept", "shutdown", "localPort", "localInetAddress", "remotePort",
            "remoteInetAddress", "getIntOption0", "setIntOption0", "pollConnect", "available", "sendOOB");
    private static final Set<String> SOCKET_OPTION = Set.of(
            "setTcpKeepAliveProbes0", "setTcpKeepAliveTime0", "setTcpKeepAliveIntvl0", "getTcpKeepAliveProbes0",
            "getTcpKeepAliveTime0", "getTcpKeepAliveIntvl0", "setQuickAck0", "getQuickAck0", "setIpDontFragment0",
            "getIpDontFragment0", "getIncomingNapiId0");

    /** The system calls of each class, by their names. */
    private static final Map<String, Set<String>> CALLS = Map.ofEntries(
            Map.entry("java/io/FileInputStream", STREAM),
            Map.entry("java/io/FileOutputStream", STREAM),
            Map.entry("java/io/RandomAccessFile", STREAM),
            Map.entry("java/io/FileDescriptor", Set.of("sync", "sync0", "close0")),
            Map.entry("java/io/FileCleanable", Set.of("cleanupClose0")),
            Map.entry("java/io/FileSystem", Set.of(
                    "getBooleanAttributes", "hasBooleanAttributes", "checkAccess", "getLength", "getLastModifiedTime",
                    "setPermission", "createFileExclusively", "delete", "list", "createDirectory", "rename",
                    "setLastModifiedTime", "setReadOnly", "getSpace", "canonicalize", "getNameMax")),
            Map.entry("sun/nio/fs/UnixNativeDispatcher", SYSTEM),
            Map.entry("sun/nio/fs/LinuxNativeDispatcher", SYSTEM),
            Map.entry("sun/nio/fs/UnixCopyFile", Set.of("transfer")),
            Map.entry("sun/nio/fs/UnixFileSystem", Set.of("bufferedCopy0")),
            Map.entry("sun/nio/ch/FileDispatcherImpl", DISPATCHER),
            Map.entry("sun/nio/ch/UnixFileDispatcherImpl", DISPATCHER),
            Map.entry("sun/nio/ch/UnixDispatcher", DISPATCHER),
            Map.entry("sun/nio/ch/SocketDispatcher", DISPATCHER),
            Map.entry("sun/nio/ch/Net", SOCKET),
            Map.entry("sun/nio/ch/IOUtil", Set.of("configureBlocking", "drain")),
            Map.entry("sun/nio/ch/EPoll", Set.of("create", "ctl")),
            Map.entry("sun/nio/ch/EventFD", Set.of("eventfd0", "set0")),
            Map.entry("jdk/net/LinuxSocketOptions", SOCKET_OPTION),
            Map.entry("sun/nio/ch/FileChannelImpl", Set.of("map0", "transferTo0")),
            Map.entry("java/lang/ProcessImpl", Set.of("forkAndExec")),
            Map.entry("java/lang/ProcessHandleImpl", Set.of(
                    "waitForProcessExit0", "isAlive0", "destroy0", "parent0", "getProcessPids0")),
            Map.entry("java/lang/ProcessHandleImpl$Info", Set.of("info0")));

    private static final String SOCKETS = "java/lang/SpriteSockets";
    /** Those that make calls on sockets, and have none of these themselves. */
    private static final Set<String> SOCKET_CLASSES = Set.of(
            "sun/nio/ch/NioSocketImpl", "sun/nio/ch/NativeDispatcher", "sun/nio/ch/SocketChannelImpl",
            "sun/nio/ch/ServerSocketChannelImpl", "sun/nio/ch/SelChImpl", "sun/nio/ch/EPollSelectorImpl");
    private static final String FILES = "java/lang/SpriteFiles";
    private static final Handle LINK = new Handle(Opcodes.H_INVOKESTATIC, FILES, "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/Class;Ljava/lang/String;I)Ljava/lang/invoke/CallSite;",
            false);

    /** Native methods that anyone may call, by their class. */
    private static final Map<String, Set<String>> PUBLIC = Map.of(
            "java/io/RandomAccessFile", Set.of("getFilePointer", "length", "setLength"),
            "java/io/FileDescriptor", Set.of("sync"));
    /** Those that instrumented classes of the JDK make, where what replaces them must be as long, too. */
    private static final Map<String, Set<String>> OF_SOCKETS = Map.of(
            "sun/nio/ch/Net",
            Set.of("socket", "serverSocket", "accept", "listen", "shutdown", "available", "sendOOB", "poll"),
            "sun/nio/ch/IOUtil", Set.of("configureBlocking"),
            "sun/nio/ch/FileDispatcherImpl", Set.of("closeIntFD"),
            "sun/nio/ch/EPoll", Set.of("create", "ctl"),
            "sun/nio/ch/NativeThread", Set.of("signal"),
            "sun/nio/ch/Poller", Set.of("stopPoll"));

    /** The internal names of the classes whose methods make system calls; not every JDK has all of them. */
    public static Set<String> classes() {
        return CALLS.keySet();
    }

    /** The names of those methods. */
    public static Set<String> names(String className) {
        return CALLS.get(className);
    }

    @Override
    public boolean concerns(String className) {
        return CALLS.containsKey(className) || className.startsWith("sun/nio/fs/") || className.equals("java/io/File")
                || SOCKET_CLASSES.contains(className) || className.equals("java/util/zip/ZipFile$Source")
                || className.startsWith("java/lang/ProcessHandleImpl$");
    }

    @Override
    public List<String> constants() {
        return List.copyOf(PUBLIC.keySet());
    }

    @Override
    public byte[] apply(byte[] bytes) {
        return CallRewriter.rewrite(bytes, FileCalls::redirect);
    }

    private static boolean redirect(MethodVisitor code, int opcode, String owner, String name, String descriptor) {
        if (OF_SOCKETS.getOrDefault(owner, Set.of()).contains(name)) {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, SOCKETS, name, descriptor, false);
            return true;
        }
        if (!isCall(owner, name, descriptor)) {
            return false;
        }
        boolean isStatic = opcode == Opcodes.INVOKESTATIC;
        String operands = isStatic ? descriptor : "(L" + owner + ";" + descriptor.substring(1);
        if (PUBLIC.getOrDefault(owner, Set.of()).contains(name)) {
            String prefix = opcode == Opcodes.INVOKESPECIAL ? "super_" : "";
            code.visitMethodInsn(Opcodes.INVOKESTATIC, FILES, prefix + name, operands, false);
        } else {
            code.visitInvokeDynamicInsn(
                    name, operands, LINK, Type.getObjectType(owner), descriptor, isStatic ? 1 : 0);
        }
        return true;
    }

    private static boolean isCall(String owner, String name, String descriptor) {
        Set<String> names = CALLS.get(owner);
        if (names == null || descriptor.contains("Ljava/util/function/")) {
            return false; // what takes a function is no system call, but makes one
        }
        return names.contains(name)
                // the one of several methods of that name that is native
                || owner.equals("java/io/FileOutputStream") && (name + descriptor).equals("write(IZ)V");
    }
}
