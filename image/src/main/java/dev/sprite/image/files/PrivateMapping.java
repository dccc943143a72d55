package dev.sprite.image.files;

import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** Memory that was had like a mapping of a file's, and is given back like one, but is of no file and begins with zeros. */
public final class PrivateMapping {
    private static final int PRIVATE = 2;
    private static final Method MAP = map();

    private PrivateMapping() {}

    /** The JDK has this call in the channel or, later, in what makes its system calls. */
    private static Method map() {
        for (Class<?> c = Handles.type("sun.nio.ch.FileDispatcherImpl"); c != null; c = c.getSuperclass()) {
            Method found = mapIn(c);
            if (found != null) {
                return found;
            }
        }
        return mapIn(Handles.type("sun.nio.ch.FileChannelImpl"));
    }

    private static Method mapIn(Class<?> type) {
        for (Method method : Raw.declaredMethods(type)) {
            if (method.getName().equals("map0")) {
                return method;
            }
        }
        return null;
    }

    /** Maps {@code length} bytes and returns their address. */
    public static long of(long length) throws IOException {
        try (FileInputStream zeros = new FileInputStream("/dev/zero")) {
            return of(length, zeros.getFD());
        }
    }

    private static long of(long length, FileDescriptor zeros) {
        Class<?> owner = MAP.getDeclaringClass();
        if (Modifier.isStatic(MAP.getModifiers())) {
            MethodHandle map = Handles.staticMethod(owner, "map0", long.class, MAP.getParameterTypes());
            return (long) Handles.invoke(map, zeros, PRIVATE, 0L, length, false);
        }
        Object channel = Handles.blank(owner);
        Raw.UNSAFE.putReference(channel, SpriteFiles.descriptorOffset(channel), zeros);
        MethodHandle map = Handles.method(owner, "map0", long.class, MAP.getParameterTypes());
        return (long) Handles.invoke(map, channel, PRIVATE, 0L, length, false);
    }
}
