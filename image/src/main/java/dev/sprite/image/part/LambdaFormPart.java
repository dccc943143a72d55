package dev.sprite.image.part;

import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import java.lang.invoke.MethodHandle;

/** The code that a method handle runs, which is made anew from its description. */
final class LambdaFormPart implements NativePart {
    private static final Class<?> FORM = Handles.type("java.lang.invoke.LambdaForm");
    private static final MethodHandle PREPARE = Handles.method(FORM, "prepare", void.class);

    @Override
    public boolean isOf(Class<?> type) {
        return type == FORM;
    }

    @Override
    public void write(Object form, ImageWriter out) {
        // its fields tell it all
    }

    @Override
    public void read(Object form, ImageReader in) {
        // what it consists of may not be complete
    }

    @Override
    public void complete(Object form) {
        Handles.invoke(PREPARE, form);
    }
}
