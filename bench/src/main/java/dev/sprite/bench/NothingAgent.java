package dev.sprite.bench;

/** An agent that does nothing: what any agent costs at the start. */
public final class NothingAgent {
    private NothingAgent() {}

    public static void premain(String options) {}
}
