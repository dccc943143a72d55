package dev.sprite.capture;

import dev.sprite.image.Layout;

/**
 * The static fields that a class declares.
 *
 * @param base the object they are in; {@code null} if there are none
 */
record StaticFields(Class<?> type, Layout layout, Object base) {
    static StaticFields of(Class<?> type) {
        return new StaticFields(type, Layout.ofStatics(type), Layout.staticBase(type));
    }
}
