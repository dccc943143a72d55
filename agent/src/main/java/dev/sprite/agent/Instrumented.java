package dev.sprite.agent;

/** What has become of one class. */
final class Instrumented {
    /** The class as it is to be loaded; {@code null} if it stays as it is. */
    final byte[] code;
    /** What capture and resume know about its sites. */
    final byte[] sites;

    Instrumented(byte[] code, byte[] sites) {
        this.code = code;
        this.sites = sites;
    }
}
