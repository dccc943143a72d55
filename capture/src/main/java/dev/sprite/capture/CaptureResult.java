package dev.sprite.capture;

/**
 * What went into an image.
 *
 * @param objects objects copied with their content
 * @param bytes length of the image
 */
public record CaptureResult(long objects, long bytes) {}
