package dev.sprite.capture;

import java.io.IOException;
import java.io.OutputStream;

/** Where an image goes, made before that is known. */
final class LateOutputStream extends OutputStream {
    private OutputStream out;

    void open(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        out.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
