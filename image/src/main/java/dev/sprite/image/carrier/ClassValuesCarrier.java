package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The values that the program's {@link ClassValue}s have for classes: they stand in the classes, which are not copied.
 * Those of the JDK's own are caches of this JVM.
 */
final class ClassValuesCarrier implements Carrier {
    private static final Class<?> ENTRY = Handles.type("java.lang.ClassValue$Entry");
    private static final long MAP = Raw.offset(Class.class, "classValueMap");

    private final Instrumentation inst;
    private final Predicate<Class<?>> isOfProgram;
    private boolean mayHaveSome;

    ClassValuesCarrier(Instrumentation inst, Predicate<Class<?>> isOfProgram) {
        this.inst = inst;
        this.isOfProgram = isOfProgram;
    }

    @Override
    public String name() {
        return "class values";
    }

    @Override
    public void prepare() {
        for (Class<?> type : inst.getAllLoadedClasses()) {
            mayHaveSome |= type.getSuperclass() == ClassValue.class && isOfProgram.test(type);
        }
    }

    /** Class, class value, value, class, class value, value … */
    @Override
    public Object take(Predicate<Object> everywhere) {
        List<Object> state = new ArrayList<>();
        if (mayHaveSome) {
            for (Class<?> type : inst.getAllLoadedClasses()) {
                Map<?, ?> values = (Map<?, ?>) Raw.UNSAFE.getReferenceVolatile(type, MAP);
                if (values != null) {
                    take(type, values.values().toArray(), state);
                }
            }
        }
        return state.toArray();
    }

    private void take(Class<?> type, Object[] entries, List<Object> state) {
        for (Object entry : entries) {
            Object owner = ENTRY.isInstance(entry) ? Handles.invoke(Access.OWNER, entry) : null;
            if (owner != null && isOfProgram.test(owner.getClass())) {
                state.add(type);
                state.add(owner);
                state.add(Raw.UNSAFE.getReference(entry, Access.VALUE));
            }
        }
    }

    @Override
    public void put(Object state) {
        Object[] values = (Object[]) state;
        for (int i = 0; i < values.length; i += 3) {
            Handles.invoke(Access.PUT, values[i + 1], values[i], values[i + 2]);
        }
    }

    /** Needed only where there are such values. */
    private static final class Access {
        static final long VALUE = Raw.offset(ENTRY, "value");
        static final MethodHandle OWNER = Handles.method(ENTRY, "classValueOrNull", ClassValue.class);
        static final MethodHandle PUT =
                Handles.method(ClassValue.class, "put", void.class, Class.class, Object.class);
    }
}
