package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;

/** Interned strings, which are the target's interned ones so that they stay the same as its literals. */
final class InternedStringCodec implements Codec<String> {
    @Override
    public void write(String text, ImageWriter out) {
        out.text(text);
    }

    @Override
    public String read(ImageReader in) throws ImageFormatException {
        return in.text().intern();
    }
}
