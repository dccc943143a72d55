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
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * The safe points of an instrumented class by the place of their call in the code: what a stack walk needs to tell that
 * a frame can be captured. Encoded in some four bytes a site, since it is kept for every class.
 */
public final class SiteTable {
    private static final int KEEPS_ARGUMENTS = 0x8000;
    private static final int CALLS_HANDLE = 0x4000;
    private static final int HOLDS_MONITOR = 0x2000;
    private static final int HASH = HOLDS_MONITOR - 1;
    /** Instead of a distance: it and the rest of the site come next, then the locals that no handler records. */
    private static final int UNHANDLED = 254;
    /** Instead of a distance: it is large, and comes next. */
    private static final int FAR = 255;

    /**
     * A safe point.
     *
     * @param number counted in the class
     * @param callee a hash of the name and descriptor of what it calls
     * @param keepsArguments whether the arguments of its call are recorded, so that it can be made again with them
     * @param callsHandle whether it calls a method handle, of whatever kind
     * @param holdsMonitor whether the method or a block of it is synchronized there
     * @param locals where its values are, which no handler records: for each a letter for its kind and a character for
     *     the local; null if a handler does
     */
    public record Entry(int number, int callee, boolean keepsArguments, boolean callsHandle, boolean holdsMonitor,
            String locals) {
        private static Entry decode(int number, int call, String locals) {
            return new Entry(number, call & HASH, (call & KEEPS_ARGUMENTS) != 0, (call & CALLS_HANDLE) != 0,
                    (call & HOLDS_MONITOR) != 0, locals);
        }
    }

    private final Map<String, Map<Integer, Entry>> methods = new HashMap<>();
    /** By method and number, of a class that has them. */
    private final Map<String, Map<Integer, String>> shapes = new HashMap<>();
    private final Map<String, Map<Integer, Integer>> starts = new HashMap<>();
    private final Map<String, Integer> frameWords = new HashMap<>();

    private SiteTable() {}

    /** Reads what {@link Encoder} wrote. */
    public static SiteTable decode(byte[] encoded) {
        SiteTable table = new SiteTable();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            boolean shaped = in.readBoolean();
            while (in.available() > 0) {
                String method = in.readUTF();
                table.frameWords.put(method, in.readUnsignedShort());
                int size = in.readUnsignedShort();
                Map<Integer, Entry> sites = new HashMap<>(size * 2);
                int index = 0;
                for (int i = 0; i < size; i++) {
                    int delta = in.readUnsignedByte();
                    boolean unhandled = delta == UNHANDLED;
                    delta = unhandled ? in.readUnsignedByte() : delta;
                    index += delta < UNHANDLED ? delta : in.readUnsignedShort();
                    sites.put(index, Entry.decode(
                            in.readUnsignedShort(), in.readUnsignedShort(), unhandled ? in.readUTF() : null));
                }
                table.methods.put(method, sites);
                table.starts.put(method, decodeStarts(in));
                if (shaped) {
                    table.shapes.put(method, decodeShapes(in));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("site table is damaged", e);
        }
        return table;
    }

    private static Map<Integer, Integer> decodeStarts(DataInputStream in) throws IOException {
        Map<Integer, Integer> starts = new HashMap<>();
        int index = 0;
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            int delta = in.readUnsignedByte();
            index += delta < FAR ? delta : in.readUnsignedShort();
            starts.put(index, in.readUnsignedShort());
        }
        return starts;
    }

    private static Map<Integer, String> decodeShapes(DataInputStream in) throws IOException {
        Map<Integer, String> shapes = new HashMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            shapes.put(in.readUnsignedShort(), in.readUTF());
        }
        return shapes;
    }

    /**
     * Where a frame at a place has the values that a record of it holds, as {@link Entry#locals}; null if the class was
     * not instrumented by {@link ClassInstrumenter#instrumentOnce}, so that its class file must tell.
     *
     * @param method name and descriptor, run together
     */
    public String shape(String method, int number) {
        return shapes.getOrDefault(method, Map.of()).get(number);
    }

    /**
     * The number that stands for an instruction which may start a static initialiser.
     *
     * @param method name and descriptor, run together
     * @param codeIndex index of the instruction
     * @return -1 if none is there
     */
    public int startAt(String method, int codeIndex) {
        return starts.getOrDefault(method, Map.of()).getOrDefault(codeIndex, -1);
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

    /** Whether a method, by name and descriptor run together, has safe points. */
    public boolean knows(String method) {
        return methods.containsKey(method);
    }

    /** The numbers of all safe points, by method. */
    Map<String, Set<Integer>> numbers() {
        Map<String, Set<Integer>> numbers = new HashMap<>();
        methods.forEach((method, sites) ->
                numbers.put(method, sites.values().stream().map(Entry::number).collect(Collectors.toSet())));
        return numbers;
    }

    /** Whether a method of that name has safe points. */
    boolean has(String name) {
        for (String method : methods.keySet()) {
            if (method.startsWith(name) && method.charAt(name.length()) == '(') {
                return true;
            }
        }
        return false;
    }

    /** Bytes that a resumed frame of the method takes in the interpreter. */
    public int frameBytes(String method) {
        return frameWords.get(method) * Long.BYTES;
    }

    /** What stands for a callee in {@link Entry#callee}. */
    public static int hash(String name, String descriptor) {
        return (name.hashCode() * 31 + descriptor.hashCode()) & HASH;
    }

    /** Collects the sites of one class, method by method. */
    static final class Encoder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);
        private final boolean shaped;

        /** @param shaped whether it is to tell where frames have their values, since there will be no class file */
        Encoder(boolean shaped) {
            this.shaped = shaped;
            try {
                out.writeBoolean(shaped);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * Adds a method.
         *
         * @param method name and descriptor, run together
         * @param weaver what has written its code
         * @param sites its sites, in the order of the code
         * @param codeIndexes where the call of each site stands, ascending
         * @param starts the instructions that may start initialisers, in the order of the code
         */
        void add(String method, MethodWeaver weaver, List<WovenSite> sites, List<Integer> codeIndexes,
                List<WovenStart> starts) {
            try {
                out.writeUTF(method);
                out.writeShort(Math.min(weaver.frameWords(), 0xffff));
                out.writeShort(sites.size());
                int last = 0;
                for (int i = 0; i < codeIndexes.size(); i++) {
                    int delta = codeIndexes.get(i) - last;
                    last = codeIndexes.get(i);
                    WovenSite woven = sites.get(i);
                    boolean handled = woven.isHandled();
                    if (!handled) {
                        out.writeByte(UNHANDLED);
                    }
                    out.writeByte(delta < UNHANDLED ? delta : FAR);
                    if (delta >= UNHANDLED) {
                        out.writeShort(delta);
                    }
                    out.writeShort(woven.site().number());
                    out.writeShort(call(woven, weaver.isSynchronized()));
                    if (!handled) {
                        out.writeUTF(weaver.shape(woven.site().number()));
                    }
                }
                addStarts(starts);
                if (shaped) {
                    addShapes(weaver);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void addStarts(List<WovenStart> starts) throws IOException {
            out.writeShort(starts.size());
            int last = 0;
            for (WovenStart start : starts) {
                int index = start.place().getLabel().getOffset();
                out.writeByte(Math.min(index - last, FAR));
                if (index - last >= FAR) {
                    out.writeShort(index - last);
                }
                last = index;
                out.writeShort(start.number());
            }
        }

        private void addShapes(MethodWeaver weaver) throws IOException {
            Map<Integer, String> shapes = weaver.shapes();
            out.writeShort(shapes.size());
            for (Map.Entry<Integer, String> shape : shapes.entrySet()) {
                out.writeShort(shape.getKey());
                out.writeUTF(shape.getValue());
            }
        }

        private static int call(WovenSite woven, boolean isSynchronized) {
            int flags = woven.site().keepsArguments() ? KEEPS_ARGUMENTS : 0;
            flags |= isSynchronized || woven.site().monitors() > 0 ? HOLDS_MONITOR : 0;
            if (ReplayedCalls.callsHandle(woven.call())) {
                return flags | CALLS_HANDLE;
            }
            return woven.call() instanceof MethodInsnNode callee ? flags | hash(callee.name, callee.desc) : flags;
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }
    }
}
