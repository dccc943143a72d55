package dev.sprite.image.files;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * By what a file is recognised on another host. Device and inode numbers mean nothing there.
 *
 * @param modified time of the last change in nanoseconds
 * @param probe checksum of the first and the last 4 KiB; 0 if this process may not read the file
 */
record FileIdentity(long size, long modified, int probe) {
    private static final int PROBED = 4096;

    static FileIdentity of(Path path) throws IOException {
        long size = Files.size(path);
        return new FileIdentity(size, Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS),
                Files.isReadable(path) ? probe(path, size) : 0);
    }

    private static int probe(Path path, long size) throws IOException {
        CRC32C crc = new CRC32C();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (long at : new long[] {0, Math.max(0, size - PROBED)}) {
                ByteBuffer bytes = ByteBuffer.allocate(PROBED);
                channel.read(bytes, at);
                crc.update(bytes.flip());
            }
        }
        return (int) crc.getValue();
    }

    void write(ImageWriter out) {
        out.number(size);
        out.number(modified);
        out.number(probe);
    }

    static FileIdentity read(ImageReader in) throws ImageFormatException {
        return new FileIdentity(in.longNumber(), in.longNumber(), in.number());
    }

    /** In what {@code there} differs, or {@code null}. */
    String differenceFrom(FileIdentity there) {
        if (size != there.size) {
            return there.size + " bytes instead of " + size;
        }
        if (modified != there.modified) {
            return "changed at another time";
        }
        return probe != there.probe && probe != 0 && there.probe != 0 ? "other content" : null;
    }
}
