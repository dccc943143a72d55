package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.management.PlatformManagedObject;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.security.Provider;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/** All codecs, by the numbers they have in an image. */
public final class Codecs {
    public static final int WELL_KNOWN = 0;
    public static final int INTERNED = 1;
    public static final int CLASS = 2;
    /** Answer of {@link #numberFor}: objects of the class are copied field by field. */
    public static final int NONE = -1;

    private final List<Entry> entries;
    private final ThreadCodec threads;
    private final ThreadGroupCodec groups;

    private record Entry(Class<?> type, Codec<?> codec) {}

    public Codecs(Roles roles) {
        threads = new ThreadCodec(roles.main());
        groups = new ThreadGroupCodec(roles.mainGroup());
        Codec<?> updaters = new FieldUpdaterCodec();
        entries = List.of(
                new Entry(null, new WellKnown()),
                new Entry(null, new InternedStringCodec()),
                new Entry(Class.class, new ClassCodec(roles.hidden(), roles.classFiles())),
                new Entry(ClassLoader.class, new LoaderCodec(roles.application())),
                new Entry(Module.class, new ModuleCodec()),
                new Entry(ModuleLayer.class, new LayerCodec()),
                new Entry(Thread.class, threads),
                new Entry(ThreadGroup.class, groups),
                new Entry(MethodType.class, new MethodTypeCodec()),
                new Entry(Executable.class, new MethodCodec()),
                new Entry(Field.class, new FieldCodec()),
                new Entry(AtomicIntegerFieldUpdater.class, updaters),
                new Entry(AtomicLongFieldUpdater.class, updaters),
                new Entry(AtomicReferenceFieldUpdater.class, updaters),
                new Entry(Provider.class, new ProviderCodec()),
                new Entry(MethodHandle.class, new MethodHandleCodec()),
                new Entry(VarHandle.class, new VarHandleCodec()),
                new Entry(PlatformManagedObject.class, new ManagementBeanCodec()),
                new Entry(MemberNameCodec.MEMBER, new MemberNameCodec()),
                new Entry(SpeciesCodec.SPECIES, new SpeciesCodec()),
                new Entry(BoundValueCodec.FUNCTION, new BoundValueCodec()),
                new Entry(ParameterCodec.NAME, new ParameterCodec()));
    }

    /** The codec for objects of class {@code type}, or {@link #NONE}. */
    public int numberFor(Class<?> type) {
        for (int i = 0; i < entries.size(); i++) {
            Class<?> handled = entries.get(i).type();
            if (handled != null && handled.isAssignableFrom(type)) {
                return i;
            }
        }
        return NONE;
    }

    /** Whether {@code object}, whose class has a codec, is nevertheless copied field by field. */
    public boolean isPlain(Object object) {
        return object instanceof Thread thread && threads.isPlain(thread)
                || object instanceof ThreadGroup group && groups.isPlain(group)
                || object instanceof ClassLoader loader && LoaderShell.isOfProgram(loader)
                || object instanceof Provider provider && !ProviderCodec.isOfTheJdk(provider)
                || object instanceof MethodHandle handle && MethodHandleCodec.isComposed(handle)
                || BoundValueCodec.FUNCTION.isInstance(object) && BoundValueCodec.isOther(object)
                || ParameterCodec.NAME.isInstance(object) && ParameterCodec.isOther(object);
    }

    /** Says which live threads move, besides main. */
    public void moving(Thread thread) {
        threads.moving(thread);
    }

    /** Whether {@link #isPlain} may hold for objects of class {@code type}. */
    public static boolean mayBePlain(Class<?> type) {
        return Thread.class.isAssignableFrom(type) || ThreadGroup.class.isAssignableFrom(type)
                || ClassLoader.class.isAssignableFrom(type) || MethodHandle.class.isAssignableFrom(type)
                || Provider.class.isAssignableFrom(type) && !ProviderCodec.isOfTheJdk(type)
                || type == BoundValueCodec.FUNCTION || type == ParameterCodec.NAME;
    }

    public int size() {
        return entries.size();
    }

    @SuppressWarnings("unchecked") // numberFor chose it by the object's class
    public Codec<Object> get(int number) {
        return (Codec<Object>) entries.get(number).codec();
    }
}
