package dev.sprite.home.files;

import dev.sprite.image.Raw;
import dev.sprite.image.files.OpenZipFiles;
import dev.sprite.image.part.Handles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.nio.file.FileSystems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The files of a process that runs elsewhere, at home: open descriptors, and the calls that it makes. */
public final class HomeFiles {
    private static final Class<?> UNIX_EXCEPTION = Handles.type("sun.nio.fs.UnixException");
    private static final MethodHandle ERRNO = Handles.method(UNIX_EXCEPTION, "errno", int.class);
    private static final Class<?> UNIX_FILE_SYSTEM = Handles.type("sun.nio.fs.UnixFileSystem");
    private static final MethodHandle UNIX_PATH =
            Handles.constructor(Handles.type("sun.nio.fs.UnixPath"), UNIX_FILE_SYSTEM, byte[].class);
    private static final Object FILE_SYSTEM = Handles.invoke(Handles.staticMethod(
            Handles.type("java.io.DefaultFileSystem"), "getFileSystem", Handles.type("java.io.FileSystem")));

    private final Map<String, MethodHandle> methods = new ConcurrentHashMap<>();
    /** What belongs to the process, of all that this JVM has open. */
    private final Set<Integer> descriptors = ConcurrentHashMap.newKeySet();
    private final Set<Long> directories = ConcurrentHashMap.newKeySet();
    /** Zip files that it left open, opened anew: with an offset of its own that others here do not move. */
    private final Map<Integer, Integer> zipFiles = new ConcurrentHashMap<>();
    private final HomeChildren children = new HomeChildren(this);
    private final HomeSockets sockets = new HomeSockets(this);

    /** The process has these descriptors and directory streams open, and leaves them here. */
    public void adopt(Collection<Integer> numbers, Collection<Long> directoryStreams) throws IOException {
        for (int number : numbers) {
            if (OpenZipFiles.have(number)) {
                zipFiles.put(number, OpenZipFiles.openAnew(number));
            } else {
                zipFiles.remove(number); // of a move that came to nothing
            }
        }
        descriptors.addAll(numbers);
        directories.addAll(directoryStreams);
    }

    /** The processes that the program has started. */
    public HomeChildren children() {
        return children;
    }

    /** A descriptor that the process has now, too. */
    void add(int descriptor) {
        descriptors.add(descriptor);
    }

    /** @throws IOException if {@code number} is no descriptor of the process */
    int own(int number) throws IOException {
        if (!descriptors.contains(number)) {
            throw new IOException("Bad file descriptor");
        }
        return zipFiles.getOrDefault(number, number);
    }

    /** Makes a call and returns its result, both as {@link ForeignFiles} has them. */
    public byte[] call(byte[] request) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(request));
        String method = CallFormat.text(in);
        Object[] arguments = new Object[in.readUnsignedByte()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = CallFormat.read(in);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Call call = new Call(method, arguments);
        try {
            if (method.startsWith(ForeignChildren.PACKAGE)) {
                children.call(method, arguments, new DataOutputStream(bytes));
            } else if (method.equals(HomeSockets.SELECT)) {
                sockets.select(arguments, new DataOutputStream(bytes));
            } else if (method.equals(HomeSockets.ACCEPT)) {
                sockets.accept(arguments, new DataOutputStream(bytes));
            } else {
                call.make(new DataOutputStream(bytes));
            }
        } catch (Throwable e) {
            bytes.reset();
            writeFailure(e, new DataOutputStream(bytes));
        } finally {
            call.free();
        }
        return bytes.toByteArray();
    }

    private static void writeFailure(Throwable failure, DataOutputStream out) throws IOException {
        if (UNIX_EXCEPTION.isInstance(failure)) {
            out.writeByte(1);
            out.writeInt((int) Handles.invoke(ERRNO, failure));
        } else {
            out.writeByte(2);
            CallFormat.text(out, failure.getClass().getName());
            CallFormat.write(out, failure.getMessage());
        }
    }

    private MethodHandle method(String key) {
        return methods.computeIfAbsent(key, HomeFiles::find);
    }

    private static MethodHandle find(String key) {
        int parenthesis = key.indexOf('(');
        int dot = key.lastIndexOf('.', parenthesis);
        String owner = key.substring(0, dot);
        if (!ForeignFiles.CLASSES.contains(owner)) {
            throw new SecurityException("not a call on files: " + key);
        }
        String name = key.substring(dot + 1, parenthesis);
        MethodType type = MethodType.fromMethodDescriptorString(key.substring(parenthesis), null);
        for (Class<?> at = Handles.type(owner); at != null; at = at.getSuperclass()) {
            for (Method method : Raw.declaredMethods(at)) {
                if (method.getName().equals(name) && method.getReturnType() == type.returnType()
                        && List.of(method.getParameterTypes()).equals(type.parameterList())) {
                    try {
                        return Raw.TRUSTED.unreflect(method);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
        throw new IllegalStateException("this JDK has no " + key);
    }

    /** One call in the making. */
    private final class Call {
        private final String key;
        private final String name;
        private final Object[] given;
        private final Object[] arguments;
        private final List<Long> memory = new ArrayList<>();

        Call(String key, Object[] given) {
            this.key = key;
            this.given = given;
            int parenthesis = key.indexOf('(');
            name = key.substring(key.lastIndexOf('.', parenthesis) + 1, parenthesis);
            arguments = new Object[given.length];
        }

        void make(DataOutputStream out) throws Throwable {
            MethodHandle method = method(key);
            for (int i = 0; i < given.length; i++) {
                arguments[i] = given[i] instanceof Argument argument ? materialise(argument) : given[i];
            }
            forgetClosed();
            Object result = method.invokeWithArguments(arguments);
            out.writeByte(0);
            CallFormat.write(out, remember(result));
            for (int i = 0; i < given.length; i++) {
                writeOutcome(given[i], arguments[i], result, out);
            }
        }

        private Object materialise(Argument argument) throws Exception {
            if (argument instanceof Argument.Number number) {
                return own(number.number());
            } else if (argument instanceof Argument.Address address) {
                if (!directories.contains(address.address())) {
                    throw new IOException("not an open directory");
                }
                return address.address();
            } else if (argument instanceof Argument.Descriptor descriptor) {
                return descriptor(descriptor.number());
            } else if (argument instanceof Argument.Stream stream) {
                if (!ForeignFiles.CLASSES.contains(stream.type())) {
                    throw new SecurityException("not a stream: " + stream.type());
                }
                Object blank = Handles.blank(Handles.type(stream.type()));
                Raw.UNSAFE.putReference(
                        blank, SpriteFiles.descriptorOffset(blank), descriptor(stream.number()));
                return blank;
            } else if (argument instanceof Argument.FileSystem) {
                return FILE_SYSTEM;
            } else if (argument instanceof Argument.Name file) {
                return new File(file.path());
            } else if (argument instanceof Argument.Host host) {
                return host.toAddress();
            } else if (argument instanceof Argument.UnixName path) {
                return Handles.invoke(UNIX_PATH, FileSystems.getDefault(), path.path());
            } else if (argument instanceof Argument.Attributes attributes) {
                if (!attributes.type().startsWith("sun.nio.fs.UnixFile")) {
                    throw new SecurityException("no attributes: " + attributes.type());
                }
                return Handles.blank(Handles.type(attributes.type()));
            } else if (argument instanceof Argument.Memory content) {
                long address = allocate(content.bytes().length);
                Raw.UNSAFE.copyMemory(content.bytes(), Raw.arrayBase(byte[].class), null, address,
                        content.bytes().length);
                return address;
            } else if (argument instanceof Argument.Room room) {
                return allocate(room.length());
            }
            return new byte[((Argument.Array) argument).length()];
        }

        private long allocate(int length) {
            long address = Raw.UNSAFE.allocateMemory(Math.max(length, 1));
            memory.add(address);
            return address;
        }

        void free() {
            for (long address : memory) {
                Raw.UNSAFE.freeMemory(address);
            }
        }

        private FileDescriptor descriptor(int number) throws IOException {
            return Descriptors.of(number < 0 ? -1 : own(number));
        }

        /** The number of what is about to be closed may be given to another file at once. */
        private void forgetClosed() {
            if (name.startsWith("close") || name.equals("cleanupClose0")) {
                for (Object argument : given) {
                    if (argument instanceof Argument.Number number) {
                        forget(number.number());
                    } else if (argument instanceof Argument.Descriptor descriptor) {
                        forget(descriptor.number());
                    } else if (argument instanceof Argument.Address address) {
                        directories.remove(address.address());
                    }
                }
            }
        }

        private void forget(int number) {
            descriptors.remove(number);
            zipFiles.remove(number);
        }

        private Object remember(Object result) {
            switch (name) {
                case "socket0" -> {
                    HomeSockets.unblock(Descriptors.of((Integer) result));
                    descriptors.add((Integer) result);
                    return new Argument.Number((Integer) result);
                }
                case "open", "openat", "dup", "create", "eventfd0" -> {
                    descriptors.add((Integer) result);
                    return new Argument.Number((Integer) result);
                }
                case "opendir", "fdopendir" -> {
                    directories.add((Long) result);
                    return new Argument.Address((Long) result);
                }
                default -> {
                    return result instanceof InetAddress address ? Argument.Host.of(address) : result;
                }
            }
        }

        private void writeOutcome(Object given, Object argument, Object result, DataOutputStream out)
                throws IOException {
            if (given instanceof Argument.Attributes) {
                FileAttributesFields.write(argument, out);
            } else if (given instanceof Argument.Room) {
                byte[] bytes = new byte[filled(result)];
                Raw.UNSAFE.copyMemory(null, (Long) argument, bytes, Raw.arrayBase(byte[].class), bytes.length);
                CallFormat.bytes(out, bytes);
            } else if (given instanceof Argument.Array) {
                out.writeInt(filled(result));
                out.write((byte[]) argument, 0, filled(result));
            } else if (given instanceof Argument.Stream stream && stream.number() < 0) {
                int opened = Descriptors.number(SpriteFiles.descriptor(argument));
                if (opened < 0) {
                    throw new FileNotFoundException();
                }
                descriptors.add(opened);
                out.writeInt(opened);
            }
        }

        private static int filled(Object result) {
            return Math.max(((Number) result).intValue(), 0);
        }
    }
}
