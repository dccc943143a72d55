package dev.sprite.image.files;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import dev.sprite.image.part.NativePart;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;

/**
 * The poller behind a {@link Selector}, and what wakes it: home keeps them, with all that is registered there. The memory
 * for what it tells is this host's.
 */
public final class SelectorPart implements NativePart {
    private static final Class<?> SELECTOR = Handles.type("sun.nio.ch.EPollSelectorImpl");
    private static final Class<?> WAKER = Handles.type("sun.nio.ch.EventFD");
    private static final long POLLER = Raw.offset(SELECTOR, "epfd");
    private static final long EVENTS = Raw.offset(SELECTOR, "pollArrayAddress");
    private static final long WAKER_OF = Raw.offset(SELECTOR, "eventfd");
    private static final long KEYS = Raw.offset(SELECTOR, "fdToKey");
    private static final long NUMBER = Raw.offset(WAKER, "efd");
    private static final MethodHandle ALLOCATE = Handles.staticMethod(
            Handles.type("sun.nio.ch.EPoll"), "allocatePollArray", long.class, int.class);

    @Override
    public boolean isOf(Class<?> type) {
        return type == SELECTOR;
    }

    @Override
    public void write(Object selector, ImageWriter out) {
        if (!SpriteFiles.isForeign() && ((Selector) selector).isOpen()) {
            HomeDescriptors.addNumber(Raw.UNSAFE.getInt(selector, POLLER));
            HomeDescriptors.addNumber(Raw.UNSAFE.getInt(Raw.UNSAFE.getReference(selector, WAKER_OF), NUMBER));
        }
    }

    @Override
    public void read(Object selector, ImageReader in) throws ImageFormatException {
        if (((Selector) selector).isOpen()) {
            Raw.UNSAFE.putLong(selector, EVENTS, (long) Handles.invoke(ALLOCATE, count()));
            leave(selector, POLLER);
            leave(Raw.UNSAFE.getReference(selector, WAKER_OF), NUMBER);
            leaveKeys(selector);
        }
    }

    private static int count() {
        Field count = Raw.staticField(SELECTOR, "NUM_EPOLLEVENTS");
        Raw.UNSAFE.ensureClassInitialized(SELECTOR);
        return Raw.UNSAFE.getInt(Raw.UNSAFE.staticFieldBase(count), Raw.UNSAFE.staticFieldOffset(count));
    }

    private static void leave(Object object, long field) {
        Raw.UNSAFE.putInt(object, field, Raw.UNSAFE.getInt(object, field) | SpriteFiles.AWAY);
    }

    /** They are found by the numbers of their channels. */
    @SuppressWarnings("unchecked")
    private static void leaveKeys(Object selector) {
        Map<Integer, Object> keys = (Map<Integer, Object>) Raw.UNSAFE.getReference(selector, KEYS);
        Map<Integer, Object> before = new HashMap<>(keys);
        keys.clear();
        for (Map.Entry<Integer, Object> key : before.entrySet()) {
            keys.put(key.getKey() | SpriteFiles.AWAY, key.getValue());
        }
    }
}
