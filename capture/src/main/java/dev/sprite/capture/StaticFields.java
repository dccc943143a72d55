package dev.sprite.capture;

import dev.sprite.image.Layout;
import dev.sprite.image.Refusal;

/**
 * The static fields that a class declares.
 *
 * @param base the object they are in; {@code null} if there are none
 */
record StaticFields(Class<?> type, Layout layout, Object base) {
    /** @throws Refusal if a field's class cannot be loaded */
    static StaticFields of(Class<?> type) {
        try {
            return new StaticFields(type, Layout.ofStatics(type), Layout.staticBase(type));
        } catch (LinkageError e) {
            throw new Refusal("class " + type.getName() + " has a field whose class cannot be loaded: "
                    + e.getMessage());
        }
    }
}
