package dev.sprite.cluster.offload;

/** Whether a process may be moved unasked, as its user has said with {@code offload=} at its start. */
public enum Consent {
    GIVEN,
    REFUSED,
    /** Nothing was said: the daemon decides. */
    UNSAID
}
