package dev.sprite.image;

/** Constants of the format. A change of anything here or in a codec changes {@link #VERSION}. */
public final class ImageFormat {
    public static final int MAGIC = 0x53505254; // "SPRT"
    public static final int VERSION = 5;
    /** Frames are only understood by the version that recorded them. */
    public static final String AGENT_VERSION = "0.1.0";

    /** How a reference begins; from {@link #KNOWN} on it is an object that has been met before. What waits comes later. */
    public static final int NULL = 0;
    /** A new object: class, array length. */
    public static final int NEW = 1;
    /** A new object with an identity hash: hash, class, array length. */
    public static final int NEW_HASHED = 2;
    /** A new object that has a codec: number of the codec, its record. */
    public static final int CODED = 3;
    /** As {@link #NEW} and {@link #NEW_HASHED}; the object's content waits. */
    public static final int WAITING = 4;
    public static final int WAITING_HASHED = 5;
    /** {@code KNOWN + 2 * n}: the n-th new object. {@code KNOWN + 2 * n + 1}: the n-th one that has a codec. */
    public static final int KNOWN = 6;
    /** Ids must leave room for {@link #KNOWN} and the lowest bit. */
    public static final int MAX_OBJECTS = (1 << 30) - 16;

    /**
     * How what follows the end of an image begins, if it is one without all contents: a page of them, part of a large
     * array, or the last word.
     */
    public static final int PAGE = 1;
    public static final int SECTION = 2;
    public static final int LAST = 0;

    /** Ends a stream whose every record has been written. */
    public static final int END = 0x454e4421; // "END!"

    private ImageFormat() {}
}
