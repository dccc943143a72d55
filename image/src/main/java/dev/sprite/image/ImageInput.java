package dev.sprite.image;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import java.io.IOException;
import java.io.InputStream;
import jdk.internal.misc.Unsafe;

/** Decodes what {@link ImageOutput} wrote. Failures surface as {@code KryoException}: see {@link #unwrap}. */
public final class ImageInput extends Input {
    private static final Unsafe UNSAFE = Raw.UNSAFE;
    private static final long BYTES = Raw.arrayBase(byte[].class);

    public ImageInput(InputStream in) {
        super(in, 1 << 16);
    }

    /** The I/O failure behind {@code e}; an image that ends too early becomes an {@link ImageFormatException}. */
    public static IOException unwrap(KryoException e) {
        return e.getCause() instanceof IOException cause
                ? cause
                : new ImageFormatException("image truncated: it ends within a record", e);
    }

    public int number() {
        if (position < limit) {
            int b = buffer[position];
            if (b >= 0) {
                position++;
                return b;
            }
        }
        return readVarInt(true);
    }

    public long longNumber() {
        return readVarLong(true);
    }

    public long int64() {
        require(8);
        long value = UNSAFE.getLongUnaligned(buffer, BYTES + position, false);
        position += 8;
        return value;
    }

    public int int32() {
        require(4);
        int value = UNSAFE.getIntUnaligned(buffer, BYTES + position, false);
        position += 4;
        return value;
    }

    public short int16() {
        require(2);
        short value = UNSAFE.getShortUnaligned(buffer, BYTES + position, false);
        position += 2;
        return value;
    }

    public byte int8() {
        require(1);
        return buffer[position++];
    }

    /** Grows with what arrives, so that a false length costs nothing. */
    public String text() throws ImageFormatException {
        int length = number();
        if (length < 0) {
            throw new ImageFormatException("image damaged: a text of negative length");
        }
        StringBuilder text = new StringBuilder(Math.min(length, 256));
        for (int i = 0; i < length; i++) {
            text.append((char) number());
        }
        return text.toString();
    }

    /** Fills {@code bytes} bytes of {@code base} from {@code offset} on. */
    public void memory(Object base, long offset, long bytes) {
        long to = offset;
        long left = bytes;
        while (left > 0) {
            if (position == limit) {
                require(1);
            }
            int some = (int) Math.min(left, limit - position);
            UNSAFE.copyMemory(buffer, BYTES + position, base, to, some);
            position += some;
            to += some;
            left -= some;
        }
    }
}
