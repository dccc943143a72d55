package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Refusal;

/** The main thread, which is the target's main thread. Threads that do not run are copied like any object. */
final class ThreadCodec implements Codec<Thread> {
    private final Thread main;

    ThreadCodec(Thread main) {
        this.main = main;
    }

    @Override
    public void write(Thread thread, ImageWriter out) {
        if (thread != main) {
            throw new Refusal("threads other than main cannot be moved yet: " + thread.getName());
        }
    }

    @Override
    public Thread read(ImageReader in) {
        return main;
    }
}
