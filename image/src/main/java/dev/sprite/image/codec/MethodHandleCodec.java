package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Method handles that stand for one member, if under another type. What others are composed of is copied field by field.
 */
final class MethodHandleCodec implements Codec<MethodHandle> {
    private static final Class<?> DIRECT = Handles.type("java.lang.invoke.DirectMethodHandle");
    /** Whether a handle tells its member: not one that has come to be by {@code asType}. */
    private static final long CRACKABLE = Raw.offset(DIRECT, "crackable");

    @Override
    public void write(MethodHandle handle, ImageWriter out) {
        MethodHandleInfo info;
        try {
            info = reveal(handle);
        } catch (IllegalArgumentException e) {
            throw new Refusal("a method handle that does not tell its member: " + handle);
        }
        out.number(info.getReferenceKind());
        out.reference(info.getDeclaringClass());
        out.text(info.getName());
        out.reference(info.getMethodType());
        out.reference(info.getReferenceKind() == MethodHandleInfo.REF_invokeSpecial
                ? handle.type().parameterType(0) : null);
        out.number(handle.isVarargsCollector() ? 1 : 0);
        out.reference(handle.type());
    }

    /** Whether {@code handle} does more than reach one member. */
    static boolean isComposed(MethodHandle handle) {
        if (DIRECT.isInstance(handle)) {
            return false;
        }
        try {
            Raw.TRUSTED.revealDirect(handle);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static MethodHandleInfo reveal(MethodHandle handle) {
        boolean hides = DIRECT.isInstance(handle) && !Raw.UNSAFE.getBoolean(handle, CRACKABLE);
        if (!hides) {
            return Raw.TRUSTED.revealDirect(handle);
        }
        Raw.UNSAFE.putBoolean(handle, CRACKABLE, true);
        try {
            return Raw.TRUSTED.revealDirect(handle);
        } finally {
            Raw.UNSAFE.putBoolean(handle, CRACKABLE, false);
        }
    }

    @Override
    public MethodHandle read(ImageReader in) throws ImageFormatException, NotMovableException {
        int kind = in.number();
        Class<?> declaring = in.reference(Class.class);
        String name = in.text();
        MethodType type = in.reference(MethodType.class);
        Class<?> caller = in.reference(Class.class);
        boolean varargs = in.number() == 1;
        MethodType as = in.reference(MethodType.class);
        try {
            MethodHandle handle = find(kind, declaring, name, type, caller);
            return (varargs == handle.isVarargsCollector() ? handle : handle.asFixedArity()).asType(as);
        } catch (ReflectiveOperationException e) {
            throw Members.missing(declaring, name, e);
        }
    }

    private static MethodHandle find(int kind, Class<?> declaring, String name, MethodType type, Class<?> caller)
            throws ReflectiveOperationException, ImageFormatException {
        MethodHandles.Lookup lookup = Raw.TRUSTED;
        switch (kind) {
            case MethodHandleInfo.REF_getField:
                return lookup.findGetter(declaring, name, type.returnType());
            case MethodHandleInfo.REF_getStatic:
                return lookup.findStaticGetter(declaring, name, type.returnType());
            case MethodHandleInfo.REF_putField:
                return lookup.findSetter(declaring, name, type.parameterType(0));
            case MethodHandleInfo.REF_putStatic:
                return lookup.findStaticSetter(declaring, name, type.parameterType(0));
            case MethodHandleInfo.REF_invokeStatic:
                return lookup.findStatic(declaring, name, type);
            case MethodHandleInfo.REF_newInvokeSpecial:
                return lookup.findConstructor(declaring, type);
            case MethodHandleInfo.REF_invokeSpecial:
                return lookup.findSpecial(declaring, name, type, caller);
            case MethodHandleInfo.REF_invokeVirtual:
            case MethodHandleInfo.REF_invokeInterface:
                return lookup.findVirtual(declaring, name, type);
            default:
                throw new ImageFormatException("image damaged: unknown kind of method handle " + kind);
        }
    }
}
