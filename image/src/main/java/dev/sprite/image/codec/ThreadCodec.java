package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Refusal;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The main thread, which is the target's main thread. The program's other threads, and threads that do not run, are
 * copied like any object.
 */
final class ThreadCodec implements Codec<Thread> {
    private final Thread main;
    private final Set<Thread> moving = Collections.newSetFromMap(new IdentityHashMap<>());

    ThreadCodec(Thread main) {
        this.main = main;
    }

    void moving(Thread thread) {
        moving.add(thread);
    }

    boolean isPlain(Thread thread) {
        return thread != main && (!thread.isAlive() || moving.contains(thread));
    }

    @Override
    public void write(Thread thread, ImageWriter out) {
        if (thread != main) {
            throw new Refusal("a thread that is not the program's own cannot be moved: " + thread.getName());
        }
    }

    @Override
    public Thread read(ImageReader in) {
        return main;
    }
}
