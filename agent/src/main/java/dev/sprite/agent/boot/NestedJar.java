package dev.sprite.agent.boot;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar stored uncompressed within another jar, read in place. The start of every program passes through here, so it
 * reads only the directory and the entries that are asked for.
 */
final class NestedJar {
    private static final int END_SIZE = 22;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int DEFLATED = 8;

    private final ZipFile outer;
    private final ZipEntry nested;
    private final byte[] directory;
    private final Map<String, Integer> positions;

    NestedJar(ZipFile outer, String name) throws IOException {
        this.outer = outer;
        nested = outer.getEntry(name);
        if (nested == null || nested.getMethod() != ZipEntry.STORED) {
            throw new IOException(outer.getName() + " has no stored entry " + name);
        }
        byte[] end = bytes(nested.getSize() - END_SIZE, END_SIZE);
        int entries = u2(end, 10);
        directory = bytes(u4(end, 16), u4(end, 12));
        positions = new HashMap<>(entries * 2);
        for (int i = 0, at = 0; i < entries; i++) {
            int nameLength = u2(directory, at + 28);
            positions.put(new String(directory, at + CENTRAL_SIZE, nameLength, StandardCharsets.ISO_8859_1), at);
            at += CENTRAL_SIZE + nameLength + u2(directory, at + 30) + u2(directory, at + 32);
        }
    }

    Set<String> names() {
        return positions.keySet();
    }

    /** The content of an entry, or {@code null} if there is none of that name. */
    byte[] read(String name) throws IOException {
        Integer position = positions.get(name);
        if (position == null) {
            return null;
        }
        int at = position;
        int compressed = u4(directory, at + 20);
        int size = u4(directory, at + 24);
        int local = u4(directory, at + 42);
        try (InputStream in = outer.getInputStream(nested)) {
            skip(in, local);
            byte[] header = exactly(in, LOCAL_SIZE);
            skip(in, u2(header, 26) + u2(header, 28));
            byte[] content = exactly(in, compressed);
            return u2(directory, at + 10) == DEFLATED ? inflate(content, size) : content;
        }
    }

    private static byte[] inflate(byte[] content, int size) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(content);
            byte[] result = new byte[size];
            if (inflater.inflate(result) != size) {
                throw new EOFException("truncated entry");
            }
            return result;
        } catch (DataFormatException e) {
            throw new IOException(e);
        } finally {
            inflater.end();
        }
    }

    private byte[] bytes(long offset, int length) throws IOException {
        try (InputStream in = outer.getInputStream(nested)) {
            skip(in, offset);
            return exactly(in, length);
        }
    }

    private static void skip(InputStream in, long length) throws IOException {
        if (in.skip(length) != length) {
            throw new EOFException("truncated jar");
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (in.readNBytes(bytes, 0, length) != length) {
            throw new EOFException("truncated jar");
        }
        return bytes;
    }

    private static int u2(byte[] from, int at) {
        return (from[at] & 0xff) | (from[at + 1] & 0xff) << 8;
    }

    private static int u4(byte[] from, int at) {
        return u2(from, at) | u2(from, at + 2) << 16;
    }
}
