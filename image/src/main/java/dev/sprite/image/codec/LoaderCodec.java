package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;

/** The JVM's own class loaders, by role. Those of the program are copied: {@link LoaderShell}. */
final class LoaderCodec implements Codec<ClassLoader> {
    private static final int PLATFORM = 0;
    private static final int APPLICATION = 1;

    private final ClassLoader application;

    LoaderCodec(ClassLoader application) {
        this.application = application;
    }

    @Override
    public void write(ClassLoader loader, ImageWriter out) {
        if (loader == application) {
            out.number(APPLICATION);
        } else {
            out.number(PLATFORM);
        }
    }

    @Override
    public ClassLoader read(ImageReader in) throws ImageFormatException {
        return in.number() == PLATFORM ? ClassLoader.getPlatformClassLoader() : application;
    }
}
