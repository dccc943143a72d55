package dev.sprite.home.files;

import dev.sprite.image.part.Handles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;

/** One call as it goes home: what only this JVM knows is replaced by bytes and numbers, and put back into the answer. */
final class FileRequest {
    /** Its numbers are options and sizes, not descriptors. */
    private static final String NET = "sun.nio.ch.Net.";

    private static final MethodHandle UNIX_BYTES =
            Handles.method(Handles.type("sun.nio.fs.UnixPath"), "asByteArray", byte[].class);
    private static final MethodHandle UNIX_EXCEPTION =
            Handles.constructor(Handles.type("sun.nio.fs.UnixException"), int.class);

    private FileRequest() {}

    /** What came back: the result, and after it what the call has left in its arguments. */
    record Reply(Object result, DataInputStream outcome) {}

    /**
     * Has a call made at home, and waits.
     *
     * @param key class, name and descriptor
     * @param arguments the receiver first, if there is one
     * @throws Throwable what the call threw there
     */
    static Reply ask(ForeignFiles.Home home, String key, Object[] arguments) throws Throwable {
        return reply(home.call(encode(key, arguments)));
    }

    /** What home is asked. */
    static byte[] encode(String key, Object[] arguments) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        CallFormat.text(out, key);
        out.writeByte(arguments.length);
        boolean isSystemCall = key.startsWith("sun.nio.fs.") || key.startsWith("sun.nio.ch.") && !key.startsWith(NET)
                || key.startsWith("jdk.net.") || key.startsWith("java.io.FileCleanable");
        for (Object argument : arguments) {
            CallFormat.write(out, portable(argument, isSystemCall));
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what home has answered.
     *
     * @throws Throwable what the call threw there
     */
    static Reply reply(byte[] answer) throws Throwable {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer));
        switch (in.readByte()) {
            case 0:
                Object result = CallFormat.read(in);
                if (result instanceof Argument.Number number) {
                    result = number.number() | SpriteFiles.AWAY;
                } else if (result instanceof Argument.Address directory) {
                    result = directory.address() | SpriteFiles.AWAY_ADDRESS;
                } else if (result instanceof Argument.Host host) {
                    result = host.toAddress();
                }
                return new Reply(result, in);
            case 1:
                throw (Throwable) Handles.invoke(UNIX_EXCEPTION, in.readInt());
            default:
                throw failure(CallFormat.text(in), (String) CallFormat.read(in));
        }
    }

    private static Throwable failure(String type, String message) {
        try {
            return Class.forName(type, true, null).asSubclass(Throwable.class)
                    .getConstructor(String.class).newInstance(message);
        } catch (ReflectiveOperationException | ClassCastException e) {
            return new IOException(message);
        }
    }

    /** @param isSystemCall whether numbers may be descriptors */
    private static Object portable(Object argument, boolean isSystemCall) throws IOException {
        if (argument instanceof Integer number) {
            return isSystemCall && SpriteFiles.isAway(number) ? new Argument.Number(number & ~SpriteFiles.AWAY) : argument;
        } else if (argument instanceof Long address) {
            return address > 0 && (address & SpriteFiles.AWAY_ADDRESS) != 0
                    ? new Argument.Address(address & ~SpriteFiles.AWAY_ADDRESS)
                    : argument;
        } else if (argument instanceof FileDescriptor descriptor) {
            return new Argument.Descriptor(homeNumber(descriptor));
        } else if (argument instanceof InetAddress address) {
            return Argument.Host.of(address);
        } else if (argument instanceof File file) {
            return new Argument.Name(file.getPath());
        } else if (argument == null || argument instanceof String || argument instanceof Boolean
                || argument instanceof Byte || argument instanceof byte[] || argument instanceof Argument) {
            return argument;
        } else if (isStream(argument)) {
            String type = argument instanceof FileInputStream
                    ? FileInputStream.class.getName()
                    : argument instanceof FileOutputStream
                            ? FileOutputStream.class.getName()
                            : RandomAccessFile.class.getName();
            return new Argument.Stream(type, homeNumber(SpriteFiles.descriptor(argument)));
        } else if (isAttributes(argument)) {
            return new Argument.Attributes(argument.getClass().getName());
        } else if (argument.getClass().getName().equals("sun.nio.fs.UnixPath")) {
            return new Argument.UnixName((byte[]) Handles.invoke(UNIX_BYTES, argument));
        } else if (argument.getClass().getName().equals("java.io.UnixFileSystem")) {
            return new Argument.FileSystem();
        }
        throw new IOException("cannot be passed home: " + argument.getClass().getName());
    }

    private static int homeNumber(FileDescriptor descriptor) throws IOException {
        int number = Descriptors.number(descriptor);
        if (number >= 0 && number < SpriteFiles.AWAY) {
            throw new IOException("a file of this host, in a call on one of home's");
        }
        return number < 0 ? -1 : number & ~SpriteFiles.AWAY;
    }

    static boolean isStream(Object argument) {
        return argument instanceof FileInputStream || argument instanceof FileOutputStream
                || argument instanceof RandomAccessFile;
    }

    static boolean isAttributes(Object argument) {
        return argument.getClass().getName().startsWith("sun.nio.fs.UnixFile")
                && argument.getClass().getName().endsWith("Attributes");
    }
}
