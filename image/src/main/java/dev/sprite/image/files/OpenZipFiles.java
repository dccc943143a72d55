package dev.sprite.image.files;

import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The zip files that this JVM has open. It shares one descriptor, with one offset, among all that have opened the same
 * file: the program, the JVM's class loaders, ours.
 */
public final class OpenZipFiles {
    private static final Class<?> SOURCE = Handles.type("java.util.zip.ZipFile$Source");
    private static final long FILE = Raw.offset(SOURCE, "zfile");
    private static final long USERS = Raw.offset(SOURCE, "refs");
    private static final Map<?, ?> SOURCES = (Map<?, ?>) Raw.get(Raw.staticField(SOURCE, "files"));

    private OpenZipFiles() {}

    /** Whether {@code number} is the descriptor of one. */
    public static boolean have(int number) {
        for (FileDescriptor descriptor : descriptors()) {
            if (Raw.UNSAFE.getInt(descriptor, DescriptorPart.NUMBER) == number) {
                return true;
            }
        }
        return false;
    }

    /** Opens the file of a descriptor once more, for reading; nobody but the caller will close it. */
    public static int openAnew(int number) throws IOException {
        FileDescriptor descriptor = new RandomAccessFile("/proc/self/fd/" + number, "r").getFD();
        HomeDescriptors.leaveOpen(descriptor);
        return Raw.UNSAFE.getInt(descriptor, DescriptorPart.NUMBER);
    }

    /** Keeps those that are open now open for good, whoever lets go of them. */
    static List<FileDescriptor> keep() {
        synchronized (SOURCES) {
            for (Object source : SOURCES.values()) {
                Raw.UNSAFE.putInt(source, USERS, Raw.UNSAFE.getInt(source, USERS) + 1);
            }
            return descriptors();
        }
    }

    private static List<FileDescriptor> descriptors() {
        List<FileDescriptor> descriptors = new ArrayList<>();
        synchronized (SOURCES) {
            for (Object source : SOURCES.values()) {
                try {
                    descriptors.add(((RandomAccessFile) Raw.UNSAFE.getReference(source, FILE)).getFD());
                } catch (IOException e) {
                    throw new IllegalStateException(e); // declared, but never thrown of an open file
                }
            }
        }
        return descriptors;
    }
}
