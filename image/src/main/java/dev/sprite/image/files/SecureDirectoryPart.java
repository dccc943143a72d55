package dev.sprite.image.files;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import dev.sprite.image.part.NativePart;

/** The descriptor of a folder that names are relative to: home keeps it. */
public final class SecureDirectoryPart implements NativePart {
    private static final Class<?> STREAM = Handles.type("sun.nio.fs.UnixSecureDirectoryStream");
    private static final long DESCRIPTOR = Raw.offset(STREAM, "dfd");

    @Override
    public boolean isOf(Class<?> type) {
        return type == STREAM;
    }

    @Override
    public void write(Object stream, ImageWriter out) {
        int number = Raw.UNSAFE.getInt(stream, DESCRIPTOR);
        if (!SpriteFiles.isForeign()) {
            HomeDescriptors.addNumber(number);
        }
        out.number(number & ~SpriteFiles.AWAY);
    }

    @Override
    public void read(Object stream, ImageReader in) throws ImageFormatException {
        Raw.UNSAFE.putInt(stream, DESCRIPTOR, in.number() | SpriteFiles.AWAY);
    }
}
