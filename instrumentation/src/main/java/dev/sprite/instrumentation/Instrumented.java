package dev.sprite.instrumentation;

/**
 * What instrumenting a class gives.
 *
 * @param classFile the class, rewritten
 * @param sites its {@link SiteTable}, encoded
 */
public record Instrumented(byte[] classFile, byte[] sites) {}
