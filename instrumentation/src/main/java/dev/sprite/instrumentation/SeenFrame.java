package dev.sprite.instrumentation;

/**
 * A frame as the JVM shows those of another thread that runs on.
 *
 * @param owner class name
 * @param method name, without a descriptor
 * @param line its line in the source; negative if unknown
 * @param callee the name of the method that the frame above it runs; null if there is none
 */
public record SeenFrame(String owner, String method, int line, String callee) {}
