package dev.sprite.home.files;

import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The processes that a program has started, wherever it runs: all are children of its home. */
public final class HomeChildren {
    static final int STANDARD_ERROR = 2;

    private static final int MOST_PROCESSES = 1 << 22;

    private static final Class<?> PROCESS = Handles.type("java.lang.ProcessImpl");
    private static final Class<?> HANDLES = Handles.type("java.lang.ProcessHandleImpl");
    private static final MethodHandle FORK = Handles.method(PROCESS, "forkAndExec", int.class, int.class, byte[].class,
            byte[].class, byte[].class, int.class, byte[].class, int.class, byte[].class, int[].class, boolean.class);
    private static final MethodHandle COMPLETION =
            Handles.staticMethod(HANDLES, "completion", CompletableFuture.class, long.class, boolean.class);
    private static final MethodHandle WAIT =
            Handles.staticMethod(HANDLES, "waitForProcessExit0", int.class, long.class, boolean.class);
    private static final MethodHandle ALIVE = Handles.staticMethod(HANDLES, "isAlive0", long.class, long.class);
    private static final MethodHandle DESTROY =
            Handles.staticMethod(HANDLES, "destroy0", boolean.class, long.class, long.class, boolean.class);
    private static final MethodHandle PARENT =
            Handles.staticMethod(HANDLES, "parent0", long.class, long.class, long.class);
    private static final MethodHandle PIDS = Handles.staticMethod(HANDLES, "getProcessPids0", int.class, long.class,
            long[].class, long[].class, long[].class);
    private static final MethodHandle INFO =
            Handles.method(ForeignChildren.INFO, "info0", void.class, long.class);

    private final HomeFiles files;
    /** The exit status of each, also of those whose end the program has not heard of yet. A pid may come again. */
    private final Map<Long, CompletableFuture<Integer>> exits = new ConcurrentHashMap<>();

    HomeChildren(HomeFiles files) {
        this.files = files;
    }

    /** The process has started these, by pid, and leaves them here. */
    public void adopt(Map<Long, CompletableFuture<Integer>> running) {
        exits.putAll(running);
    }

    /** Makes a call as {@link ForeignChildren} has sent it. */
    void call(String key, Object[] given, DataOutputStream out) throws Throwable {
        switch (key.substring(key.indexOf('.', ForeignChildren.PACKAGE.length()) + 1, key.indexOf('('))) {
            case "forkAndExec" -> fork(given, out);
            case "getProcessPids0" -> list((Long) given[0], (Integer) given[1], out);
            case "info0" -> describe((Long) given[0], out);
            case "waitForProcessExit0" -> answer(await((Long) given[0]), out);
            case "isAlive0" -> answer(ALIVE.invokeWithArguments(given), out);
            case "destroy0" -> answer(DESTROY.invokeWithArguments(given), out);
            case "parent0" -> answer(PARENT.invokeWithArguments(given), out);
            default -> throw new SecurityException("not a call on processes: " + key);
        }
    }

    private static void answer(Object result, DataOutputStream out) throws IOException {
        out.writeByte(0);
        CallFormat.write(out, result);
    }

    /** Of a child the status, whether it has been reaped or not; of another process whatever there is to know. */
    private Object await(long pid) throws Throwable {
        CompletableFuture<Integer> exit = exits.get(pid);
        return exit != null ? exit.get() : (Object) (int) WAIT.invokeExact(pid, false);
    }

    @SuppressWarnings("unchecked")
    private void fork(Object[] given, DataOutputStream out) throws Throwable {
        List<AutoCloseable> opened = new ArrayList<>();
        int[] descriptors = new int[3];
        try {
            for (int i = 0; i < descriptors.length; i++) {
                descriptors[i] = descriptor(given[6 + i], i, opened);
            }
            int pid = (Integer) FORK.invokeWithArguments(Handles.blank(PROCESS), mode(),
                    Raw.get(Raw.staticField(PROCESS, "helperpath")), given[0], given[1], given[2], given[3], given[4],
                    given[5], descriptors, given[9]);
            exits.put((long) pid, (CompletableFuture<Integer>) COMPLETION.invoke((long) pid, true));
            answer(pid, out);
            for (int descriptor : descriptors) {
                if (descriptor >= 0) {
                    files.add(descriptor);
                }
                out.writeInt(descriptor);
            }
        } finally {
            for (AutoCloseable file : opened) {
                file.close();
            }
        }
    }

    /** What {@code forkAndExec} calls the way this JVM starts processes in. */
    private static int mode() {
        return ((Enum<?>) Raw.get(Raw.staticField(PROCESS, "launchMechanism"))).ordinal() + 1;
    }

    private int descriptor(Object given, int index, List<AutoCloseable> opened) throws IOException {
        if (given instanceof Argument.Number number) {
            return files.own(number.number());
        } else if (given instanceof Argument.Name name) {
            FileDescriptor descriptor;
            if (index == 0) {
                FileInputStream in = new FileInputStream(name.path());
                opened.add(in);
                descriptor = in.getFD();
            } else {
                FileOutputStream file = new FileOutputStream(name.path(), true);
                opened.add(file);
                descriptor = file.getFD();
            }
            return Descriptors.number(descriptor);
        }
        int number = (Integer) given;
        return number <= STANDARD_ERROR ? number : files.own(number);
    }

    private static void list(long pid, int length, DataOutputStream out) throws Throwable {
        if (length < 0 || length > MOST_PROCESSES) {
            throw new IOException("a malformed call: length " + length);
        }
        long[][] lists = new long[3][length];
        int count = (int) PIDS.invokeExact(pid, lists[0], lists[1], lists[2]);
        answer(count, out);
        for (int i = 0; i < lists.length && count <= length; i++) {
            for (int j = 0; j < count; j++) {
                out.writeLong(lists[i][j]);
            }
        }
    }

    private static void describe(long pid, DataOutputStream out) throws Throwable {
        Object info = Handles.blank(ForeignChildren.INFO);
        for (Field field : Raw.declaredFields(ForeignChildren.INFO)) {
            if (!Modifier.isStatic(field.getModifiers()) && field.getType() == long.class) {
                Raw.UNSAFE.putLong(info, Raw.UNSAFE.objectFieldOffset(field), -1L); // unknown, as its constructor has it
            }
        }
        INFO.invoke(info, pid);
        answer(null, out);
        for (Field field : Raw.declaredFields(ForeignChildren.INFO)) {
            if (!Modifier.isStatic(field.getModifiers())) {
                long offset = Raw.UNSAFE.objectFieldOffset(field);
                CallFormat.write(out, field.getType() == long.class
                        ? (Object) Raw.UNSAFE.getLong(info, offset)
                        : Raw.UNSAFE.getReference(info, offset));
            }
        }
    }
}
