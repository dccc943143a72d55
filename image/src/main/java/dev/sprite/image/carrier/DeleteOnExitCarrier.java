package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import java.io.File;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.function.Predicate;

/** The files to be deleted when the program ends. */
final class DeleteOnExitCarrier implements Carrier {
    private final Class<?> hook;

    DeleteOnExitCarrier() {
        try {
            hook = Class.forName("java.io.DeleteOnExitHook", false, null);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "files to delete on exit";
    }

    @Override
    public Object take(Predicate<Object> everywhere) {
        return Raw.UNSAFE.shouldBeInitialized(hook) ? null : ((Set<?>) Raw.get(files())).toArray();
    }

    @Override
    public void put(Object state) {
        if (state != null) {
            for (Object path : (Object[]) state) {
                new File((String) path).deleteOnExit();
            }
        }
    }

    private Field files() {
        return Raw.staticField(hook, "files");
    }
}
