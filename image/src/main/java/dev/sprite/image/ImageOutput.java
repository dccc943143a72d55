package dev.sprite.image;

import com.esotericsoftware.kryo.io.Output;
import java.io.OutputStream;
import jdk.internal.misc.Unsafe;

/** Encodes the values of an image. Numbers are little-endian; I/O failures surface as {@code KryoException}. */
public final class ImageOutput extends Output {
    private static final Unsafe UNSAFE = Raw.UNSAFE;
    private static final long BYTES = Raw.arrayBase(byte[].class);

    public ImageOutput(OutputStream out) {
        super(out, 1 << 16);
    }

    /** An unsigned number, seven bits to a byte. */
    public void number(int value) {
        if (value >>> 7 == 0 && position < capacity) {
            buffer[position++] = (byte) value;
        } else {
            writeVarInt(value, true);
        }
    }

    /** An unsigned number, seven bits to a byte. */
    public void number(long value) {
        writeVarLong(value, true);
    }

    public void int64(long value) {
        require(8);
        UNSAFE.putLongUnaligned(buffer, BYTES + position, value, false);
        position += 8;
    }

    public void int32(int value) {
        require(4);
        UNSAFE.putIntUnaligned(buffer, BYTES + position, value, false);
        position += 4;
    }

    public void int16(short value) {
        require(2);
        UNSAFE.putShortUnaligned(buffer, BYTES + position, value, false);
        position += 2;
    }

    public void int8(byte value) {
        require(1);
        buffer[position++] = value;
    }

    /** Any sequence of chars; unpaired surrogates survive. */
    public void text(String text) {
        int length = text.length();
        number(length);
        for (int i = 0; i < length; i++) {
            number(text.charAt(i));
        }
    }

    /** {@code bytes} bytes of {@code base} from {@code offset} on, as they lie in memory. */
    public void memory(Object base, long offset, long bytes) {
        long from = offset;
        long left = bytes;
        while (left > 0) {
            if (position == capacity) {
                flush();
            }
            int some = (int) Math.min(left, capacity - position);
            UNSAFE.copyMemory(base, from, buffer, BYTES + position, some);
            position += some;
            from += some;
            left -= some;
        }
    }
}
