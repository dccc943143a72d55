package dev.sprite.home.files;

import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processes of home, as a foreign process has them: its children above all, which run there. */
final class ForeignChildren {
    /** What the names of the JDK's classes in question begin with. */
    static final String PACKAGE = "java.lang.Process";

    static final Class<?> INFO = Handles.type("java.lang.ProcessHandleImpl$Info");

    private final ForeignFiles.Home home;

    ForeignChildren(ForeignFiles.Home home) {
        this.home = home;
    }

    /** @param key class, name and descriptor of the JDK's method; {@code name} is its name */
    Object call(String key, String name, Object[] arguments) throws Throwable {
        switch (name) {
            case "forkAndExec":
                return fork(key, arguments);
            case "getProcessPids0":
                return list(key, arguments);
            case "info0":
                describe(key, arguments);
                return null;
            default:
                return FileRequest.ask(home, key, arguments).result();
        }
    }

    /** Home takes its own way to start one, and its own helper: the first two arguments stay here. */
    private Object fork(String key, Object[] arguments) throws Throwable {
        home.flush(); // the child may write to the same streams
        int[] descriptors = (int[]) arguments[9];
        Object[] sent = {arguments[3], arguments[4], arguments[5], arguments[6], arguments[7], arguments[8],
            sent(descriptors[0]), sent(descriptors[1]), sent(descriptors[2]), arguments[10]};
        FileRequest.Reply reply = FileRequest.ask(home, key, sent);
        for (int i = 0; i < descriptors.length; i++) {
            int number = reply.outcome().readInt();
            descriptors[i] = number < 0 ? -1 : number | SpriteFiles.AWAY;
        }
        return reply.result();
    }

    private static Object sent(int descriptor) throws IOException {
        if (SpriteFiles.isAway(descriptor)) {
            return new Argument.Number(descriptor & ~SpriteFiles.AWAY);
        } else if (descriptor <= HomeChildren.STANDARD_ERROR) {
            return descriptor; // home's own, or a pipe to be made
        }
        // one of the few files that every host has, such as /dev/null
        return new Argument.Name(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString());
    }

    private Object list(String key, Object[] arguments) throws Throwable {
        int length = ((long[]) arguments[1]).length;
        FileRequest.Reply reply = FileRequest.ask(home, key, new Object[] {arguments[0], length});
        int count = (Integer) reply.result();
        for (int i = 1; i <= 3 && count <= length; i++) {
            fill((long[]) arguments[i], count, reply.outcome());
        }
        return count;
    }

    private static void fill(long[] array, int count, DataInputStream in) throws IOException {
        for (int i = 0; i < count; i++) {
            long value = in.readLong();
            if (array != null) {
                array[i] = value;
            }
        }
    }

    private void describe(String key, Object[] arguments) throws Throwable {
        FileRequest.Reply reply = FileRequest.ask(home, key, new Object[] {arguments[1]});
        for (Field field : Raw.declaredFields(INFO)) {
            if (!Modifier.isStatic(field.getModifiers())) {
                Object value = CallFormat.read(reply.outcome());
                long offset = Raw.UNSAFE.objectFieldOffset(field);
                if (field.getType() == long.class) {
                    Raw.UNSAFE.putLong(arguments[0], offset, (Long) value);
                } else {
                    Raw.UNSAFE.putReference(arguments[0], offset, value);
                }
            }
        }
    }
}
