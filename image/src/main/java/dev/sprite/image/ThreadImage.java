package dev.sprite.image;

import java.util.ArrayList;
import java.util.List;

/**
 * A captured thread.
 *
 * @param thread the thread; at the target the one that takes its role
 * @param frames its recorded frames
 */
public record ThreadImage(Thread thread, SpriteFrames frames) {
    /** The frames of all the threads. */
    public static List<SpriteFrames> framesOf(List<ThreadImage> threads) {
        List<SpriteFrames> frames = new ArrayList<>(threads.size());
        for (ThreadImage thread : threads) {
            frames.add(thread.frames);
        }
        return frames;
    }
}
