package dev.sprite.cluster;

import dev.sprite.cluster.activity.HostActivity;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.message.CommandMessage.Run;
import dev.sprite.transport.message.HostState;
import dev.sprite.transport.message.PrepareMessage.Prepare;
import dev.sprite.transport.message.Priority;
import java.io.Closeable;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The applications of other hosts on this one, and whether more may come: one of normal priority fills it. */
final class Guests {
    private final String hostName;
    private final Targets targets;
    private final HostActivity activity;
    private final Runnable changed;
    private final Map<Priority, Integer> commands = new EnumMap<>(Priority.class);
    private final Set<String> arriving = new HashSet<>();
    private long taken;

    /** @param changed called whenever one has come or gone */
    Guests(String hostName, Targets targets, HostActivity activity, Runnable changed) {
        this.hostName = hostName;
        this.targets = targets;
        this.activity = activity;
        this.changed = changed;
    }

    /**
     * Lets a process in that migrates here; one whose home this is always may, and who is moved by hand even if this
     * host is not idle. The result is to be closed when the migration is over.
     */
    Closeable admit(Prepare prepare) throws RefusedException {
        if (prepare.homeName().equals(hostName)) {
            return () -> { };
        }
        refuseIfNever();
        String guest = name(prepare.homeName(), prepare.pid());
        synchronized (this) {
            HostState state = state();
            if (prepare.reason() != null && !state.hasRoomFor(Priority.NORMAL)) {
                throw new RefusedException(ControlException.UNREACHABLE, hostName + " is " + state);
            }
            taken++;
            arriving.add(guest);
        }
        changed.run();
        return () -> {
            synchronized (this) {
                arriving.remove(guest);
            }
            changed.run();
        };
    }

    private static String name(String homeName, long pid) {
        return homeName + ' ' + pid;
    }

    /** Lets a command in; one that insists may come even if this host is not idle. */
    Closeable admit(Run run) throws RefusedException {
        refuseIfNever();
        synchronized (this) {
            HostState state = state();
            if (!state.hasRoomFor(run.priority()) && !run.insists()) {
                throw new RefusedException(ControlException.UNREACHABLE, hostName + " is " + state);
            }
            taken++;
            commands.merge(run.priority(), 1, Integer::sum);
        }
        changed.run();
        AtomicBoolean gone = new AtomicBoolean();
        return () -> {
            if (!gone.getAndSet(true)) {
                left(run.priority());
            }
        };
    }

    private void left(Priority priority) {
        synchronized (this) {
            commands.merge(priority, -1, Integer::sum);
        }
        changed.run();
    }

    private void refuseIfNever() throws RefusedException {
        if (activity.refuses()) {
            throw new RefusedException(ControlException.UNREACHABLE, hostName + " takes no foreign processes in");
        }
    }

    /** What this host is good for. */
    HostState state() {
        if (activity.refuses()) {
            return HostState.REFUSES;
        } else if (activity.idleSince() == null) {
            return HostState.ACTIVE;
        } else if (migrated() > 0 || running(Priority.NORMAL) > 0) {
            return HostState.FULL;
        }
        return running(Priority.BACKGROUND) > 0 ? HostState.PART_USED : HostState.IDLE;
    }

    private synchronized int running(Priority priority) {
        return commands.getOrDefault(priority, 0);
    }

    /** Those that have migrated here, and those that are about to. */
    private synchronized int migrated() {
        Set<String> migrated = new HashSet<>(arriving);
        for (TargetJvm jvm : targets.running()) {
            if (!jvm.homeName().equals(hostName)) {
                migrated.add(name(jvm.homeName(), jvm.pid()));
            }
        }
        return migrated.size();
    }

    /** How many there are. */
    int count() {
        return migrated() + running(Priority.NORMAL) + running(Priority.BACKGROUND);
    }

    /** How many have been let in so far. */
    synchronized long taken() {
        return taken;
    }
}
