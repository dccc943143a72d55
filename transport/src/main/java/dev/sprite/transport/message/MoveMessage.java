package dev.sprite.transport.message;

import java.util.List;

/** The source and the target JVM of a migration. */
public sealed interface MoveMessage extends Message {
    /** The first thing a source says: which migration it comes for. Answered by {@code Done} or a refusal. */
    record Hello(long pid, int epoch, String token) implements MoveMessage {}

    /** Classes to load ahead of the freeze; answered by {@code Done}. */
    record LoadClasses(List<String> names) implements MoveMessage {}

    /** The image follows as pages. */
    record Image(String strategy, int formatVersion) implements MoveMessage {}

    /** The target has rebuilt the image and waits for home's word. */
    record Ready() implements MoveMessage {}

    /** The program runs at the target. */
    record Running() implements MoveMessage {}
}
