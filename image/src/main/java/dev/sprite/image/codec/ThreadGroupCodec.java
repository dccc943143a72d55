package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Refusal;
import dev.sprite.image.VirtualThreads;
import dev.sprite.image.carrier.ThreadGroups;

/**
 * The system thread group, the main thread's, and that of threads which virtual ones make. Groups of the program's own
 * are copied like any object.
 */
final class ThreadGroupCodec implements Codec<ThreadGroup> {
    private static final int SYSTEM = 0;
    private static final int MAIN = 1;
    private static final int VIRTUAL = 2;

    private final ThreadGroup mainGroup;

    ThreadGroupCodec(ThreadGroup mainGroup) {
        this.mainGroup = mainGroup;
    }

    boolean isPlain(ThreadGroup group) {
        return group != mainGroup && group != mainGroup.getParent() && !ThreadGroups.isOfJdk(group);
    }

    @Override
    public void write(ThreadGroup group, ImageWriter out) {
        if (group == mainGroup) {
            out.number(MAIN);
        } else if (group == mainGroup.getParent()) {
            out.number(SYSTEM);
        } else if (group == VirtualThreads.group()) {
            out.number(VIRTUAL);
        } else {
            throw new Refusal("a thread group of the JDK's own cannot be moved: " + group.getName());
        }
    }

    @Override
    public ThreadGroup read(ImageReader in) throws ImageFormatException {
        return switch (in.number()) {
            case SYSTEM -> mainGroup.getParent();
            case MAIN -> mainGroup;
            case VIRTUAL -> VirtualThreads.group();
            default -> throw new ImageFormatException("image damaged: a thread group of no known kind");
        };
    }
}
