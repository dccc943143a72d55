package dev.sprite.image;

import java.io.IOException;

/** The image is truncated, oversized, damaged, or written by a version that this one does not read. */
public final class ImageFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public ImageFormatException(String message) {
        super(message);
    }

    public ImageFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
