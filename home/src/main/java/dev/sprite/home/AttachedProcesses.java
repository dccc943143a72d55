package dev.sprite.home;

import dev.sprite.transport.RefusedException;
import dev.sprite.transport.control.ControlException;
import java.util.HashMap;
import java.util.Map;

/** Who is at the other ends of home links: the foreign process, and targets that may become it. */
final class AttachedProcesses {
    private final Pcb pcb;
    private final Map<Integer, ForeignProcess> byEpoch = new HashMap<>();

    AttachedProcesses(Pcb pcb) {
        this.pcb = pcb;
    }

    /** Takes a target that names the token of the migration under way; refuses all others. */
    synchronized void attach(ForeignProcess target, String token) throws RefusedException {
        pcb.attach(target.epoch(), token, target.host());
        byEpoch.put(target.epoch(), target);
    }

    /** Decides a migration, and returns the target that the program belongs to from now on. */
    synchronized ForeignProcess commit(int epoch) throws RefusedException {
        ForeignProcess target = byEpoch.get(epoch);
        if (target == null || !pcb.commit(epoch)) {
            throw new RefusedException(
                    ControlException.FAILED, "the migration was called off before it was committed");
        }
        return target;
    }

    /** Forgets a target whose migration has been called off; null if there was none. */
    synchronized ForeignProcess remove(int epoch) {
        return byEpoch.remove(epoch);
    }

    /**
     * Forgets a process whose link has ended, and calls off the migration it was the target of.
     *
     * @return whether the program has been lost with it
     */
    synchronized boolean removeLost(ForeignProcess process) {
        byEpoch.remove(process.epoch(), process);
        pcb.callOff(process.epoch());
        boolean lost = isCurrent(process) && !pcb.hasEnded();
        if (lost) {
            pcb.ended();
        }
        return lost;
    }

    /** The foreign process; null while it is at home, or cannot be reached. */
    synchronized ForeignProcess current() {
        return byEpoch.get(pcb.epoch());
    }

    /** Whether this is the foreign process. */
    boolean isCurrent(ForeignProcess process) {
        return pcb.epoch() == process.epoch();
    }
}
