package dev.sprite.image.part;

import dev.sprite.image.Blocker;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The state of an inflater, in mid-stream as well: zlib's {@code inflate_state} (inflate.h, versions 1.2.9 to 1.3) with
 * its window, copied word for word into that of a fresh inflater, whose own addresses stay. That the zlib at hand lays
 * its state out like this is not believed but checked, on both hosts.
 */
final class InflaterPart extends CompressorPart {
    // z_stream
    private static final long TOTAL_IN = 16;
    private static final long TOTAL_OUT = 40;
    private static final long DATA_TYPE = 88;
    private static final long ADLER = 96;
    // inflate_state
    private static final long MODE = 8;
    private static final long WRAP = 16;
    private static final long HEADER = 48;
    private static final long WINDOW_SIZE = 60;
    private static final long WINDOW = 72;
    private static final long LENGTH_CODE = 104;
    private static final long DISTANCE_CODE = 112;
    private static final long NEXT = 144;
    private static final long CODES = 1368;
    private static final long SANE = 7144;
    private static final long BACK = 7148;
    private static final long SIZE = 7160;

    private static final int LARGEST_WINDOW = 1 << 15;
    private static final String UNKNOWN = "this JVM's zlib keeps its state in an unknown way";

    /** Beginnings of raw and of wrapped data; after a stored byte zlib has a window. */
    private static final byte[] STORED = {0, 1, 0, (byte) 0xfe, (byte) 0xff, 0};
    private static final byte[] WRAPPED_STORED = {0x78, 1, 0, 1, 0, (byte) 0xfe, (byte) 0xff, 0};
    /** The beginning of a block with fixed codes. */
    private static final byte[] FIXED = {3};

    /** The tables of fixed codes, which all inflaters of a JVM share; zero if the layout is not as expected. */
    private static final class Fixed {
        static final long LENGTHS;
        static final long DISTANCES;

        static {
            Inflater probe = new Inflater(true);
            long state = knownState(probe, 0);
            boolean known = state != 0 && feed(probe, FIXED);
            LENGTHS = known ? Raw.UNSAFE.getLong(state + LENGTH_CODE) : 0;
            DISTANCES = known ? Raw.UNSAFE.getLong(state + DISTANCE_CODE) : 0;
            probe.end();
        }
    }

    InflaterPart() {
        super(Inflater.class, "InflaterZStreamRef");
    }

    @Override
    public void write(Object inflater, ImageWriter out) {
        long stream = stream(inflater);
        if (stream == 0) {
            out.number(0);
            return;
        }
        long state = state(stream);
        if (Fixed.LENGTHS == 0 || state == 0 || Raw.UNSAFE.getLong(state + HEADER) != 0) {
            throw new Refusal(UNKNOWN);
        }
        out.number(Raw.UNSAFE.getInt(state + WRAP) == 0 ? 1 : 2);
        out.memory(null, stream + TOTAL_IN, Long.BYTES);
        out.memory(null, stream + TOTAL_OUT, Long.BYTES);
        out.memory(null, stream + DATA_TYPE, Long.BYTES);
        out.memory(null, stream + ADLER, Long.BYTES);
        out.memory(null, state + MODE, SIZE - MODE);
        writeCode(state, LENGTH_CODE, out);
        writeCode(state, DISTANCE_CODE, out);
        writeCode(state, NEXT, out);
        int window = Raw.UNSAFE.getInt(state + WINDOW_SIZE);
        if (window > 0) {
            out.memory(null, Raw.UNSAFE.getLong(state + WINDOW), window);
        }
    }

    private static void writeCode(long state, long field, ImageWriter out) {
        long code = Raw.UNSAFE.getLong(state + field);
        if (code == Fixed.LENGTHS) {
            out.number(0);
        } else if (code == Fixed.DISTANCES) {
            out.number(1);
        } else if (code >= state + CODES && code <= state + SANE) {
            out.number(2 + (int) (code - state - CODES));
        } else {
            throw new Refusal(UNKNOWN);
        }
    }

    @Override
    public void read(Object object, ImageReader in) throws ImageFormatException, NotMovableException {
        int kind = in.number();
        if (kind == 0) {
            give(object, 0);
            return;
        }
        if (Fixed.LENGTHS == 0) {
            throw new NotMovableException(Blocker.object(Inflater.class.getName(), UNKNOWN));
        }
        Inflater fresh = new Inflater(kind == 1);
        long stream = stream(fresh);
        long state = state(stream);
        feed(fresh, kind == 1 ? STORED : WRAPPED_STORED);
        long window = Raw.UNSAFE.getLong(state + WINDOW);
        int windowSize = Raw.UNSAFE.getInt(state + WINDOW_SIZE);
        in.memory(null, stream + TOTAL_IN, Long.BYTES);
        in.memory(null, stream + TOTAL_OUT, Long.BYTES);
        in.memory(null, stream + DATA_TYPE, Long.BYTES);
        in.memory(null, stream + ADLER, Long.BYTES);
        in.memory(null, state + MODE, SIZE - MODE);
        Raw.UNSAFE.putLong(state + WINDOW, window);
        readCode(state, LENGTH_CODE, in);
        readCode(state, DISTANCE_CODE, in);
        readCode(state, NEXT, in);
        int used = Raw.UNSAFE.getInt(state + WINDOW_SIZE);
        if (used != 0 && used != windowSize || windowSize > LARGEST_WINDOW || window == 0) {
            Raw.UNSAFE.putInt(state + WINDOW_SIZE, windowSize);
            throw new ImageFormatException("image damaged: an inflater with a window of " + used + " bytes");
        }
        if (used > 0) {
            in.memory(null, window, used);
        }
        give(object, take(fresh));
        fresh.end();
    }

    private static void readCode(long state, long field, ImageReader in) throws ImageFormatException {
        int code = in.number();
        if (code < 0 || code > 2 + SANE - CODES) {
            throw new ImageFormatException("image damaged: an inflater's code " + code);
        }
        Raw.UNSAFE.putLong(state + field,
                code == 0 ? Fixed.LENGTHS : code == 1 ? Fixed.DISTANCES : state + CODES + code - 2);
    }

    /** The address of a fresh inflater's state if it is laid out as expected, else 0. */
    private static long knownState(Inflater fresh, int wrap) {
        long state = state(new InflaterPart().stream(fresh));
        boolean known = state != 0
                && Raw.UNSAFE.getInt(state + WRAP) == wrap
                && Raw.UNSAFE.getLong(state + LENGTH_CODE) == state + CODES
                && Raw.UNSAFE.getLong(state + DISTANCE_CODE) == state + CODES
                && Raw.UNSAFE.getLong(state + NEXT) == state + CODES
                && Raw.UNSAFE.getInt(state + SANE) == 1
                && Raw.UNSAFE.getInt(state + BACK) == -1;
        return known ? state : 0;
    }

    private static boolean feed(Inflater inflater, byte[] input) {
        inflater.setInput(input);
        try {
            inflater.inflate(new byte[1]);
            return true;
        } catch (DataFormatException e) {
            return false;
        }
    }
}
