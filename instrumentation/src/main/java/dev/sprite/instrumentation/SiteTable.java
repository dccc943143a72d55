package dev.sprite.instrumentation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The safe points of an instrumented class by the place of their call in the code: what a stack walk needs to tell that
 * a frame can be captured. Encoded in some four bytes a site, since it is kept for every class.
 */
public final class SiteTable {
    /** A safe point: its number in the class, and a hash of the name and descriptor of what it calls. */
    public record Entry(int number, int callee) {}

    private final Map<String, Map<Integer, Entry>> methods = new HashMap<>();
    private final Map<String, Integer> frameWords = new HashMap<>();

    private SiteTable() {}

    /** Reads what {@link Encoder} wrote. */
    public static SiteTable decode(byte[] encoded) {
        SiteTable table = new SiteTable();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            while (in.available() > 0) {
                String method = in.readUTF();
                table.frameWords.put(method, in.readUnsignedShort());
                int size = in.readUnsignedShort();
                Map<Integer, Entry> sites = new HashMap<>(size * 2);
                int index = 0;
                for (int i = 0; i < size; i++) {
                    int delta = in.readUnsignedByte();
                    index += delta < 255 ? delta : in.readUnsignedShort();
                    sites.put(index, new Entry(in.readUnsignedShort(), in.readShort()));
                }
                table.methods.put(method, sites);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("site table is damaged", e);
        }
        return table;
    }

    /**
     * The site whose call stands at a place in the instrumented code.
     *
     * @param method name and descriptor, run together
     * @param codeIndex index of the call instruction
     * @return null if no safe point is there
     */
    public Entry at(String method, int codeIndex) {
        Map<Integer, Entry> sites = methods.get(method);
        return sites == null ? null : sites.get(codeIndex);
    }

    /** Bytes that a resumed frame of the method takes in the interpreter. */
    public int frameBytes(String method) {
        return frameWords.get(method) * Long.BYTES;
    }

    /** What stands for a callee in {@link Entry#callee}. */
    public static int hash(String name, String descriptor) {
        return (short) (name.hashCode() * 31 + descriptor.hashCode());
    }

    /** Collects the sites of one class, method by method. */
    static final class Encoder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        /**
         * Adds a method.
         *
         * @param method name and descriptor, run together
         * @param frameWords see {@link MethodWeaver#frameWords}
         * @param codeIndexes where the call of each site stands, ascending
         */
        void add(String method, int frameWords, List<MethodWeaver.WovenSite> sites, int[] codeIndexes) {
            try {
                out.writeUTF(method);
                out.writeShort(Math.min(frameWords, 0xffff));
                out.writeShort(sites.size());
                int last = 0;
                for (int i = 0; i < codeIndexes.length; i++) {
                    int delta = codeIndexes[i] - last;
                    last = codeIndexes[i];
                    out.writeByte(Math.min(delta, 255));
                    if (delta >= 255) {
                        out.writeShort(delta);
                    }
                    MethodWeaver.WovenSite woven = sites.get(i);
                    out.writeShort(woven.site().number());
                    out.writeShort(woven.callee() == null ? 0 : hash(woven.callee().name, woven.callee().desc));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }
    }
}
