package dev.sprite.image;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The fields of a class, with their offsets in this JVM, in the order in which an image holds them: eight-byte values,
 * four-byte, two-byte, one-byte, references; within each by depth of the declaring class, then by name.
 */
public final class Layout {
    private static final Comparator<Slot> ORDER = new Comparator<>() {
        @Override
        public int compare(Slot a, Slot b) {
            if (a.size() != b.size()) {
                return Integer.compare(b.size(), a.size());
            }
            return a.depth() != b.depth() ? Integer.compare(a.depth(), b.depth()) : a.name().compareTo(b.name());
        }
    };

    private final Slot[] slots;
    private final long[] eights;
    private final long[] fours;
    private final long[] twos;
    private final long[] ones;
    private final long[] references;
    private final Class<?>[] referenceTypes;

    /**
     * One field.
     *
     * @param depth number of superclasses of the class that declares it
     * @param size bytes of a primitive, 0 for a reference
     */
    public record Slot(int depth, String name, Class<?> type, int size, long offset) {}

    private Layout(List<Slot> found) {
        slots = found.toArray(new Slot[0]);
        Arrays.sort(slots, ORDER);
        eights = offsets(8);
        fours = offsets(4);
        twos = offsets(2);
        ones = offsets(1);
        references = offsets(0);
        referenceTypes = new Class<?>[references.length];
        for (int i = 0; i < references.length; i++) {
            referenceTypes[i] = slots[slots.length - references.length + i].type();
        }
    }

    /** The instance fields of {@code type}, inherited ones included. */
    public static Layout ofInstance(Class<?> type) {
        List<Slot> slots = new ArrayList<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            int depth = 0;
            for (Class<?> s = c.getSuperclass(); s != null; s = s.getSuperclass()) {
                depth++;
            }
            for (Field field : Raw.declaredFields(c)) {
                if (!Modifier.isStatic(field.getModifiers()) && !isOfThisJvm(type, c, field.getName())) {
                    slots.add(new Slot(depth, field.getName(), field.getType(), size(field.getType()),
                            Raw.UNSAFE.objectFieldOffset(field)));
                }
            }
        }
        return new Layout(slots);
    }

    /** The static fields that {@code type} itself declares; offsets are within {@link #staticBase}. */
    public static Layout ofStatics(Class<?> type) {
        List<Slot> slots = new ArrayList<>();
        for (Field field : Raw.declaredFields(type)) {
            if (Modifier.isStatic(field.getModifiers())) {
                slots.add(new Slot(0, field.getName(), field.getType(), size(field.getType()),
                        Raw.UNSAFE.staticFieldOffset(field)));
            }
        }
        return new Layout(slots);
    }

    /** The object that holds the static fields of {@code type}; {@code null} if it has none. */
    public static Object staticBase(Class<?> type) {
        for (Field field : Raw.declaredFields(type)) {
            if (Modifier.isStatic(field.getModifiers())) {
                return Raw.UNSAFE.staticFieldBase(field);
            }
        }
        return null;
    }

    /** Fields that mean something only to the JVM that set them: null is well, or they are carried otherwise. */
    private static boolean isOfThisJvm(Class<?> type, Class<?> declarer, String field) {
        switch (declarer.getName()) {
            case "java.lang.Throwable":
                return field.equals("backtrace");
            case "java.lang.ref.Reference":
                return field.equals("discovered")
                        || type.getName().equals("jdk.internal.ref.CleanerImpl$PhantomCleanableRef")
                        && (field.equals("queue") || field.equals("next"));
            case "jdk.internal.ref.PhantomCleanable":
                return true;
            case "java.util.zip.Inflater":
            case "java.util.zip.Deflater":
                return field.equals("zsRef");
            case "java.nio.DirectByteBuffer":
                return field.equals("cleaner");
            case "java.lang.ClassLoader":
                return field.equals("classLoaderValueMap") || field.equals("libraries") || field.equals("classes");
            case "java.lang.Thread":
                return field.equals("inheritedAccessControlContext") || field.equals("eetop")
                        || field.equals("threadLocals");
            case "java.lang.Thread$FieldHolder":
                return field.equals("terminatingThreadLocals"); // caches of the JDK's
            case "java.lang.VirtualThread":
                return field.equals("runContinuation") || field.equals("carrierThread") || field.equals("timeoutTask")
                        || field.equals("next") || field.equals("onWaitingList") || field.equals("blockPermit")
                        || field.equals("notified");
            case "jdk.internal.vm.Continuation":
                return !field.equals("target") && !field.equals("scope") && !field.equals("done");
            case "java.lang.invoke.MethodHandle":
                return field.startsWith("asType") || field.equals("customizationCount")
                        || field.equals("updateInProgress");
            case "java.lang.invoke.MethodHandleImpl$AsVarargsCollector":
                return field.equals("asCollectorCache");
            case "java.lang.invoke.CallSite":
                return field.equals("context");
            case "java.lang.invoke.LambdaForm":
                return !field.equals("arity") && !field.equals("result") && !field.equals("forceInline")
                        && !field.equals("names") && !field.equals("kind");
            case "java.lang.invoke.LambdaForm$NamedFunction":
                return field.equals("invoker");
            case "java.io.FileDescriptor":
                return field.equals("fd") || field.equals("handle") || field.equals("cleanup");
            case "java.awt.Image":
                return field.equals("surfaceManager");
            case "sun.nio.ch.FileChannelImpl":
                return field.equals("closer") || field.equals("fileLockTable");
            default:
                return false;
        }
    }

    private static int size(Class<?> type) {
        if (!type.isPrimitive()) {
            return 0;
        }
        if (type == long.class || type == double.class) {
            return 8;
        }
        if (type == int.class || type == float.class) {
            return 4;
        }
        return type == short.class || type == char.class ? 2 : 1;
    }

    private long[] offsets(int size) {
        long[] offsets = new long[slots.length];
        int count = 0;
        for (Slot slot : slots) {
            if (slot.size() == size) {
                offsets[count++] = slot.offset();
            }
        }
        return Arrays.copyOf(offsets, count);
    }

    public int size() {
        return slots.length;
    }

    public Slot slot(int index) {
        return slots[index];
    }

    public int referenceCount() {
        return references.length;
    }

    public long referenceOffset(int index) {
        return references[index];
    }

    public Class<?> referenceType(int index) {
        return referenceTypes[index];
    }

    /** The field that the {@code index}-th reference stands in. */
    public Slot referenceSlot(int index) {
        return slots[slots.length - references.length + index];
    }

    /** Writes the primitive fields of {@code base}. */
    public void writePrimitives(Object base, ImageOutput out) {
        for (long offset : eights) {
            out.int64(Raw.UNSAFE.getLong(base, offset));
        }
        for (long offset : fours) {
            out.int32(Raw.UNSAFE.getInt(base, offset));
        }
        for (long offset : twos) {
            out.int16(Raw.UNSAFE.getShort(base, offset));
        }
        for (long offset : ones) {
            out.int8(Raw.UNSAFE.getByte(base, offset));
        }
    }

    /** Reads the primitive fields of {@code base}. */
    public void readPrimitives(Object base, ImageInput in) {
        for (long offset : eights) {
            Raw.UNSAFE.putLong(base, offset, in.int64());
        }
        for (long offset : fours) {
            Raw.UNSAFE.putInt(base, offset, in.int32());
        }
        for (long offset : twos) {
            Raw.UNSAFE.putShort(base, offset, in.int16());
        }
        for (long offset : ones) {
            Raw.UNSAFE.putByte(base, offset, in.int8());
        }
    }

    /** Writes names and types, for {@link #check} at the target. */
    public void describe(ImageOutput out) {
        out.number(slots.length);
        for (Slot slot : slots) {
            out.number(slot.depth());
            out.text(slot.name());
            out.text(slot.type().getName());
        }
    }

    /** Reads what {@link #describe} wrote and refuses a class whose fields are not the same here. */
    public void check(Class<?> type, ImageInput in) throws ImageFormatException, NotMovableException {
        int count = in.number();
        StringBuilder there = new StringBuilder();
        boolean same = count == slots.length;
        for (int i = 0; i < count; i++) {
            int depth = in.number();
            String name = in.text();
            String fieldType = in.text();
            there.append(i == 0 ? "" : ", ").append(fieldType).append(' ').append(name);
            same = same && slots[i].depth() == depth && slots[i].name().equals(name)
                    && slots[i].type().getName().equals(fieldType);
        }
        if (!same) {
            throw new NotMovableException(Blocker.object("class " + type.getName(),
                    "it has other fields on this host; at the source they are: " + there
                            + ". Use the same class files and the same JDK build on both hosts"));
        }
    }
}
