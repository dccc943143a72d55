package java.lang;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.util.Scanner;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;

/**
 * Tells what reading from a stream would wait for, without reading: looks through the JDK's own wrappers for anything
 * they have buffered, down to standard input or the output of a child.
 */
public final class SpriteInput {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long IN = UNSAFE.objectFieldOffset(FilterInputStream.class, "in");
    private static final long POSITION = UNSAFE.objectFieldOffset(BufferedInputStream.class, "pos");
    private static final long COUNT = UNSAFE.objectFieldOffset(BufferedInputStream.class, "count");
    private static final long READER = UNSAFE.objectFieldOffset(BufferedReader.class, "in");
    private static final long NEXT_CHAR = UNSAFE.objectFieldOffset(BufferedReader.class, "nextChar");
    private static final long CHARS = UNSAFE.objectFieldOffset(BufferedReader.class, "nChars");
    private static final long DECODER = UNSAFE.objectFieldOffset(InputStreamReader.class, "sd");
    private static final long SCANNED = UNSAFE.objectFieldOffset(Scanner.class, "source");
    private static final long SCANNER_BUFFER = UNSAFE.objectFieldOffset(Scanner.class, "buf");
    private static final long SCANNER_POSITION = UNSAFE.objectFieldOffset(Scanner.class, "position");

    private SpriteInput() {}

    /** What {@code source} reads, if that is standard input or a child's output, and nothing of it is buffered; or null. */
    static FileDescriptor awaited(Object source) {
        Object stream = source;
        for (;;) {
            if (stream == null) {
                return null;
            }
            Class<?> type = stream.getClass();
            if (type == BufferedInputStream.class || isPipe(type)) {
                if (UNSAFE.getInt(stream, POSITION) < UNSAFE.getInt(stream, COUNT)) {
                    return null;
                }
                stream = UNSAFE.getReference(stream, IN);
            } else if (type == BufferedReader.class) {
                if (UNSAFE.getInt(stream, NEXT_CHAR) < UNSAFE.getInt(stream, CHARS)) {
                    return null;
                }
                stream = UNSAFE.getReference(stream, READER);
            } else if (type == InputStreamReader.class) {
                stream = UNSAFE.getReference(stream, DECODER);
            } else if (type == DataInputStream.class) {
                stream = UNSAFE.getReference(stream, IN);
            } else if (type == Scanner.class) {
                Buffer buffer = (Buffer) UNSAFE.getReference(stream, SCANNER_BUFFER);
                if (UNSAFE.getInt(stream, SCANNER_POSITION) < buffer.limit()) {
                    return null;
                }
                stream = UNSAFE.getReference(stream, SCANNED);
            } else if (stream instanceof FileInputStream && type.getClassLoader() == null) {
                // newer JDKs have a class of their own for System.in
                return awaited((FileInputStream) stream);
            } else if (type == Decoder.TYPE) {
                if (Decoder.hasInput(stream)) {
                    return null;
                }
                stream = UNSAFE.getReference(stream, Decoder.IN);
            } else {
                return null;
            }
        }
    }

    /** What a {@link Process} has around the descriptor of a pipe. */
    private static boolean isPipe(Class<?> type) {
        return type.getSuperclass() == BufferedInputStream.class && type.getNestHost() == ProcessImpl.class;
    }

    private static FileDescriptor awaited(FileInputStream stream) {
        try {
            FileDescriptor descriptor = stream.getFD();
            return descriptor.valid() && (number(descriptor) == 0 || stream instanceof Process.PipeInputStream)
                    ? descriptor
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static int number(FileDescriptor descriptor) {
        return SharedSecrets.getJavaIOFileDescriptorAccess().get(descriptor);
    }

    /**
     * Whether a read would not block, for there is input, or its end.
     *
     * @param wait whether to wait until it is so; in vain for at most a second, as the descriptor may have been closed
     */
    static boolean isReadable(FileDescriptor descriptor, boolean wait) {
        try {
            SpriteHome home = SpriteHome.home();
            if (home != null && number(descriptor) == 0) {
                return home.isReadable(wait);
            }
            return SpriteFiles.isAway(descriptor)
                    ? SpriteFiles.pollAtHome(descriptor, Poll.READABLE, wait ? Poll.MOST_MILLIS : 0)
                    : Poll.isReadable(descriptor, wait ? Poll.MOST_MILLIS : 0);
        } catch (IOException e) {
            return true; // the read will say what is wrong
        }
    }

    /** The same for this JVM's own descriptor 0, however long it takes. */
    public static boolean isReadableHere(boolean wait) throws IOException {
        return Poll.isReadable(FileDescriptor.in, wait ? -1 : 0);
    }

    /** The class between an {@code InputStreamReader} and its stream, which has no public name. */
    private static final class Decoder {
        static final Class<?> TYPE = type();
        static final long IN = UNSAFE.objectFieldOffset(TYPE, "in");

        private static final long BYTES = UNSAFE.objectFieldOffset(TYPE, "bb");
        private static final long LEFTOVER = UNSAFE.objectFieldOffset(TYPE, "haveLeftoverChar");

        private static Class<?> type() {
            try {
                return Class.forName("sun.nio.cs.StreamDecoder");
            } catch (ClassNotFoundException e) {
                throw new NoClassDefFoundError(e.getMessage());
            }
        }

        static boolean hasInput(Object decoder) {
            return UNSAFE.getBoolean(decoder, LEFTOVER)
                    || ((Buffer) UNSAFE.getReference(decoder, BYTES)).hasRemaining();
        }
    }

    /** The system call, as the JDK's network code has it. */
    private static final class Poll {
        static final int READABLE = 1;
        static final long MOST_MILLIS = 1_000;

        private static final MethodHandle POLL = find();

        private static MethodHandle find() {
            try {
                MethodHandles.Lookup trusted = (MethodHandles.Lookup) UNSAFE.getReference(
                        MethodHandles.Lookup.class,
                        UNSAFE.staticFieldOffset(MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP")));
                return trusted.findStatic(Class.forName("sun.nio.ch.Net"), "poll",
                        MethodType.methodType(int.class, FileDescriptor.class, int.class, long.class));
            } catch (ReflectiveOperationException e) {
                throw new NoSuchMethodError(e.getMessage());
            }
        }

        /** Waits for {@code millis}; -1 is as long as it takes. The end of input and errors count, too. */
        static boolean isReadable(FileDescriptor descriptor, long millis) throws IOException {
            try {
                return (int) POLL.invokeExact(descriptor, READABLE, millis) != 0;
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
