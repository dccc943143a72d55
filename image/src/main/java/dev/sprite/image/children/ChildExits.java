package dev.sprite.image.children;

import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The ends of the program's children. For each that runs the JDK has a future of its exit status, which a thread of the
 * JDK's completes, whether or not the program stands still. While it is being moved the futures hold back what depends on
 * them: an end that comes meanwhile touches neither the objects that are being captured nor output that nobody has read.
 */
public final class ChildExits {
    private static final Class<?> HANDLES = Handles.type("java.lang.ProcessHandleImpl");
    private static final Class<?> REAPER = Handles.type("java.lang.ProcessHandleImpl$1");
    private static final Object COMPLETIONS = Raw.get(Raw.staticField(HANDLES, "completions"));
    private static final long DEPENDENTS = Raw.offset(CompletableFuture.class, "stack");
    private static final MethodHandle COMPLETE =
            Handles.method(CompletableFuture.class, "postComplete", void.class);

    /** In the midst of a move: all of them. */
    private static final List<Exit> held = new ArrayList<>();

    private ChildExits() {}

    /**
     * A future, and what is to be done when it is complete.
     *
     * @param dependents chained by the JDK
     */
    private record Exit(long pid, CompletableFuture<Integer> status, Object dependents) {}

    /**
     * To be called when the program has stopped.
     *
     * @return false if a child is ending at this moment: the program must be {@linkplain #restore let} go on, and be
     *     stopped once more
     */
    public static synchronized boolean hold() {
        boolean held = true;
        for (Map.Entry<Long, CompletableFuture<Integer>> running : running().entrySet()) {
            CompletableFuture<Integer> status = running.getValue();
            Object dependents = Raw.UNSAFE.getAndSetReference(status, DEPENDENTS, null);
            ChildExits.held.add(new Exit(running.getKey(), status, dependents));
            held &= !status.isDone();
        }
        return held;
    }

    /** The program is to go on here: to be called before it does, and followed by {@link #complete} once it does. */
    public static synchronized void restore() {
        for (Exit exit : held) {
            Raw.UNSAFE.putReferenceVolatile(exit.status, DEPENDENTS, exit.dependents);
        }
    }

    /** Catches up with the ends that came while they were held. */
    public static synchronized void complete() {
        for (Exit exit : held) {
            if (exit.status.isDone()) {
                Handles.invoke(COMPLETE, exit.status);
            }
        }
        held.clear();
    }

    /** The program has left: what depended on its children here has nothing to do any more. */
    public static synchronized void forget() {
        held.clear();
    }

    /** The futures that are held, by pid. */
    public static synchronized Map<Long, CompletableFuture<Integer>> all() {
        Map<Long, CompletableFuture<Integer>> all = new HashMap<>();
        for (Exit exit : held) {
            all.put(exit.pid, exit.status);
        }
        return all;
    }

    /** At the source: what {@link #put} needs; null if there is nothing. */
    public static synchronized Object take() {
        if (held.isEmpty()) {
            return null;
        }
        Object[] state = new Object[3 * held.size()];
        for (int i = 0; i < held.size(); i++) {
            state[3 * i] = held.get(i).pid;
            state[3 * i + 1] = held.get(i).status;
            state[3 * i + 2] = held.get(i).dependents;
        }
        return state;
    }

    /** At the target: the futures are here, and are held. */
    @SuppressWarnings("unchecked")
    public static synchronized void put(Object state) {
        Object[] values = state == null ? new Object[0] : (Object[]) state;
        for (int i = 0; i < values.length; i += 3) {
            held.add(new Exit((Long) values[i], (CompletableFuture<Integer>) values[i + 1], values[i + 2]));
        }
    }

    /** At the target, when the program has begun and its calls go home: waits for all of them, as the JDK does. */
    public static synchronized void await() {
        restore();
        Executor reapers = held.isEmpty() ? null : (Executor) Raw.get(Raw.staticField(HANDLES, "processReaperExecutor"));
        for (Exit exit : held) {
            if (!exit.status.isDone()) {
                running().put(exit.pid, exit.status);
                reapers.execute(reaper(exit));
            }
        }
        complete();
    }

    private static Runnable reaper(Exit exit) {
        Object reaper = Handles.blank(REAPER);
        Raw.UNSAFE.putLong(reaper, Raw.offset(REAPER, "val$pid"), exit.pid);
        Raw.UNSAFE.putBoolean(reaper, Raw.offset(REAPER, "val$shouldReap"), true);
        Raw.UNSAFE.putReference(reaper, Raw.offset(REAPER, "val$newCompletion"), exit.status);
        return (Runnable) reaper;
    }

    @SuppressWarnings("unchecked")
    private static Map<Long, CompletableFuture<Integer>> running() {
        return (Map<Long, CompletableFuture<Integer>>) COMPLETIONS;
    }
}
