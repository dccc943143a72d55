package dev.sprite.zoo;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** The program whose heap is captured: everything hangs on its statics. */
public final class Zoo {
    public static final List<Specimen> SPECIMENS = new ArrayList<>();

    private Zoo() {}

    /** Fills the zoo with an instance of every class nested in {@code house}. */
    public static void open(Class<?> house) throws ReflectiveOperationException {
        for (Class<?> kind : house.getDeclaredClasses()) {
            if (Specimen.class.isAssignableFrom(kind) && !Modifier.isAbstract(kind.getModifiers())) {
                SPECIMENS.add(((Specimen) kind.getDeclaredConstructor().newInstance()).made());
            }
        }
    }
}
