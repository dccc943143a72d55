package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Refusal;

/** The JVM's own class loaders, by role. */
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
        } else if (loader == ClassLoader.getPlatformClassLoader()) {
            out.number(PLATFORM);
        } else {
            throw new Refusal("class loaders of one's own cannot be moved yet: " + loader.getClass().getName());
        }
    }

    @Override
    public ClassLoader read(ImageReader in) throws ImageFormatException {
        return in.number() == PLATFORM ? ClassLoader.getPlatformClassLoader() : application;
    }
}
