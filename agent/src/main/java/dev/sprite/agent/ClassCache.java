package dev.sprite.agent;

import dev.sprite.instrumentation.Instrumented;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Instrumented classes of earlier runs, so that a start need not analyse what it has seen before.
 *
 * <p>One file for each class path, agent and JDK; a sequence of records, each appended in one write, so that several
 * JVMs may add to it at once. A reader takes the records up to the first that is not whole and right, and a writer that
 * has met such a record begins the file anew: whatever happens to a file, the worst is that classes are instrumented
 * again.
 *
 * <p>A class is found by two checksums and the length of its original bytes. They are no defence against someone who
 * forges classes, but only the user can write here, and the JVM has them in native code, which matters at a start.
 */
final class ClassCache {
    /** No file grows beyond this; what comes then is instrumented at every start. */
    private static final long LARGEST_FILE = 64L << 20;
    /** Oldest files go when a new one begins and all together are larger. */
    private static final long LARGEST_FOLDER = 512L << 20;

    private static final int MAGIC = 0x53707231;
    /** Magic, CRC and CRC-C of the original, its length, length of sites, length of code, CRC of the record's rest. */
    private static final int HEADER = 28;
    private static final int UNTOUCHED = -1;

    private final File file;
    private final CRC32 crc = new CRC32();
    private final CRC32C crcC = new CRC32C();
    private final byte[] header = new byte[HEADER];
    private Map<Long, Long> positions;
    private RandomAccessFile in;
    private FileOutputStream out;
    private long end;
    private boolean damaged;
    private boolean disabled;

    /**
     * Uses a file in {@code folder}.
     *
     * @param identity whatever decides how a class is instrumented, besides its bytes, and the program's class path
     */
    ClassCache(File folder, String identity) {
        byte[] bytes = identity.getBytes();
        file = new File(folder, Long.toHexString(key(bytes)).concat(".classes"));
    }

    /**
     * What an earlier run made of {@code original}, or {@code null} if none is known to have met it. The class file in
     * it is {@code null} for a class that is left as it is.
     */
    synchronized Instrumented find(byte[] original) {
        if (disabled) {
            return null;
        }
        try {
            if (positions == null) {
                index();
            }
            Long position = positions.get(key(original));
            return position == null ? null : read(position, original.length);
        } catch (IOException e) {
            disable(e);
            return null;
        }
    }

    /** Keeps what has been made of {@code original} for later runs. */
    synchronized void add(byte[] original, Instrumented result) {
        byte[] sites = result.sites();
        byte[] code = result.classFile();
        int sitesLength = sites == null ? 0 : sites.length;
        int codeLength = code == null ? 0 : code.length;
        if (disabled || end + HEADER + sitesLength + codeLength > LARGEST_FILE) {
            return;
        }
        byte[] record = new byte[HEADER + sitesLength + codeLength];
        put(record, 0, MAGIC);
        long key = key(original);
        put(record, 4, (int) (key >>> 32));
        put(record, 8, (int) key);
        put(record, 12, original.length);
        put(record, 16, sitesLength);
        put(record, 20, code == null ? UNTOUCHED : codeLength);
        if (sitesLength != 0) {
            System.arraycopy(sites, 0, record, HEADER, sitesLength);
        }
        if (codeLength != 0) {
            System.arraycopy(code, 0, record, HEADER + sitesLength, codeLength);
        }
        put(record, 24, sum(record, record.length));
        try {
            if (out == null) {
                open();
            }
            out.write(record);
            end += record.length;
        } catch (IOException e) {
            disable(e);
        }
    }

    private void index() throws IOException {
        positions = new HashMap<>();
        if (!file.exists()) {
            return;
        }
        in = new RandomAccessFile(file, "r");
        long length = in.length();
        while (end < length) {
            long next = end + HEADER;
            if (next <= length) {
                in.seek(end);
                in.readFully(header);
                next += get(header, 16) + (long) Math.max(0, get(header, 20));
            }
            if (next > length || get(header, 0) != MAGIC || get(header, 16) < 0 || get(header, 20) < UNTOUCHED) {
                damaged = true;
                return;
            }
            positions.put((long) get(header, 4) << 32 | get(header, 8) & 0xffffffffL, end);
            end = next;
        }
    }

    private Instrumented read(long position, int originalLength) throws IOException {
        in.seek(position);
        in.readFully(header);
        int sitesLength = get(header, 16);
        int codeLength = get(header, 20);
        if (get(header, 12) != originalLength) {
            return null;
        }
        byte[] sites = new byte[sitesLength];
        byte[] code = codeLength == UNTOUCHED ? null : new byte[codeLength];
        in.readFully(sites);
        crc.reset();
        crc.update(header, 0, HEADER - 4);
        crc.update(sites, 0, sitesLength);
        if (code != null) {
            in.readFully(code);
            crc.update(code, 0, codeLength);
        }
        if ((int) crc.getValue() != get(header, 24)) {
            damaged = true;
            return null;
        }
        return new Instrumented(code, sites);
    }

    private int sum(byte[] record, int length) {
        crc.reset();
        crc.update(record, 0, HEADER - 4);
        crc.update(record, HEADER, length - HEADER);
        return (int) crc.getValue();
    }

    private void open() throws IOException {
        File folder = file.getParentFile();
        if (!folder.isDirectory()) {
            Files.createDirectories(folder.getParentFile().toPath());
            folder.mkdir();
            Files.setPosixFilePermissions(folder.toPath(), PosixFilePermissions.fromString("rwx------"));
        }
        if (damaged) {
            // Whoever has the old file open goes on with it.
            Files.deleteIfExists(file.toPath());
            end = 0;
        }
        if (!file.exists()) {
            prune(folder);
        }
        out = new FileOutputStream(file, true);
    }

    private static void prune(File folder) {
        File[] files = folder.listFiles();
        if (files == null) {
            return;
        }
        long total = 0;
        for (File each : files) {
            total += each.length();
        }
        if (total > LARGEST_FOLDER) {
            Arrays.sort(files, Comparator.comparingLong(File::lastModified));
        }
        for (int i = 0; i < files.length && total > LARGEST_FOLDER; i++) {
            total -= files[i].length();
            files[i].delete();
        }
    }

    private void disable(IOException cause) {
        disabled = true;
        Log.debug("instrumented classes are not kept: " + cause);
    }

    private long key(byte[] bytes) {
        crc.reset();
        crc.update(bytes, 0, bytes.length);
        crcC.reset();
        crcC.update(bytes, 0, bytes.length);
        return crc.getValue() << 32 | crcC.getValue();
    }

    private static int get(byte[] from, int at) {
        return from[at] << 24 | (from[at + 1] & 0xff) << 16 | (from[at + 2] & 0xff) << 8 | from[at + 3] & 0xff;
    }

    private static void put(byte[] into, int at, int value) {
        into[at] = (byte) (value >>> 24);
        into[at + 1] = (byte) (value >>> 16);
        into[at + 2] = (byte) (value >>> 8);
        into[at + 3] = (byte) value;
    }
}
