package dev.sprite.image.part;

import dev.sprite.image.Blocker;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.lang.invoke.MethodHandle;
import java.util.zip.Deflater;

/**
 * The state of a deflater, in mid-stream as well: zlib's {@code deflate_state} (deflate.h, versions 1.2.9 to 1.3.1) with
 * its window, hash chains and pending output, copied word for word into those of a fresh one, whose own addresses stay.
 * That the zlib at hand lays its state out like this is not believed but checked, on both hosts.
 */
final class DeflaterPart extends CompressorPart {
    // z_stream
    private static final long TOTAL_IN = 16;
    private static final long TOTAL_OUT = 40;
    private static final long DATA_TYPE = 88;
    private static final long ADLER = 96;
    // deflate_state
    private static final long STATUS = 8;
    private static final long PENDING_BUFFER = 16;
    private static final long PENDING_SIZE = 24;
    private static final long PENDING_OUT = 32;
    private static final long PENDING = 40;
    private static final long WRAP = 48;
    private static final long HEADER = 56;
    private static final long WINDOW_SIZE = 80;
    private static final long WINDOW_BITS = 84;
    private static final long WINDOW = 96;
    private static final long WINDOW_BYTES = 104;
    private static final long PREVIOUS = 112;
    private static final long HEAD = 120;
    private static final long HASH = 128;
    private static final long HASH_SIZE = 132;
    private static final long HASH_BITS = 136;
    private static final long BLOCK_START = 152;
    private static final long POSITION = 172;
    private static final long LOOKAHEAD = 180;
    private static final long TREES = 212;
    private static final long[] TREE_OF = {TREES, 2504, 2748};
    private static final long DESCRIPTIONS = 2904;
    private static final long DESCRIPTION = 24;
    private static final long LARGEST_CODE = 8;
    private static final long COUNTS = 2976;
    private static final long SYMBOLS = 5888;
    private static final long SYMBOLS_SIZE = 5896;
    private static final long SYMBOLS_NEXT = 5900;
    /** The end of the symbols; before version 1.2.12 the address of the distances among them. */
    private static final long SYMBOLS_END = 5904;
    private static final long LENGTHS = 5912;
    private static final long SIZE = 5952;

    private static final int W = 1 << 15;
    private static final int CHAINS = W * Short.BYTES;
    private static final int MOST_SYMBOLS = 1 << 14;
    private static final int PENDING_BYTES = 4 * MOST_SYMBOLS;

    private static final int ENDED = 0;
    private static final int UNUSED = 1;
    private static final int UNUSED_WRAPPED = 2;
    private static final int USED = 3;
    private static final int USED_WRAPPED = 4;
    private static final String UNKNOWN = "this JVM's zlib keeps its state in an unknown way";

    private static final long LEVEL = Raw.offset(Deflater.class, "level");
    private static final long STRATEGY = Raw.offset(Deflater.class, "strategy");

    private static final MethodHandle INIT =
            Handles.staticMethod(Deflater.class, "init", long.class, int.class, int.class, boolean.class);

    /** How this JVM's zlib keeps its state. */
    private static final class Known {
        static final int UNKNOWN = 0;
        static final int WITH_DISTANCES = 1;
        static final int LAYOUT = layout();

        private static int layout() {
            Deflater probe = new Deflater();
            try {
                long state = state(new DeflaterPart().stream(probe));
                return state == 0 || !isPlain(state) ? UNKNOWN : symbols(state);
            } finally {
                probe.end();
            }
        }

        private static boolean isPlain(long state) {
            boolean trees = true;
            for (int i = 0; i < TREE_OF.length; i++) {
                trees &= Raw.UNSAFE.getLong(state + DESCRIPTIONS + i * DESCRIPTION) == state + TREE_OF[i];
            }
            return trees && isOfUsualSize(state)
                    && Raw.UNSAFE.getInt(state + WRAP) == 1
                    && Raw.UNSAFE.getLong(state + PENDING_OUT) == Raw.UNSAFE.getLong(state + PENDING_BUFFER)
                    && Raw.UNSAFE.getInt(state + SYMBOLS_SIZE) == MOST_SYMBOLS
                    && Raw.UNSAFE.getInt(state + SYMBOLS_NEXT) == 0;
        }

        /** Tells the two layouts apart by where the symbols are. */
        private static int symbols(long state) {
            long buffer = Raw.UNSAFE.getLong(state + PENDING_BUFFER);
            long symbols = Raw.UNSAFE.getLong(state + SYMBOLS) - buffer;
            if (symbols == 3 * MOST_SYMBOLS && Raw.UNSAFE.getLong(state + SYMBOLS_END) == buffer + MOST_SYMBOLS) {
                return WITH_DISTANCES;
            }
            int end = Raw.UNSAFE.getInt(state + SYMBOLS_END);
            return symbols == MOST_SYMBOLS && end == 3 * (MOST_SYMBOLS - 1) ? end : UNKNOWN;
        }
    }

    DeflaterPart() {
        super(Deflater.class, "DeflaterZStreamRef");
    }

    private static boolean isOfUsualSize(long state) {
        return Raw.UNSAFE.getInt(state + WINDOW_SIZE) == W
                && Raw.UNSAFE.getInt(state + WINDOW_BITS) == 15
                && Raw.UNSAFE.getLong(state + WINDOW_BYTES) == 2 * W
                && Raw.UNSAFE.getInt(state + HASH_SIZE) == W
                && Raw.UNSAFE.getInt(state + HASH_BITS) == 15
                && Raw.UNSAFE.getLong(state + PENDING_SIZE) == PENDING_BYTES
                && Raw.UNSAFE.getLong(state + HEADER) == 0;
    }

    @Override
    public void write(Object object, ImageWriter out) {
        Deflater deflater = (Deflater) object;
        long stream = stream(deflater);
        if (stream == 0) {
            out.number(ENDED);
            return;
        }
        long state = state(stream);
        if (state == 0 || Raw.UNSAFE.getInt(state + WINDOW_SIZE) != W
                || Raw.UNSAFE.getInt(state + WINDOW_BITS) != 15) {
            throw new Refusal(UNKNOWN);
        }
        boolean wrapped = Raw.UNSAFE.getInt(state + WRAP) != 0;
        if (deflater.getBytesRead() == 0 && deflater.getBytesWritten() == 0
                && Raw.UNSAFE.getLong(state + BLOCK_START) == 0 && Raw.UNSAFE.getInt(state + POSITION) == 0) {
            out.number(wrapped ? UNUSED_WRAPPED : UNUSED);
            return;
        }
        if (Known.LAYOUT == Known.UNKNOWN || !isOfUsualSize(state)) {
            throw new Refusal(UNKNOWN);
        }
        out.number(wrapped ? USED_WRAPPED : USED);
        out.number(Known.LAYOUT);
        out.number((int) (Raw.UNSAFE.getLong(state + PENDING_OUT) - Raw.UNSAFE.getLong(state + PENDING_BUFFER)));
        each(stream, state, (address, bytes) -> out.memory(null, address, bytes));
    }

    private static long fresh(Object deflater, boolean noWrap) {
        return (long) Handles.invoke(
                INIT, Raw.UNSAFE.getInt(deflater, LEVEL), Raw.UNSAFE.getInt(deflater, STRATEGY), noWrap);
    }

    @Override
    public void read(Object object, ImageReader in) throws ImageFormatException, NotMovableException {
        int kind = in.number();
        if (kind < USED) {
            give(object, kind == ENDED ? 0 : fresh(object, kind == UNUSED));
            return;
        }
        int pendingOut = requireWithin(PENDING_BYTES, checkedLayout(in));
        long stream = fresh(object, kind == USED);
        give(object, stream);
        long state = state(stream);
        each(stream, state, (address, bytes) -> in.memory(null, address, bytes));
        Raw.UNSAFE.putLong(state + PENDING_OUT, Raw.UNSAFE.getLong(state + PENDING_BUFFER) + pendingOut);
        requireWithin(PENDING_BYTES - pendingOut, Raw.UNSAFE.getLong(state + PENDING));
        requireWithin(2 * W, Raw.UNSAFE.getInt(state + POSITION));
        requireWithin(2 * W - Raw.UNSAFE.getInt(state + POSITION), Raw.UNSAFE.getInt(state + LOOKAHEAD));
        requireWithin(3 * MOST_SYMBOLS, Raw.UNSAFE.getInt(state + SYMBOLS_NEXT));
    }

    /** Of a deflater that was made by the same kind of zlib, where its pending output begins. */
    private static int checkedLayout(ImageReader in) throws ImageFormatException, NotMovableException {
        if (in.number() != Known.LAYOUT || Known.LAYOUT == Known.UNKNOWN) {
            throw new NotMovableException(Blocker.object(
                    Deflater.class.getName(), "the target's zlib keeps its state in another way. Use the same JDK build"));
        }
        return in.number();
    }

    private static int requireWithin(int most, long value) throws ImageFormatException {
        if (value < 0 || value > most) {
            throw new ImageFormatException("image damaged: a deflater with " + value + " where there can be " + most);
        }
        return (int) value;
    }

    /** What is done with each piece of memory that a deflater has. */
    private interface Pieces<E extends Exception> {
        void at(long address, int bytes) throws E;
    }

    /** All that is no address, and no size that all deflaters have in common. */
    private static <E extends Exception> void each(long stream, long state, Pieces<E> pieces) throws E {
        pieces.at(stream + TOTAL_IN, Long.BYTES);
        pieces.at(stream + TOTAL_OUT, Long.BYTES);
        pieces.at(stream + DATA_TYPE, Long.BYTES);
        pieces.at(stream + ADLER, Long.BYTES);
        pieces.at(state + STATUS, Long.BYTES);
        pieces.at(state + PENDING, (int) (HEADER - PENDING));
        pieces.at(state + HEADER + Long.BYTES, (int) (WINDOW_SIZE - HEADER - Long.BYTES));
        pieces.at(state + HASH, Integer.BYTES);
        pieces.at(state + BLOCK_START, (int) (DESCRIPTIONS - BLOCK_START));
        for (int i = 0; i < TREE_OF.length; i++) {
            pieces.at(state + DESCRIPTIONS + i * DESCRIPTION + LARGEST_CODE, Integer.BYTES);
        }
        pieces.at(state + COUNTS, (int) (SYMBOLS - COUNTS));
        pieces.at(state + SYMBOLS_NEXT, Integer.BYTES);
        pieces.at(state + LENGTHS, (int) (SIZE - LENGTHS));
        pieces.at(Raw.UNSAFE.getLong(state + WINDOW), 2 * W);
        pieces.at(Raw.UNSAFE.getLong(state + PREVIOUS), CHAINS);
        pieces.at(Raw.UNSAFE.getLong(state + HEAD), CHAINS);
        pieces.at(Raw.UNSAFE.getLong(state + PENDING_BUFFER), PENDING_BYTES);
    }
}
