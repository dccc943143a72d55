package dev.sprite.restore;

import dev.sprite.image.Blocker;
import dev.sprite.image.HiddenClasses;
import dev.sprite.image.ImageFormat;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageInput;
import dev.sprite.image.ImageReader;
import dev.sprite.image.Layout;
import dev.sprite.image.MarkWord;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.ObjectList;
import dev.sprite.image.Raw;
import dev.sprite.image.Shape;
import dev.sprite.image.codec.Codecs;
import dev.sprite.image.codec.LoaderShell;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads references and allocates what they lead to on first sight, then fills it when its content arrives.
 *
 * <p>Every reference is checked against the type of the place it is put into, since no verifier stands behind us.
 */
final class ObjectReader implements ImageReader {
    private final ImageInput in;
    private final Codecs codecs;
    private final HiddenClasses hidden;
    private final List<RestoredClass> classes = new ArrayList<>();
    private final Map<Class<?>, RestoredClass> classOf = new IdentityHashMap<>();
    private RestoredClass lastClass;
    private final ObjectList objects = new ObjectList();
    private final ObjectList coded = new ObjectList();
    private final Shells shells = new Shells(objects);
    /** The contents of objects from this position on have not been read, nor have those that wait. */
    private int next;
    /** Objects of this JVM that keep the identity hash they have, which is not the one they had at the source. */
    private final List<Object> hashedOtherwise = new ArrayList<>();
    /** Positions of the objects with a part outside the heap. */
    private final List<Integer> parts = new ArrayList<>();
    private final List<Object> finalizable = new ArrayList<>();
    private final List<Object> hashTables = new ArrayList<>();
    private long bytesLeft = Runtime.getRuntime().maxMemory();

    ObjectReader(ImageInput in, Codecs codecs, HiddenClasses hidden) {
        this.in = in;
        this.codecs = codecs;
        this.hidden = hidden;
    }

    int objects() {
        return objects.size();
    }

    /** Once all contents are there that are to come at a time: makes what the JVM has to know of them. */
    void complete() {
        // where objects could not get the identity hash of the source
        new HashTables(hashedOtherwise).repair(hashTables);
        hashTables.clear();
        // as their constructors did at the source
        for (Object object : finalizable) {
            Finalizers.register(object);
        }
        finalizable.clear();
        shells.arrive();
    }

    Object reference() throws ImageFormatException, NotMovableException {
        int code = in.number();
        if (code >= ImageFormat.KNOWN) {
            int number = code - ImageFormat.KNOWN >> 1;
            boolean isCoded = (code & 1) != (ImageFormat.KNOWN & 1);
            ObjectList met = isCoded ? coded : objects;
            if (number >= met.size()) {
                throw new ImageFormatException("image damaged: a reference to an object that has not been met");
            }
            return met.get(number);
        }
        switch (code) {
            case ImageFormat.NULL:
                return null;
            case ImageFormat.NEW:
                return allocate(0, false);
            case ImageFormat.NEW_HASHED:
                return allocate(in.int32(), false);
            case ImageFormat.WAITING:
                return allocate(0, true);
            case ImageFormat.WAITING_HASHED:
                return allocate(in.int32(), true);
            case ImageFormat.CODED:
                return decode();
            default:
                throw new ImageFormatException("image damaged: unknown reference " + code);
        }
    }

    @Override
    public <T> T reference(Class<T> type) throws ImageFormatException, NotMovableException {
        Object object = reference();
        if (!type.isInstance(object) && object != null) {
            throw new ImageFormatException("image damaged: " + object.getClass().getName() + " where "
                    + type.getName() + " was expected");
        }
        return type.cast(object);
    }

    @Override
    public int number() {
        return in.number();
    }

    @Override
    public long longNumber() {
        return in.longNumber();
    }

    @Override
    public String text() throws ImageFormatException {
        return in.text();
    }

    @Override
    public void memory(Object base, long offset, long bytes) {
        in.memory(base, offset, bytes);
    }

    void fields(Object base, Layout layout) throws ImageFormatException, NotMovableException {
        layout.readPrimitives(base, in);
        int references = layout.referenceCount();
        for (int i = 0; i < references; i++) {
            Raw.UNSAFE.putReference(base, layout.referenceOffset(i), checked(reference(), layout.referenceType(i)));
        }
    }

    /** Classes whose objects may wait. */
    void announced() throws ImageFormatException, NotMovableException {
        for (int left = in.number(); left > 0; left--) {
            describedClass();
        }
    }

    /** The contents of all objects that have been met, and of those they lead to, but for those that wait. */
    void contents() throws ImageFormatException, NotMovableException {
        for (; next < objects.size(); next++) {
            if (!shells.contain(next)) {
                content(next);
            }
        }
    }

    private void content(int position) throws ImageFormatException, NotMovableException {
        Object object = objects.get(position);
        RestoredClass type = classOf(object);
        content(object, type.shape);
        if (type.isHashTable) {
            hashTables.add(object);
        }
    }

    /**
     * A page: the contents of objects that wait, and of others that they lead to. {@link #complete} makes them
     * accessible.
     */
    void waiting() throws ImageFormatException, NotMovableException {
        for (int code = in.number(); code != 0; code = in.number()) {
            for (; code != 0; code = in.number()) {
                int position = code - 1;
                if (!shells.isWaiting(position)) {
                    throw new ImageFormatException("image damaged: the content of an object that does not wait for it");
                }
                content(position);
                shells.arriving(position);
            }
            contents();
        }
    }

    /** Elements of an array that waits, and the contents of what they lead to; with the last ones it arrives. */
    void section() throws ImageFormatException, NotMovableException {
        int position = in.number() - 1;
        int end = in.number();
        int from = in.number();
        int count = in.number();
        if (!shells.isWaiting(position)) {
            throw new ImageFormatException("image damaged: part of an object that does not wait for it");
        }
        Object array = objects.get(position);
        Shape shape = classOf(array).shape;
        if (!shape.isArray() || end < 0 || from < 0 || count < 0 || from > end - count || end > Shape.length(array)) {
            throw new ImageFormatException("image damaged: " + count + " elements at " + from + " of " + end);
        }
        elements(array, shape, from, count);
        if (from + count == end) {
            if (shape.isPrimitiveArray()) {
                clear(array, shape, (long) end * shape.scale());
            }
            shells.arriving(position);
        }
        contents();
        waiting();
    }

    private void elements(Object array, Shape shape, int from, int count) throws ImageFormatException, NotMovableException {
        if (shape.isPrimitiveArray()) {
            in.memory(array, shape.base() + (long) from * shape.scale(), (long) count * shape.scale());
            return;
        }
        Object[] references = (Object[]) array;
        Class<?> component = shape.type().getComponentType();
        for (int i = from; i < from + count; i++) {
            references[i] = checked(reference(), component);
        }
    }

    /** Empties a primitive array from a byte on: when it was allocated its memory was left as it was. */
    private static void clear(Object array, Shape shape, long from) {
        Raw.UNSAFE.setMemory(array, shape.base() + from, (long) Shape.length(array) * shape.scale() - from, (byte) 0);
    }

    /** The objects that wait. */
    Shells shells() {
        return shells;
    }

    /** Makes again what objects have outside the heap. */
    void parts() throws ImageFormatException, NotMovableException {
        for (int position : parts) {
            Object object = objects.get(position);
            classOf(object).part.read(object, this);
        }
        for (int position : parts) {
            Object object = objects.get(position);
            classOf(object).part.complete(object);
        }
        parts.clear();
    }

    private void content(Object object, Shape shape) throws ImageFormatException, NotMovableException {
        if (!shape.isArray()) {
            fields(object, shape.layout());
        } else if (shape.isPrimitiveArray()) {
            primitives(object, shape);
        } else {
            elements(object, shape, 0, Shape.length(object));
        }
    }

    private void primitives(Object array, Shape shape) throws ImageFormatException {
        long bytes = (long) Shape.length(array) * shape.scale();
        long used = in.longNumber();
        if (used < 0 || used > bytes) {
            throw new ImageFormatException("image damaged: " + used + " bytes in an array of " + bytes);
        }
        in.memory(array, shape.base(), used);
        clear(array, shape, used);
    }

    /** As the verifier does, lets any object stand for an interface. */
    private static Object checked(Object object, Class<?> type) throws ImageFormatException {
        if (object != null && type != Object.class && !type.isInstance(object) && !type.isInterface()) {
            throw new ImageFormatException("image damaged: " + object.getClass().getName() + " where "
                    + type.getName() + " was expected");
        }
        return object;
    }

    /** The object's number is taken first: the description of its class may lead to other objects. */
    private Object allocate(int hash, boolean waits) throws ImageFormatException, NotMovableException {
        int position = objects.add(null);
        RestoredClass type = describedClass();
        Shape shape = type.shape;
        Object object;
        if (shape.isArray()) {
            int length = in.number();
            claim(length < 0 ? Long.MAX_VALUE : (long) length * shape.scale());
            object = array(shape, length);
        } else {
            claim(0);
            object = instance(shape.type());
            if (type.isHidden) {
                hidden.adoptSingleton(object);
            }
        }
        objects.set(position, object);
        if (waits) {
            shells.add(position, object, hash);
        } else if (hash != 0 && !MarkWord.install(object, hash)) {
            throw new IllegalStateException("a fresh object has an identity hash already");
        }
        if (object instanceof ClassLoader loader) {
            LoaderShell.read(loader, this);
        }
        if (type.part != null) {
            parts.add(position);
        }
        if (type.isFinalizable) {
            finalizable.add(object);
        }
        return object;
    }

    /** Keeps a false length from costing the JVM its heap. */
    private void claim(long bytes) throws ImageFormatException {
        if (bytes > bytesLeft - 8) {
            throw oversized();
        }
        bytesLeft -= bytes + 8;
    }

    private static Object array(Shape shape, int length) throws ImageFormatException {
        try {
            return shape.newArray(length);
        } catch (OutOfMemoryError e) {
            throw oversized();
        }
    }

    private static ImageFormatException oversized() {
        return new ImageFormatException("image oversized: its objects exceed the heap of this JVM ("
                + Runtime.getRuntime().maxMemory() + " bytes). Give the target a larger -Xmx");
    }

    private static Object instance(Class<?> type) throws ImageFormatException {
        try {
            return Raw.UNSAFE.allocateInstance(type);
        } catch (InstantiationException e) {
            throw new ImageFormatException("image damaged: an instance of " + type.getName(), e);
        }
    }

    private RestoredClass describedClass() throws ImageFormatException, NotMovableException {
        int number = in.number();
        if (number != 0) {
            if (number < 0 || number > classes.size()) {
                throw new ImageFormatException("image damaged: a class that has not been described");
            }
            return classes.get(number - 1);
        }
        Class<?> type = reference(Class.class);
        if (type == null || type.isPrimitive()
                || codecs.numberFor(type) != Codecs.NONE && !Codecs.mayBePlain(type)
                || !type.isArray() && Modifier.isAbstract(type.getModifiers())) {
            throw new ImageFormatException("image damaged: an object of " + type);
        }
        RestoredClass described = new RestoredClass(type);
        if (!type.isArray()) {
            described.shape.layout().check(type, in);
        }
        classes.add(described);
        classOf.put(type, described);
        return described;
    }

    private RestoredClass classOf(Object object) {
        Class<?> type = object.getClass();
        if (lastClass == null || lastClass.shape.type() != type) {
            lastClass = classOf.get(type);
        }
        return lastClass;
    }

    private Object decode() throws ImageFormatException, NotMovableException {
        int codec = in.number();
        if (codec < 0 || codec >= codecs.size()) {
            throw new ImageFormatException("image damaged: unknown codec " + codec);
        }
        int hash = in.int32();
        Object object = codecs.get(codec).read(this);
        if (object == null) {
            throw new NotMovableException(Blocker.object(null, "an object that this host does not have"));
        }
        if (hash != 0 && !MarkWord.install(object, hash)) {
            hashedOtherwise.add(object);
        }
        coded.add(object);
        return object;
    }
}
