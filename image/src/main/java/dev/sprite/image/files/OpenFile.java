package dev.sprite.image.files;

import dev.sprite.image.Blocker;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * A descriptor on a regular file: where the file is, how it was opened, and how far it has been read or written.
 *
 * @param flags those of {@code open(2)}
 */
record OpenFile(Path path, int flags, long offset, FilePlace place, FileIdentity identity) {
    /** Access mode, O_APPEND, O_DSYNC, O_DIRECT, O_NOATIME, O_CLOEXEC, O_SYNC: not those that create or truncate. */
    private static final int KEPT = 03 | 02000 | 010000 | 040000 | 01000000 | 02000000 | 04000000;

    private static final MethodHandle OPEN;
    private static final MethodHandle SKIP;

    static {
        try {
            OPEN = Raw.TRUSTED.findStatic(Class.forName("sun.nio.fs.UnixNativeDispatcher"), "open",
                    MethodType.methodType(int.class, Class.forName("sun.nio.fs.UnixPath"), int.class, int.class));
            SKIP = Raw.TRUSTED.findVirtual(FileInputStream.class, "skip0",
                    MethodType.methodType(long.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What this process has open as {@code descriptor}; {@code null} if home has it, too, and nobody else can.
     *
     * @param atHome whether home has it open
     * @throws Refusal if it is not a regular file that can be found by its name, and home cannot stand in for that
     */
    static OpenFile of(int descriptor, boolean atHome) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            Path path = Files.readSymbolicLink(link);
            if (!Files.isRegularFile(link)) {
                if (atHome && (isPipeOrSocket(path) || path.isAbsolute() && Files.exists(path))) {
                    return null;
                }
                throw new Refusal("it is open on " + path + ", which is not a regular file; that is not moved yet");
            }
            if (!Files.exists(path) || !FilePlace.of(link).equals(FilePlace.of(path))) {
                if (atHome) {
                    return null;
                }
                throw new Refusal("the file it is open on has been unlinked or replaced: " + path);
            }
            List<String> info = Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor));
            return new OpenFile(path, Integer.parseInt(value(info, "flags:"), 8) & KEPT,
                    Long.parseLong(value(info, "pos:")), FilePlace.of(path), FileIdentity.of(path));
        } catch (IOException e) {
            throw new Refusal("the file it is open on cannot be examined: " + e);
        }
    }

    /** A pipe without a name, to a child or from it, or a socket; whoever owns one that cannot be moved is refused. */
    private static boolean isPipeOrSocket(Path path) {
        return path.toString().startsWith("pipe:[") || path.toString().startsWith("socket:[");
    }

    private static String value(List<String> info, String key) throws IOException {
        for (String line : info) {
            if (line.startsWith(key)) {
                return line.substring(key.length()).trim();
            }
        }
        throw new IOException("no " + key + " in " + info);
    }

    void write(ImageWriter out) {
        out.text(path.toString());
        out.number(flags);
        out.number(offset);
        place.write(out);
        identity.write(out);
    }

    static OpenFile read(ImageReader in) throws ImageFormatException {
        return new OpenFile(Path.of(in.text()), in.number(), in.longNumber(), FilePlace.read(in),
                FileIdentity.read(in));
    }

    /**
     * Opens the file at the same offset and returns the descriptor.
     *
     * @param served whether home has it, and serves it where it is not certain that this host sees the same file; -1 is
     *     returned then
     */
    int reopen(boolean served) throws NotMovableException {
        try {
            if (served) {
                return Files.exists(path) && FilePlace.of(path).equals(place) ? open() : -1;
            }
            Path found = path.toRealPath(LinkOption.NOFOLLOW_LINKS);
            String difference = identity.differenceFrom(FileIdentity.of(found));
            if (difference != null) {
                throw refusal("this host sees another file there: " + difference);
            }
            return open();
        } catch (NotMovableException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            if (served) {
                return -1;
            }
            throw refusal("this host cannot open it: " + e);
        }
    }

    private int open() throws Throwable {
        int descriptor = (int) OPEN.invoke(path, flags, 0);
        FileDescriptor seeker = new FileDescriptor();
        DescriptorPart.setNumber(seeker, descriptor);
        if (offset != 0) {
            long moved = (long) SKIP.invoke(new FileInputStream(seeker), offset);
            if (moved != offset) {
                throw refusal("it cannot be positioned");
            }
        }
        return descriptor;
    }

    private NotMovableException refusal(String why) {
        return new NotMovableException(Blocker.object("file " + path, why));
    }
}
