package dev.sprite.transport.message;

import java.util.List;

/** A foreign process (or one about to be) and its home: the home link. */
public sealed interface HomeMessage extends Message {
    /** A call on one of home's standard streams. */
    sealed interface StreamMessage extends HomeMessage {}

    /** The first thing a target says; answered by {@link Attached} or a refusal. */
    record Attach(long pid, int epoch, String token, String hostName) implements HomeMessage {}

    /** Home knows the target; name and address are what programs at home take for their host's, or {@code null}. */
    record Attached(String command, long startTime, String hostName, String hostAddress) implements HomeMessage {}

    /** Asks what time it is at home; answered by {@link ClockReading}. */
    record Clock() implements HomeMessage {}

    /**
     * Home's clocks.
     *
     * @param wall nanoseconds since 1970
     * @param nanos {@link System#nanoTime}
     */
    record ClockReading(long wall, long nanos) implements HomeMessage {}

    /** Home to target: the decision has been made, run. */
    record Go(int epoch) implements HomeMessage {}

    /** Home to target: the migration was called off, end. */
    record CalledOff(String reason) implements HomeMessage {}

    /**
     * A target that lost its source asks home to call the migration off; answered with nothing but {@link Go} or
     * {@link CalledOff}, whichever was decided first.
     */
    record CallOff(int epoch, String reason) implements HomeMessage {}

    /**
     * A foreign source is about to migrate to the host of this daemon; answered by {@link MoveBegun} or a refusal.
     *
     * @param reason null if the user wants it
     */
    record BeginMove(String daemon, String reason) implements HomeMessage {}

    /** What the new target needs to attach itself. */
    record MoveBegun(int epoch, String home, String token, String homeName) implements HomeMessage {}

    /** A foreign source gives its migration up; answered by {@code Done}, or refused if it was committed. */
    record Abandon(int epoch) implements HomeMessage {}

    /** A foreign source asks for the decision; answered by {@code Done} or a refusal. */
    record Commit(int epoch) implements HomeMessage {}

    /** Bytes the program wrote to descriptor 1 or 2. Not answered: the link keeps their order. */
    record Write(int descriptor, byte[] bytes) implements StreamMessage {}

    /** Home to foreign: writes to the descriptor fail from now on. */
    record WriteFailed(int descriptor, String reason) implements HomeMessage {}

    /** Asks for at most {@code length} bytes of standard input; answered by {@link Input}. */
    record Read(int length) implements StreamMessage {}

    /** Standard input; no bytes is its end. */
    record Input(byte[] bytes) implements HomeMessage {}

    /** Asks how many bytes can be read without blocking; answered by {@link Count}. */
    record Available() implements StreamMessage {}

    /** Asks whether there is input or its end, waiting for it or not; answered by {@link Count}, of 0 or 1. */
    record Readable(boolean waits) implements StreamMessage {}

    /** Asks to skip standard input; answered by {@link Count} or a refusal. */
    record Skip(long count) implements StreamMessage {}

    record Count(long count) implements HomeMessage {}

    /** The program closed descriptor 0, 1 or 2. */
    record Close(int descriptor) implements StreamMessage {}

    /** The program has ended; answered by {@code Done} once everything it wrote has been written. */
    record Exit(int status) implements HomeMessage {}

    /**
     * Home to foreign: a command that reached the shadow; {@code request} is a control request in JSON. Answered by
     * {@link CommandResult}.
     */
    record Command(long id, String request) implements HomeMessage {}

    /** Foreign to home: a progress line of the command. */
    record CommandProgress(long id, String line) implements HomeMessage {}

    /**
     * The control reply in JSON.
     *
     * @param lines how many progress lines went before it; a reply may overtake them
     */
    record CommandResult(String reply, int lines) implements HomeMessage {}

    /** A system call of the JDK's on a file of home's; answered by {@link FileResult}. */
    record FileCall(byte[] bytes) implements HomeMessage {}

    record FileResult(byte[] bytes) implements HomeMessage {}

    /** Home to foreign: a signal came to the home process, by its number there. */
    record Signal(int number) implements HomeMessage {}

    /**
     * A foreign process asks where it can go, {@code home} or {@code away}, as a control request has it; answered by
     * {@link Resolved}, best first.
     */
    record Resolve(String host) implements HomeMessage {}

    record Resolved(List<String> addresses) implements HomeMessage {}

    /**
     * Foreign to home: threads that touch what is still at the source stand still, because it cannot be reached, or no
     * longer do.
     */
    record Paused(boolean paused) implements HomeMessage {}

    /** Home to foreign: the JVM that the process came from has gone. */
    record SourceGone() implements HomeMessage {}
}
