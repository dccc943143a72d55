package dev.sprite.image;

/**
 * A captured thread.
 *
 * @param thread the thread; at the target the one that takes its role
 * @param frames its recorded frames
 */
public record ThreadImage(Thread thread, SpriteFrames frames) {}
