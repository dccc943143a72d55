package dev.sprite.transport.message;

import com.google.gson.annotations.SerializedName;

/** What a host is good for right now. */
public enum HostState {
    /** Its owner uses it, or its load is high. */
    @SerializedName("active")
    ACTIVE("active"),
    /** It would take an application in. */
    @SerializedName("idle")
    IDLE("idle"),
    /** It has one in, of background priority: another may come. */
    @SerializedName("part-used")
    PART_USED("part-used"),
    /** It has one in, and no room for more. */
    @SerializedName("full")
    FULL("full"),
    /** Its owner takes none in, at no time. */
    @SerializedName("refuses")
    REFUSES("refuses"),
    /** It does not answer. */
    @SerializedName("down")
    DOWN("down");

    private final String word;

    HostState(String word) {
        this.word = word;
    }

    /** Whether an application of that priority may come. */
    public boolean hasRoomFor(Priority priority) {
        return this == IDLE || this == PART_USED && priority == Priority.NORMAL;
    }

    /** As users see it. */
    @Override
    public String toString() {
        return word;
    }
}
