package dev.sprite.image.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A stretch of this process's memory that was mapped in one piece, as {@code /proc/self/maps} has it.
 *
 * @param access such as {@code r--s}: readable, writable, executable, shared or private
 * @param offset of its beginning in the file
 * @param inode of the file; 0 if it maps none
 * @param path of the file, if it still has that name
 */
record MemoryRegion(long begin, long end, String access, long offset, long inode, String path) {
    private static final Path ALL = Path.of("/proc/self/maps");
    private static final int FIELDS = 6;
    private static final String GONE = " (deleted)";

    /**
     * The one that holds the {@code length} bytes at {@code address}, be it in pieces because parts of it have been given
     * other advice; {@code null} if there is none.
     */
    static MemoryRegion at(long address, long length) throws IOException {
        MemoryRegion found = null;
        try (BufferedReader lines = Files.newBufferedReader(ALL)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int dash = line.indexOf('-');
                long begin = Long.parseUnsignedLong(line, 0, dash, 16);
                long end = Long.parseUnsignedLong(line, dash + 1, line.indexOf(' '), 16);
                if (begin <= address && address < end) {
                    found = parse(begin, end, line.split(" +", FIELDS));
                } else if (found != null) {
                    MemoryRegion next = parse(begin, end, line.split(" +", FIELDS));
                    if (found.end >= address + length || !next.continues(found)) {
                        break;
                    }
                    found = new MemoryRegion(found.begin, end, found.access, found.offset, found.inode, found.path);
                }
            }
        }
        return found == null || found.end < address + length ? null : found;
    }

    private static MemoryRegion parse(long begin, long end, String[] fields) {
        return new MemoryRegion(begin, end, fields[1], Long.parseUnsignedLong(fields[2], 16),
                Long.parseLong(fields[4]), fields.length < FIELDS ? "" : fields[5]);
    }

    private boolean continues(MemoryRegion other) {
        return begin == other.end && inode == other.inode && access.equals(other.access) && path.equals(other.path)
                && (inode == 0 || offset == other.offset + other.end - other.begin);
    }

    boolean isShared() {
        return access.charAt(3) == 's';
    }

    boolean isWritable() {
        return access.charAt(1) == 'w';
    }

    /** Whether it maps a regular file that is still found by its name. */
    boolean hasNamedFile() throws IOException {
        Path file = Path.of(path);
        return inode != 0 && !path.endsWith(GONE) && Files.isRegularFile(file) && FilePlace.of(file).inode() == inode;
    }
}
