package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Refusal;

/** The system thread group and the main thread's. */
final class ThreadGroupCodec implements Codec<ThreadGroup> {
    private static final int SYSTEM = 0;
    private static final int MAIN = 1;

    private final ThreadGroup mainGroup;

    ThreadGroupCodec(ThreadGroup mainGroup) {
        this.mainGroup = mainGroup;
    }

    @Override
    public void write(ThreadGroup group, ImageWriter out) {
        if (group == mainGroup) {
            out.number(MAIN);
        } else if (group == mainGroup.getParent()) {
            out.number(SYSTEM);
        } else {
            throw new Refusal("thread groups of one's own cannot be moved yet: " + group.getName());
        }
    }

    @Override
    public ThreadGroup read(ImageReader in) throws ImageFormatException {
        return in.number() == SYSTEM ? mainGroup.getParent() : mainGroup;
    }
}
