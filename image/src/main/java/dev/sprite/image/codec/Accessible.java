package dev.sprite.image.codec;

import dev.sprite.image.Raw;
import java.lang.reflect.AccessibleObject;

/** Whether {@code setAccessible} has been called on a reflected member. */
final class Accessible {
    private static final long OVERRIDE = Raw.offset(AccessibleObject.class, "override");

    private Accessible() {}

    static boolean isOverridden(AccessibleObject member) {
        return Raw.UNSAFE.getBoolean(member, OVERRIDE);
    }

    static void override(AccessibleObject member, boolean overridden) {
        Raw.UNSAFE.putBoolean(member, OVERRIDE, overridden);
    }
}
