package dev.sprite.image.part;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * What the JDK's common cleaner knows of an object that was registered with it: the place of the registration in the
 * cleaner's list and the cleaner's queue. The object and its action are ordinary fields.
 */
final class CleanablePart implements NativePart {
    private static final Class<?> CLEANABLE = Handles.type("jdk.internal.ref.PhantomCleanable");
    private static final Class<?> REGISTRATION = Handles.type("jdk.internal.ref.CleanerImpl$PhantomCleanableRef");
    private static final long LIST = Raw.offset(CLEANABLE, "list");
    private static final long QUEUE = Raw.offset(Reference.class, "queue");
    private static final long REFERENT = Raw.offset(Reference.class, "referent");
    /** Up to JDK 23 or so the registrations are linked to one another, later they lie in nodes. */
    private static final boolean LINKED = Raw.hasField(CLEANABLE, "next");
    private static final long NEXT = Raw.offset(CLEANABLE, LINKED ? "next" : "node");
    private static final long PREVIOUS = LINKED ? Raw.offset(CLEANABLE, "prev") : 0;
    private static final MethodHandle CLEANER =
            Handles.staticMethod(Handles.type("jdk.internal.ref.CleanerFactory"), "cleaner", Cleaner.class);
    private static final MethodHandle INSERT = LINKED
            ? Handles.method(CLEANABLE, "insert", void.class)
            : Handles.method(Handles.type("jdk.internal.ref.CleanerImpl$CleanableList"), "insert", void.class, CLEANABLE);

    /** The list and the queue of the common cleaner. */
    private static final class Common {
        static final Object LIST_OF_ALL;
        static final Object QUEUE_OF_ALL;

        static {
            Cleaner.Cleanable any = ((Cleaner) Handles.invoke(CLEANER)).register(new Object(), () -> { });
            LIST_OF_ALL = Raw.UNSAFE.getReference(any, LIST);
            QUEUE_OF_ALL = Raw.UNSAFE.getReference(any, QUEUE);
            any.clean();
        }
    }

    @Override
    public boolean isOf(Class<?> type) {
        return CLEANABLE.isAssignableFrom(type);
    }

    @Override
    public void write(Object cleanable, ImageWriter out) {
        if (cleanable.getClass() != REGISTRATION || Raw.UNSAFE.getReference(cleanable, LIST) != Common.LIST_OF_ALL) {
            throw new Refusal("a cleaner watches over something outside the heap");
        }
        out.number(isRegistered(cleanable) ? 1 : 0);
    }

    private static boolean isRegistered(Object cleanable) {
        Object next = Raw.UNSAFE.getReference(cleanable, NEXT);
        return LINKED ? next != cleanable : next != null;
    }

    @Override
    public void read(Object cleanable, ImageReader in) throws ImageFormatException {
        Raw.UNSAFE.putReference(cleanable, LIST, Common.LIST_OF_ALL);
        Raw.UNSAFE.putReference(cleanable, QUEUE, Common.QUEUE_OF_ALL);
        if (LINKED) {
            Raw.UNSAFE.putReference(cleanable, NEXT, cleanable);
            Raw.UNSAFE.putReference(cleanable, PREVIOUS, cleanable);
        }
        if (in.number() == 1) {
            if (LINKED) {
                Handles.invoke(INSERT, cleanable);
            } else {
                Handles.invoke(INSERT, Common.LIST_OF_ALL, cleanable);
            }
            if (Raw.UNSAFE.getReference(cleanable, REFERENT) == null) {
                ((Reference<?>) cleanable).enqueue(); // the object is gone already, its action still due
            }
        }
    }
}
