package dev.sprite.image.part;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.lang.invoke.MethodHandle;
import java.util.zip.Deflater;

/** The state of a deflater: moves only before its first input, or after a reset. */
final class DeflaterPart extends CompressorPart {
    // deflate_state (deflate.h, versions 1.2.11 to 1.3)
    private static final long WRAP = 48;
    private static final long WINDOW_SIZE = 80;
    private static final long WINDOW_BITS = 84;
    private static final long BLOCK_START = 152;
    private static final long POSITION = 172;

    private static final long LEVEL = Raw.offset(Deflater.class, "level");
    private static final long STRATEGY = Raw.offset(Deflater.class, "strategy");

    private static final MethodHandle INIT =
            Handles.staticMethod(Deflater.class, "init", long.class, int.class, int.class, boolean.class);

    DeflaterPart() {
        super(Deflater.class, "DeflaterZStreamRef");
    }

    @Override
    public void write(Object object, ImageWriter out) {
        Deflater deflater = (Deflater) object;
        long stream = stream(deflater);
        if (stream == 0) {
            out.number(0);
            return;
        }
        long state = state(stream);
        if (state == 0 || Raw.UNSAFE.getInt(state + WINDOW_SIZE) != 1 << 15
                || Raw.UNSAFE.getInt(state + WINDOW_BITS) != 15) {
            throw new Refusal("this JVM's zlib keeps its state in an unknown way");
        }
        int wrap = Raw.UNSAFE.getInt(state + WRAP);
        if (deflater.getBytesRead() != 0 || deflater.getBytesWritten() != 0
                || Raw.UNSAFE.getLong(state + BLOCK_START) != 0 || Raw.UNSAFE.getInt(state + POSITION) != 0) {
            throw new Refusal("a compressor in mid-stream is not moved yet; reach a point where none is");
        }
        out.number(wrap == 0 ? 1 : 2);
    }

    private static long fresh(Object deflater, boolean noWrap) {
        return (long) Handles.invoke(
                INIT, Raw.UNSAFE.getInt(deflater, LEVEL), Raw.UNSAFE.getInt(deflater, STRATEGY), noWrap);
    }

    @Override
    public void read(Object object, ImageReader in) throws ImageFormatException {
        int kind = in.number();
        give(object, kind == 0 ? 0 : fresh(object, kind == 1));
    }
}
