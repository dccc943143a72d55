package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import java.lang.reflect.Field;
import java.util.function.Predicate;

/** A static reference field, final or not. */
final class StaticCarrier implements Carrier {
    private final Field field;

    StaticCarrier(Class<?> holder, String name) {
        field = Raw.staticField(holder, name);
        if (field == null) {
            throw new IllegalStateException("this JDK has no field " + holder.getName() + "." + name);
        }
    }

    @Override
    public String name() {
        return "static " + field.getDeclaringClass().getName() + "." + field.getName();
    }

    @Override
    public Object take(Predicate<Object> everywhere) {
        return Raw.get(field);
    }

    @Override
    public void put(Object state) {
        Raw.set(field, state);
    }
}
