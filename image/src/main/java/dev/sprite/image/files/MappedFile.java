package dev.sprite.image.files;

import dev.sprite.image.Blocker;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Refusal;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A part of a file in memory, which shows what the file holds.
 *
 * @param writable whether what is written there is written to the file
 * @param position of the part in the file
 */
public record MappedFile(Path path, boolean writable, long position, FilePlace place, FileIdentity identity) {
    /**
     * What the {@code length} bytes at {@code address} are a part of; {@code null} if they are not, or no longer, a part
     * of a file, so that their content is all there is to them.
     *
     * @throws Refusal if they are, but of one that cannot be found by its name
     */
    public static MappedFile at(long address, long length) {
        try {
            MemoryRegion region = MemoryRegion.at(address, length);
            if (region == null) {
                throw new Refusal("its memory is not that of one mapping");
            }
            Path path = Path.of(region.path());
            long position = region.offset() + address - region.begin();
            boolean named = region.hasNamedFile();
            if (named && position + length > Files.size(path)) {
                throw new Refusal("the file it maps has become shorter than what is mapped: " + path);
            }
            if (region.isWritable() && !region.isShared()) {
                return null;
            }
            if (!named && region.isWritable()) {
                throw new Refusal("the file it maps for writing has been unlinked or replaced: " + path);
            }
            return named
                    ? new MappedFile(path, region.isWritable(), position, FilePlace.of(path), FileIdentity.of(path))
                    : null;
        } catch (IOException e) {
            throw new Refusal("the file it maps cannot be examined: " + e);
        }
    }

    public void write(ImageWriter out) {
        out.text(path.toString());
        out.number(writable ? 1 : 0);
        out.number(position);
        place.write(out);
        identity.write(out);
    }

    public static MappedFile read(ImageReader in) throws ImageFormatException {
        return new MappedFile(Path.of(in.text()), in.number() == 1, in.longNumber(), FilePlace.read(in),
                FileIdentity.read(in));
    }

    /** Whether every host is to have it, as it belongs to the JDK. */
    public boolean isOfTheJdk() {
        return path.startsWith(System.getProperty("java.home"));
    }

    /** Whether this host surely has the same file. */
    public boolean isHere() {
        try {
            return Files.exists(path) && FilePlace.of(path).equals(place);
        } catch (IOException e) {
            return false;
        }
    }

    /** Maps the same part again: of the same file or, if it is the JDK's, of an equal one. */
    public MappedByteBuffer map(int length) throws NotMovableException {
        try {
            if (!isHere()) {
                if (writable) {
                    throw refusal("it is mapped for writing, and this host does not have the same file");
                }
                String difference = identity.differenceFrom(FileIdentity.of(path));
                if (difference != null) {
                    throw refusal("this host has another file there: " + difference);
                }
            }
            return mapFile(length);
        } catch (IOException e) {
            throw refusal("this host cannot map it: " + e);
        }
    }

    private MappedByteBuffer mapFile(int length) throws IOException {
        Set<StandardOpenOption> options = writable
                ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
                : Set.of(StandardOpenOption.READ);
        try (FileChannel channel = FileChannel.open(path, options)) {
            return channel.map(writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY,
                    position, length);
        }
    }

    private NotMovableException refusal(String why) {
        return new NotMovableException(Blocker.object("file " + path, why));
    }
}
