package dev.sprite.restore;

import dev.sprite.image.ThreadImage;
import java.util.List;

/**
 * What came out of an image. Its statics and carriers are in place already.
 *
 * @param threads its threads, to be resumed
 * @param objects objects rebuilt
 * @param bytes length of the image
 * @param residue contents that follow the image
 */
public record RestoredProcess(List<ThreadImage> threads, long objects, long bytes, ResidualPages residue) {}
