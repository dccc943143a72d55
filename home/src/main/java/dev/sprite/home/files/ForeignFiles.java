package dev.sprite.home.files;

import dev.sprite.image.Raw;
import java.io.File;
import java.io.FileDescriptor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The files of home, as a foreign process has them: takes the system calls of the JDK's file classes, puts bytes and
 * numbers in the place of what only this JVM knows, and has them made at home.
 */
public final class ForeignFiles extends SpriteFiles {
    /** Whose calls these are. */
    static final Set<String> CLASSES = Set.of(
            "java.io.FileInputStream", "java.io.FileOutputStream", "java.io.RandomAccessFile",
            "java.io.FileDescriptor", "java.io.FileCleanable", "java.io.FileSystem",
            "sun.nio.fs.UnixNativeDispatcher", "sun.nio.fs.LinuxNativeDispatcher", "sun.nio.fs.UnixCopyFile",
            "sun.nio.fs.UnixFileSystem", "sun.nio.ch.FileDispatcherImpl", "sun.nio.ch.UnixFileDispatcherImpl",
            "sun.nio.ch.UnixDispatcher", "sun.nio.ch.FileChannelImpl", "sun.nio.ch.SocketDispatcher", "sun.nio.ch.Net",
            "sun.nio.ch.IOUtil", "sun.nio.ch.EPoll", "sun.nio.ch.EventFD", "jdk.net.LinuxSocketOptions");

    /** {@code IOStatus}: the JDK is to do it in another way. */
    private static final long UNSUPPORTED_CASE = -6;

    private final Home home;
    private final ForeignChildren children;
    private final ForeignSockets sockets;
    private final List<String> local;
    private final ClassLoader ours = ForeignFiles.class.getClassLoader();

    /** Makes calls at home. */
    public interface Home {
        /** Has {@link HomeFiles#call} called at home. */
        byte[] call(byte[] request) throws IOException;

        /** The same without waiting for it. */
        void call(byte[] request, Answer answer);

        /** Sees to it that what the program has written to its standard streams is there before the next call is made. */
        void flush();
    }

    /** Takes the outcome of a call; must not block. */
    public interface Answer {
        /** @param failure why there is no result; null if there is one */
        void come(byte[] result, IOException failure);
    }

    /**
     * Becomes effective with {@link SpriteFiles#attach}.
     *
     * @param local folders and files that are this host's, such as the JDK's
     */
    public ForeignFiles(Home home, List<String> local) {
        this.home = home;
        this.children = new ForeignChildren(home);
        this.sockets = new ForeignSockets(home);
        this.local = List.copyOf(local);
    }

    @Override
    protected boolean isAway(String path) {
        return !isLocal(path) && isOfProgram();
    }

    @Override
    protected boolean isOfProgram() {
        return !isOurs(Thread.currentThread().getClass().getClassLoader());
    }

    @Override
    protected void poll(FileDescriptor socket, int events, long millis, SpriteSocketWait wait) {
        sockets.poll(socket, events, millis, wait);
    }

    @Override
    protected void select(int poller, int count, int millis, SpriteSocketWait wait) {
        sockets.select(poller, count, millis, wait);
    }

    private boolean isOurs(ClassLoader loader) {
        return loader != null && (loader == ours || loader == ours.getParent());
    }

    private boolean isLocal(String path) {
        for (String folder : local) {
            if (path.startsWith(folder)
                    && (path.length() == folder.length() || path.charAt(folder.length()) == File.separatorChar)) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected Object call(String key, Object[] arguments) throws Throwable {
        int parenthesis = key.indexOf('(');
        String name = key.substring(key.lastIndexOf('.', parenthesis) + 1, parenthesis);
        if (key.startsWith(ForeignChildren.PACKAGE)) {
            return children.call(key, name, arguments);
        }
        switch (name) {
            case "ctl":
                ForeignSockets.checkRegistered((Integer) arguments[2]);
                break;
            case "accept":
                return sockets.accept(key, arguments);
            case "transferTo0":
            case "transferFrom0":
                return UNSUPPORTED_CASE;
            case "map0":
                return new FileMapping(this).map(arguments);
            case "readBytes":
            case "readBytes0":
                return readArray(key, arguments);
            case "writeBytes":
            case "writeBytes0":
                return writeArray(key, arguments);
            case "readv0":
            case "writev0":
                return vector(key, arguments);
            default:
                break;
        }
        if (isCopy(name)) {
            if (!isAway((Integer) arguments[0]) || !isAway((Integer) arguments[1])) {
                return new FileCopy(this).copy(arguments, name.equals("directCopy0") ? (Integer) 0 : null);
            }
            arguments[arguments.length - 1] = 0L; // nobody calls it off at home
        }
        int memory = memoryArgument(key);
        if (memory >= 0) {
            int length = (Integer) arguments[memory + 1];
            long address = (Long) arguments[memory];
            return name.contains("write") || name.contains("set")
                    ? writeMemory(key, arguments, memory, address, length)
                    : make(key, arguments, memory, address, Math.min(length, CallFormat.MOST));
        }
        Object result = make(key, arguments, -1, 0, 0);
        if (name.equals("preClose0")) {
            SpriteSocketWait.endAll(Descriptors.number((FileDescriptor) arguments[0]));
        } else if (name.equals("close0") && arguments[0] instanceof FileDescriptor descriptor
                && key.startsWith("java.io.")) {
            Descriptors.set(descriptor, -1);
        } else if (key.startsWith("java.io.FileOutputStream.open0")) {
            Descriptors.setAppend(descriptor(arguments[0]), (Boolean) arguments[2]);
        }
        return result;
    }

    /** Which argument is the address of memory, followed by its length; -1 if there is none. */
    private static int memoryArgument(String key) {
        int types = key.indexOf('(');
        if (key.startsWith("(Ljava/io/FileDescriptor;JI", types) || key.startsWith("(IJI)", types)) {
            return 1;
        }
        return key.startsWith("(I[BJI)", types) ? 2 : key.contains(".bufferedCopy0") ? 2 : -1;
    }

    private Object readArray(String key, Object[] arguments) throws Throwable {
        byte[] bytes = (byte[]) arguments[1];
        int offset = (Integer) arguments[2];
        int length = (Integer) arguments[3];
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int most = Math.min(length, CallFormat.MOST);
        Object[] sent = arguments.clone();
        sent[1] = new Argument.Array(most);
        sent[2] = 0;
        sent[3] = most;
        FileRequest.Reply reply = FileRequest.ask(home, key, sent);
        byte[] read = CallFormat.bytes(reply.outcome());
        System.arraycopy(read, 0, bytes, offset, read.length);
        return reply.result();
    }

    private Object writeArray(String key, Object[] arguments) throws Throwable {
        byte[] bytes = (byte[]) arguments[1];
        int offset = (Integer) arguments[2];
        int end = offset + (Integer) arguments[3];
        Objects.checkFromToIndex(offset, end, bytes.length);
        Object[] sent = arguments.clone();
        for (int at = offset; at < end; at += CallFormat.MOST) {
            int length = Math.min(end - at, CallFormat.MOST);
            sent[1] = Arrays.copyOfRange(bytes, at, at + length);
            sent[2] = 0;
            sent[3] = length;
            FileRequest.ask(home, key, sent);
        }
        return null;
    }

    /** Writes all of it, as the kernel does with files, or as much as a socket takes. */
    private Object writeMemory(String key, Object[] arguments, int index, long address, int length) throws Throwable {
        int written = 0;
        int part;
        Object result;
        do {
            part = Math.min(length - written, CallFormat.MOST);
            byte[] bytes = new byte[part];
            Raw.UNSAFE.copyMemory(null, address + written, bytes, Raw.arrayBase(byte[].class), part);
            Object[] sent = arguments.clone();
            sent[index] = new Argument.Memory(bytes);
            sent[index + 1] = part;
            if (sent.length > index + 2 && sent[index + 2] instanceof Long position) {
                sent[index + 2] = position + written;
            }
            result = FileRequest.ask(home, key, sent).result();
            if (result == null) {
                return null; // an attribute
            }
            if ((Integer) result < 0) {
                return written == 0 ? result : (Integer) written;
            }
            written += (Integer) result;
        } while (written < length && (Integer) result == part);
        return written;
    }

    /** Scattered reads and gathered writes, one call for each piece of memory; the address is that of the pieces. */
    private Object vector(String key, Object[] arguments) throws Throwable {
        String single = key.replace("readv0", "read0").replace("writev0", "write0").replace(")J", ")I");
        long total = 0;
        for (int i = 0; i < (Integer) arguments[2]; i++) {
            long piece = (Long) arguments[1] + 16L * i;
            int length = (int) Raw.UNSAFE.getLong(piece + 8);
            if (length == 0) {
                continue;
            }
            int done = (Integer) call(single, new Object[] {arguments[0], Raw.UNSAFE.getLong(piece), length});
            if (done <= 0) {
                return total == 0 ? (long) done : total;
            }
            total += done;
            if (done < length) {
                break;
            }
        }
        return total;
    }

    private Object make(String key, Object[] arguments, int memory, long address, int length) throws Throwable {
        Object[] sent = arguments.clone();
        if (memory >= 0) {
            sent[memory] = new Argument.Room(length);
            sent[memory + 1] = length;
        }
        FileRequest.Reply reply = FileRequest.ask(home, key, sent);
        if (memory >= 0 && !key.contains(".bufferedCopy0")) {
            byte[] read = CallFormat.bytes(reply.outcome());
            Raw.UNSAFE.copyMemory(read, Raw.arrayBase(byte[].class), null, address, read.length);
        }
        for (Object argument : arguments) {
            if (argument != null && FileRequest.isAttributes(argument)) {
                FileAttributesFields.read(argument, reply.outcome());
            }
        }
        if (arguments.length > 0 && FileRequest.isStream(arguments[0]) && Descriptors.number(descriptor(arguments[0])) < 0) {
            Descriptors.set(descriptor(arguments[0]), reply.outcome().readInt() | AWAY);
        }
        return reply.result();
    }
}
