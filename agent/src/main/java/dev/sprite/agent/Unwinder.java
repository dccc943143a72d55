package dev.sprite.agent;

/**
 * Who unwinds threads in this JVM. Called on application threads; must call no code that an application thread can be
 * stopped in.
 */
public interface Unwinder {
    /** See {@link SpriteAgent#safePoint}. */
    SpriteUnwind safePoint();

    /** See {@link SpriteAgent#unwound}. */
    void unwound(SpriteUnwind frames);

    /** See {@link SpriteAgent#rest}. */
    SpriteRest rest();

    /** See {@link SpriteAgent#resumed}. */
    void resumed();
}
