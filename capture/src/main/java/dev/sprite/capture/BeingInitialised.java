package dev.sprite.capture;

import dev.sprite.image.Blocker;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.ThreadImage;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes whose static initialisers are on the stacks of stopped threads. At the target each is initialised by its
 * own thread, when that goes on in the initialiser, and by nobody before: so nothing may move that would have to be made
 * of it there.
 */
final class BeingInitialised {
    private static final String INITIALISER = "<clinit>()V";

    private final List<Class<?>> classes;

    private BeingInitialised(List<Class<?>> classes) {
        this.classes = classes;
    }

    static BeingInitialised by(List<ThreadImage> threads, Class<?>[] loaded) {
        List<Class<?>> classes = new ArrayList<>();
        for (ThreadImage thread : threads) {
            SpriteFrames frames = thread.frames();
            for (int i = 0; i < frames.depth; i++) {
                if (frames.method[i].equals(INITIALISER)) {
                    classes.add(frames.owner[i]);
                }
            }
        }
        if (!classes.isEmpty()) {
            addSubclasses(classes, loaded);
        }
        return new BeingInitialised(classes);
    }

    /** A class is not initialised before what it extends, whose initialisers may set statics of it, though. */
    private static void addSubclasses(List<Class<?>> classes, Class<?>[] loaded) {
        for (Class<?> type : loaded) {
            if (!type.isArray() && isSubclass(type, classes) && Raw.UNSAFE.shouldBeInitialized(type)
                    && !classes.contains(type)) {
                classes.add(type);
            }
        }
    }

    private static boolean isSubclass(Class<?> type, List<Class<?>> classes) {
        for (Class<?> begun : classes) {
            if (begun.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }

    /** Their static fields, as far as they have come. */
    List<StaticFields> statics() {
        List<StaticFields> statics = new ArrayList<>();
        for (Class<?> type : classes) {
            statics.add(StaticFields.of(type));
        }
        return statics;
    }

    /** @throws NotMovableException if one of {@code initialised} could only be once one of these is */
    void refuseSubclasses(List<StaticFields> initialised) throws NotMovableException {
        for (StaticFields fields : initialised) {
            for (Class<?> type : classes) {
                if (type.isAssignableFrom(fields.type())) {
                    throw refusal("class " + fields.type().getName(), "it has been initialised", type);
                }
            }
        }
    }

    /** @throws NotMovableException if the image has an object of one of these, or of a subclass */
    void refuseObjects(CapturedClasses captured) throws NotMovableException {
        for (Class<?> type : classes) {
            Class<?> found = captured.anyInImage(type);
            if (found != null) {
                throw refusal("an object of class " + found.getName(), "no JVM makes one ahead of that", type);
            }
        }
    }

    private static NotMovableException refusal(String object, String why, Class<?> begun) {
        return new NotMovableException(
                Blocker.object(object, "the static initialiser of " + begun.getName() + " is running, and " + why));
    }
}
