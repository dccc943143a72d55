package dev.sprite.transport.control;

import dev.sprite.transport.message.PrepareMessage.Launch;
import dev.sprite.transport.message.Priority;
import java.util.List;

/**
 * What a command asks for. A process answers {@code status}, {@code migrate} and {@code explain}; a daemon
 * {@code status}, {@code hosts}, {@code resolve}, {@code select}, {@code evict}, from the JVMs it started
 * {@code assignment}, {@code started} and {@code ready}, from a program that has left its host {@code expect}, and from
 * the home of one that has to leave another {@code refuges}.
 *
 * @param op the operation
 * @param host for {@code migrate} the target daemon's {@code ADDR:PORT}, {@link #HOME} or {@link #AWAY}, for
 *     {@code resolve} a name
 * @param strategy for {@code migrate}; null lets the migrator choose
 * @param timeoutSeconds for {@code migrate}; 0 stands for the default
 * @param waitResidual for {@code migrate}: reply only when no page is left at the source
 * @param id for {@code assignment}, {@code started} and {@code ready}: which target JVM; for {@code expect}: which one
 *     the program has left, if it was one
 * @param port for {@code started}: where it listens
 * @param launch for {@code expect}: how the program was started
 * @param classes for {@code expect}: the classes it had loaded
 * @param pid for {@code expect}: the program's home process, if that is what it has left; for {@code refuges}: the
 *     process
 * @param priority for {@code select}: of what is to run there
 * @param reason for {@code migrate}: why the process is moved; null if its user wants it
 */
public record ControlRequest(
        String op, String host, String strategy, double timeoutSeconds, boolean waitResidual, String id, int port,
        Launch launch, List<String> classes, long pid, Priority priority, String reason) {

    public static final String STATUS = "status";
    public static final String MIGRATE = "migrate";
    public static final String EXPLAIN = "explain";
    public static final String HOSTS = "hosts";
    public static final String RESOLVE = "resolve";
    public static final String SELECT = "select";
    public static final String EVICT = "evict";
    public static final String ASSIGNMENT = "assignment";
    public static final String STARTED = "started";
    public static final String READY = "ready";
    public static final String EXPECT = "expect";
    public static final String REFUGES = "refuges";

    /** As the host of {@code migrate}: the daemon of the home host, whichever it is. */
    public static final String HOME = "home";

    /** As the host of {@code migrate}: wherever the process may go that has to leave, home if nowhere else. */
    public static final String AWAY = "away";

    /** A request without parameters. */
    public static ControlRequest of(String op) {
        return new ControlRequest(op, null, null, 0, false, null, 0, null, null, 0, null, null);
    }

    public static ControlRequest migrate(String host, String strategy, double timeoutSeconds, boolean waitResidual) {
        return new ControlRequest(
                MIGRATE, host, strategy, timeoutSeconds, waitResidual, null, 0, null, null, 0, null, null);
    }

    /** Sends a process away for a reason that is not its user's; one that goes home leaves no page behind. */
    public static ControlRequest migrate(String host, double timeoutSeconds, String reason) {
        boolean waitResidual = host.equals(HOME);
        return new ControlRequest(
                MIGRATE, host, null, timeoutSeconds, waitResidual, null, 0, null, null, 0, null, reason);
    }

    /** Asks where process {@code pid}, whose home is here, may go from a host that it has to leave. */
    public static ControlRequest refuges(long pid) {
        return new ControlRequest(REFUGES, null, null, 0, false, null, 0, null, null, pid, null, null);
    }

    public static ControlRequest resolve(String name) {
        return new ControlRequest(RESOLVE, name, null, 0, false, null, 0, null, null, 0, null, null);
    }

    /** Asks for a host that is idle. */
    public static ControlRequest select(Priority priority) {
        return new ControlRequest(SELECT, null, null, 0, false, null, 0, null, null, 0, priority, null);
    }

    /** Waits for what a target JVM is there for. */
    public static ControlRequest assignment(String id) {
        return new ControlRequest(ASSIGNMENT, null, null, 0, false, id, 0, null, null, 0, null, null);
    }

    public static ControlRequest started(String id, int port) {
        return new ControlRequest(STARTED, null, null, 0, false, id, port, null, null, 0, null, null);
    }

    public static ControlRequest ready(String id) {
        return new ControlRequest(READY, null, null, 0, false, id, 0, null, null, 0, null, null);
    }

    /** A program has left its home process {@code pid}, and may return. */
    public static ControlRequest expect(Launch launch, List<String> classes, long pid) {
        return new ControlRequest(EXPECT, null, null, 0, false, null, 0, launch, classes, pid, null, null);
    }

    /** A program has left the target JVM {@code id}, and may return to this host. */
    public static ControlRequest expect(Launch launch, List<String> classes, String id) {
        return new ControlRequest(EXPECT, null, null, 0, false, id, 0, launch, classes, 0, null, null);
    }
}
