package dev.sprite.transport.message;

import java.util.List;

/** The source and the target JVM of a migration. */
public sealed interface MoveMessage extends Message {
    /** The first thing a source says: which migration it comes for. Answered by {@code Done} or a refusal. */
    record Hello(long pid, int epoch, String token) implements MoveMessage {}

    /**
     * Classes to load, and what else can be had, ahead of the freeze; answered by {@link ClassesLoaded}.
     *
     * @param iterationOrder what the source's JVM shuffles its immutable collections by
     * @param withBarriers whether contents of objects are to follow the image
     */
    record LoadClasses(List<String> names, long[] iterationOrder, boolean withBarriers) implements MoveMessage {}

    /**
     * The answer to {@link LoadClasses}: the target can take the program.
     *
     * @param heap bytes that the heap of its JVM may grow to
     * @param memory bytes of memory that its host has for it
     * @param whyNotLater why no contents can follow the image, if they were to; null if they can
     */
    record ClassesLoaded(long heap, long memory, String whyNotLater) implements MoveMessage {}

    /**
     * Frames of the program as it runs, from which the target guesses what resume code will be wanted; answered by
     * {@code Done} when that has been made.
     *
     * @param owners class names
     * @param methods names
     * @param lines source lines
     * @param callees the methods that the frames above run; empty where there is none
     */
    record SeenFrames(List<String> owners, List<String> methods, List<Integer> lines, List<String> callees)
            implements MoveMessage {}

    /**
     * The frames of the stopped program, deepest first: the target makes their resume code while the image is on its
     * way.
     *
     * @param owners class names
     * @param methods names and descriptors, run together
     * @param sites where each frame stopped
     */
    record Frames(List<String> owners, List<String> methods, List<Integer> sites) implements MoveMessage {}

    /**
     * The image follows as pages.
     *
     * @param host the name of the source's host
     * @param pages where the source listens for {@link Resume}, as {@code ADDR:PORT}; null if nothing follows the image
     */
    record Image(String strategy, int formatVersion, String host, String pages) implements MoveMessage {}

    /** The target has rebuilt the image and waits for home's word. */
    record Ready() implements MoveMessage {}

    /**
     * The program runs at the target.
     *
     * @param sinceReady nanoseconds since the target said that it was ready
     */
    record Running(long sinceReady) implements MoveMessage {}

    /**
     * The program has touched objects without content, which are to come next.
     *
     * @param objects numbers, as the image counts them
     */
    record Touched(int[] objects) implements MoveMessage {}

    /**
     * What followed the image has come so far.
     *
     * @param runs how many runs of contents are in place
     * @param next the number of the page to come: the source need not keep those before it
     */
    record PagesTaken(int runs, int next) implements MoveMessage {}

    /**
     * The first thing a target says on another link, when the one over which pages came has broken: with what they are to
     * go on. Answered by {@code Done} or a refusal.
     *
     * @param taken what has come over that link
     */
    record Resume(long pid, int epoch, String token, PagesTaken taken) implements MoveMessage {}
}
