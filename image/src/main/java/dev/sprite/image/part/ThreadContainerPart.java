package dev.sprite.image.part;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;
import dev.sprite.image.VirtualThreads;

/** That the JDK knows of an object that holds threads: it is asked for the virtual ones. */
final class ThreadContainerPart implements NativePart {
    private static final String BASE = "jdk.internal.vm.ThreadContainer";
    private static final String KEY = "key";

    @Override
    public boolean isOf(Class<?> type) {
        return type.getSuperclass() != null && type.getSuperclass().getName().equals(BASE) && Raw.hasField(type, KEY);
    }

    @Override
    public void write(Object container, ImageWriter out) {
        Object key = key(container);
        out.number(key != null && VirtualThreads.isRegistered(key) ? 1 : 0);
    }

    @Override
    public void read(Object container, ImageReader in) throws ImageFormatException {
        boolean registered = in.number() == 1;
        Object key = key(container);
        if (registered && key != null) {
            VirtualThreads.register(key);
        }
    }

    private static Object key(Object container) {
        return Raw.UNSAFE.getReference(container, Raw.offset(container.getClass(), KEY));
    }
}
