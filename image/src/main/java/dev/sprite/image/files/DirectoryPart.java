package dev.sprite.image.files;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import dev.sprite.image.part.NativePart;

/** The operating system's directory stream behind a {@link java.nio.file.DirectoryStream}: home keeps it. */
public final class DirectoryPart implements NativePart {
    private static final Class<?> STREAM = Handles.type("sun.nio.fs.UnixDirectoryStream");
    private static final long ADDRESS = Raw.offset(STREAM, "dp");

    @Override
    public boolean isOf(Class<?> type) {
        return type == STREAM;
    }

    @Override
    public void write(Object stream, ImageWriter out) {
        long address = Raw.UNSAFE.getLong(stream, ADDRESS);
        if (!SpriteFiles.isForeign()) {
            HomeDescriptors.addDirectory(address);
        }
        out.number(address & ~SpriteFiles.AWAY_ADDRESS);
    }

    @Override
    public void read(Object stream, ImageReader in) throws ImageFormatException {
        Raw.UNSAFE.putLong(stream, ADDRESS, in.longNumber() | SpriteFiles.AWAY_ADDRESS);
    }
}
