package dev.sprite.capture;

import java.util.Set;

/** Has frames go on in this JVM after they have been unwound. */
public interface Resumer {
    /** The classes of the frames that have no resume code for them as yet; those that have keep it. */
    Set<Class<?>> wanting(SpriteFrames frames);

    /**
     * Makes the resume code of frames that are about to be unwound.
     *
     * @param isAlone whether no other thread can have frames to resume
     * @return the class that takes none, so that they must not be unwound; null if all do
     */
    Class<?> install(SpriteFrames frames, boolean isAlone);

    /** From now on the thread resumes the frames when it enters the first of them. */
    void begin(Thread thread, SpriteFrames frames);
}
