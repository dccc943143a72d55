package dev.sprite.capture;

import dev.sprite.image.ImageFormat;
import dev.sprite.image.ImageOutput;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Layout;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import dev.sprite.image.Shape;
import dev.sprite.image.codec.Codecs;
import dev.sprite.image.codec.LoaderShell;
import dev.sprite.image.codec.WellKnown;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Writes references and, breadth first, the objects behind them. The queue is the list of numbered objects itself, so
 * neither the depth nor the width of the heap costs stack.
 */
final class ObjectWriter implements ImageWriter {
    private final ImageOutput out;
    private final Codecs codecs;
    private final CapturedClasses classes;
    private final Deferral deferral;
    private final ObjectIds ids = new ObjectIds();
    private final WellKnown.Name[] wellKnown;
    private final int[] wellKnownHash;
    private final int[] wellKnownNumber;
    /** Ids from this one on are queue positions; those below are of well-known objects. */
    private final int firstId;
    private final Origins origins = new Origins();
    private int parent;
    /** The object that was met last, not counting those in the records of codecs. */
    private Object refused;
    /** How many records of codecs are being written, one inside the other. */
    private int coding;
    /** Positions of the objects with a part outside the heap. */
    private final Positions parts = new Positions();
    /** How many of those have been written. */
    private int partsWritten;
    /** The contents of objects from this position on have not been written, nor have those that wait. */
    private int next;
    /** The positions of the objects that wait, or did. */
    private final BitSet waiters = new BitSet();
    /** The positions of those that wait. */
    private final BitSet waiting = new BitSet();
    /** Positions of objects that are to wait no longer than for the end of what is being written. */
    private final Positions due = new Positions();
    /** Positions of the objects that have been written and need not be kept any longer. */
    private final Positions gone = new Positions();
    private boolean letsGo;
    private boolean heldByProgram;
    private final Map<Object, Object> heldByFrames = new IdentityHashMap<>();
    /** Position of the object whose part is being written; negative if none is. */
    private int part = -1;
    private int described;

    ObjectWriter(
            ImageOutput out, Codecs codecs, CapturedClasses classes, Deferral deferral, WellKnownObjects objects) {
        this.out = out;
        this.codecs = codecs;
        this.classes = classes;
        this.deferral = deferral;
        classes.unnumber();
        wellKnown = new WellKnown.Name[objects.size()];
        wellKnownHash = new int[objects.size()];
        wellKnownNumber = new int[objects.size()];
        Arrays.fill(wellKnownNumber, -1);
        for (int i = 0; i < objects.size(); i++) {
            if (ids.find(objects.object(i)) == ObjectIds.ABSENT) {
                wellKnown[ids.count()] = objects.name(i);
                wellKnownHash[ids.count()] = ids.add(objects.object(i));
            }
        }
        firstId = ids.count();
    }

    /** Says what holds the references that follow: the {@code number}-th root. */
    void root(int number) {
        parent = -1 - number;
    }

    long objects() {
        return ids.count() - firstId;
    }

    /** Where the reference stands that was being written last: a queue position, or negative for a root. */
    int parent() {
        return part < 0 ? parent : parentOf(part);
    }

    /** The object that was being written when a {@link Refusal} was thrown. */
    Object refused() {
        return refused;
    }

    /** The first object that leads to the one at {@code position}. */
    int parentOf(int position) {
        int last = origins.latest(position);
        for (int candidate = origins.earliest(position); candidate < last; candidate++) {
            if (leadsTo(object(candidate), object(position))) {
                return candidate;
            }
        }
        return last;
    }

    private boolean leadsTo(Object holder, Object held) {
        if (holder instanceof Object[] array) {
            for (Object element : array) {
                if (element == held) {
                    return true;
                }
            }
            return false;
        }
        Layout layout = classes.of(holder.getClass()).shape.layout();
        for (int i = 0; layout != null && i < layout.referenceCount(); i++) {
            if (Raw.UNSAFE.getReference(holder, layout.referenceOffset(i)) == held) {
                return true;
            }
        }
        return false;
    }

    Object object(int position) {
        return ids.get(firstId + position);
    }

    void release() {
        ids.release();
    }

    boolean isWellKnown(Object object) {
        int id = ids.find(object);
        return id >= 0 && id < firstId;
    }

    @Override
    public void reference(Object object) {
        if (object == null) {
            out.number(ImageFormat.NULL);
            return;
        }
        int id = ids.find(object);
        if (id >= firstId) {
            int position = id - firstId;
            if (!heldByProgram && waiting.get(position) && !mayWait(object.getClass())) {
                due.add(position); // somebody else may look into it
            }
            out.number(ImageFormat.KNOWN + 2 * position);
        } else if (id >= 0) {
            wellKnown(id);
        } else if (id != ObjectIds.ABSENT) {
            out.number(ImageFormat.KNOWN + 2 * ~id + 1);
        } else {
            discover(object);
        }
    }

    @Override
    public void number(int value) {
        out.number(value);
    }

    @Override
    public void number(long value) {
        out.number(value);
    }

    @Override
    public void text(String text) {
        out.text(text);
    }

    @Override
    public void memory(Object base, long offset, long bytes) {
        out.memory(base, offset, bytes);
    }

    /** The primitive fields and the references of {@code base}. */
    void fields(Object base, Layout layout) {
        layout.writePrimitives(base, out);
        int count = layout.referenceCount();
        for (int i = 0; i < count; i++) {
            reference(Raw.UNSAFE.getReference(base, layout.referenceOffset(i)));
        }
    }

    /** Describes a class ahead of its objects, so that the target need not refuse it when it is too late. */
    void announce(Class<?> type) {
        describe(classes.of(type));
    }

    /** Whether the contents of all objects of a class may follow the image. */
    boolean mayWait(Class<?> type) {
        return classes.of(type).waits(deferral) == Deferral.Kind.ALWAYS;
    }

    /** Says whether the program's own code alone loads the references that follow. */
    void heldByProgram(boolean held) {
        heldByProgram = held;
    }

    /** The contents of all objects that have been met, and of those they lead to, but for those that wait. */
    void contents() {
        for (; next < ids.count() - firstId; next++) {
            if (!waiters.get(next)) {
                content(next, false);
            }
        }
    }

    /** What frames hold in {@code values}, the program's code touches when it goes on. */
    void framesHold(Object[] values) {
        heldByFrames.put(values, values);
    }

    private void content(int position, boolean waited) {
        parent = position;
        Object object = object(position);
        CapturedClass type = classes.of(object.getClass());
        if (type.isThrowable) {
            StackTraces.settle((Throwable) object);
        }
        heldByProgram = waited && type.waits(deferral) == Deferral.Kind.ALWAYS
                || object instanceof Object[] && heldByFrames.containsKey(object);
        content(object, type.shape);
        heldByProgram = false;
        if (letsGo) {
            gone.add(position);
        }
    }

    /** From now on, {@link #letGo} is to be called for what is written. The program must not run here any more. */
    void letGoOfWritten() {
        letsGo = true;
    }

    /**
     * Lets go of what has been written: of the program's objects and what they lead to, and of primitive arrays. The JDK's
     * are kept: they may have something outside the heap that a cleaner would close, and the program goes on using.
     */
    void letGo() {
        for (int i = 0; i < gone.count(); i++) {
            Object object = object(gone.get(i));
            CapturedClass type = classes.of(object.getClass());
            if (type.waits(deferral) == Deferral.Kind.ALWAYS) {
                Layout layout = type.shape.layout();
                for (int k = 0; k < layout.referenceCount(); k++) {
                    Raw.UNSAFE.putReference(object, layout.referenceOffset(k), null);
                }
                ids.letGo(firstId + gone.get(i));
            } else if (type.shape.isPrimitiveArray()) {
                ids.letGo(firstId + gone.get(i));
            }
        }
        gone.clear();
    }

    /**
     * A page: the contents of objects that wait, and of others that they lead to.
     *
     * @param first those that must come
     * @param most about how many bytes there may be if others are to follow, breadth first
     */
    void waiting(int[] first, long most) {
        long end = out.total() + most;
        int met = ids.count() - firstId;
        for (int position : first) {
            due.add(position);
        }
        while (due.count() > 0) {
            boolean hasSome = false;
            for (int i = 0; i < due.count(); i++) { // it may grow meanwhile
                int position = due.get(i);
                if (waiting.get(position)) {
                    hasSome = true;
                    waiting.clear(position);
                    out.number(position + 1);
                    content(position, true);
                }
                for (; met < ids.count() - firstId && out.total() < end; met++) {
                    if (waiting.get(met) && !isLargeArray(met)) {
                        due.add(met);
                    }
                }
            }
            due.clear();
            if (hasSome) {
                out.number(0);
                contents();
            }
        }
        out.number(0);
    }

    /**
     * Writes elements of an array that waits, and what they lead to.
     *
     * @param isRest whether they are the last ones
     */
    void elements(int position, int from, int to, boolean isRest) {
        parent = position;
        Object array = object(position);
        Shape shape = shapeOf(array);
        if (shape.isPrimitiveArray()) {
            out.memory(array, shape.base() + (long) from * shape.scale(), (long) (to - from) * shape.scale());
        } else {
            for (int i = from; i < to; i++) {
                reference(((Object[]) array)[i]);
            }
        }
        if (isRest) {
            waiting.clear(position);
            gone.add(position);
        }
        contents();
        waiting(new int[0], 0);
    }

    Shape shapeOf(Object object) {
        return classes.of(object.getClass()).shape;
    }

    boolean isWaiting(int position) {
        return waiting.get(position);
    }

    /** Whether an object waits and is to be written section by section. */
    boolean isLargeArray(int position) {
        return isWaiting(position) && LargeArrays.contain(object(position), shapeOf(object(position)));
    }

    /** The position of the first object at or behind {@code from} that still waits; -1 if there is none. */
    int nextWaiting(int from) {
        return waiting.nextSetBit(from);
    }

    /** Whether there is an object at a position. */
    boolean isPosition(int position) {
        return position >= 0 && position < next;
    }

    /** The position of an object of the program that waits, -1 for another. */
    int positionOfWaiter(Object object) {
        int position = ids.find(object) - firstId;
        return isPosition(position) && waiting.get(position) && mayWait(object.getClass()) ? position : -1;
    }

    /** What objects have outside the heap, in the order in which these were met; of those that are new since the last call. */
    void parts() {
        for (; partsWritten < parts.count(); partsWritten++) {
            part = parts.get(partsWritten);
            refused = object(part);
            classes.of(refused.getClass()).part.write(refused, this);
        }
        part = -1;
    }

    private void content(Object object, Shape shape) {
        if (!shape.isArray()) {
            fields(object, shape.layout());
        } else if (shape.isPrimitiveArray()) {
            long used = shape.bytesUpToLastNonZero(object);
            out.number(used);
            out.memory(object, shape.base(), used);
        } else {
            for (Object element : (Object[]) object) {
                reference(element);
            }
        }
    }

    private void discover(Object object) {
        CapturedClass type = classes.of(object.getClass());
        if (coding == 0) {
            refused = object;
        }
        if (type.refusal != null) {
            throw new Refusal(type.refusal);
        }
        if (type.codec != Codecs.NONE && !codecs.isPlain(object)) {
            coded(object, type.codec);
        } else if (type.type == String.class && InternedStrings.contains((String) object)) {
            coded(object, Codecs.INTERNED);
        } else {
            add(object, type);
        }
    }

    private void add(Object object, CapturedClass type) {
        int position = ids.count() - firstId;
        if (position == ImageFormat.MAX_OBJECTS) {
            throw new Refusal("more than " + ImageFormat.MAX_OBJECTS + " objects");
        }
        origins.add(parent);
        if (type.part != null) {
            parts.add(position);
        }
        int hash = ids.add(object);
        boolean waits = waits(object, type);
        if (waits) {
            waiters.set(position);
            waiting.set(position);
        }
        if (hash == 0) {
            out.number(waits ? ImageFormat.WAITING : ImageFormat.NEW);
        } else {
            out.number(waits ? ImageFormat.WAITING_HASHED : ImageFormat.NEW_HASHED);
            out.int32(hash);
        }
        describe(type);
        if (type.shape.isArray()) {
            out.number(Shape.length(object));
        } else if (type.isLoader) {
            LoaderShell.write((ClassLoader) object, this);
        }
    }

    private boolean waits(Object object, CapturedClass type) {
        switch (type.waits(deferral)) {
            case ALWAYS:
                return true;
            case BY_PROGRAM:
                return heldByProgram && (!type.shape.isArray() || Deferral.isLarge(Shape.length(object)));
            default:
                return false;
        }
    }

    /** A class is described where it is met first. */
    private void describe(CapturedClass type) {
        out.number(type.number + 1);
        if (type.number == CapturedClass.UNNUMBERED) {
            type.number = described++;
            reference(type.type);
            if (!type.shape.isArray()) {
                type.shape.layout().describe(out);
            }
        }
    }

    /** The number is given once the record is written: a record may describe other objects first. */
    private void coded(Object object, int codec) {
        out.number(ImageFormat.CODED);
        out.number(codec);
        out.int32(System.identityHashCode(object));
        coding++;
        codecs.get(codec).write(object, this);
        coding--;
        ids.alias(object);
    }

    private void wellKnown(int id) {
        if (wellKnownNumber[id] >= 0) {
            out.number(ImageFormat.KNOWN + 2 * wellKnownNumber[id] + 1);
            return;
        }
        out.number(ImageFormat.CODED);
        out.number(Codecs.WELL_KNOWN);
        out.int32(wellKnownHash[id]);
        codecs.get(Codecs.WELL_KNOWN).write(wellKnown[id], this);
        wellKnownNumber[id] = ids.aliasOfNumbered(ids.get(id));
    }
}
