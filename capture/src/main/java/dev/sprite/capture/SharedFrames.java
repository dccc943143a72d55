package dev.sprite.capture;

import java.util.Arrays;

/** Has the records of threads that do the same share what is the same in them: in crowds most do. */
final class SharedFrames {
    private static final int MOST = 64;

    private final SpriteFrames[] known = new SpriteFrames[MOST];
    private int count;

    void share(SpriteFrames frames) {
        for (int i = 0; i < count; i++) {
            SpriteFrames like = known[i];
            if (Arrays.equals(like.site, frames.site) && Arrays.equals(like.owner, frames.owner)
                    && Arrays.equals(like.method, frames.method)) {
                frames.site = like.site;
                frames.owner = like.owner;
                frames.method = like.method;
                frames.primEnd = Arrays.equals(like.primEnd, frames.primEnd) ? like.primEnd : frames.primEnd;
                frames.refEnd = Arrays.equals(like.refEnd, frames.refEnd) ? like.refEnd : frames.refEnd;
                return;
            }
        }
        if (count < MOST) {
            known[count++] = frames;
        }
    }
}
