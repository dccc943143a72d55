package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** The members that method handles are composed of; each JVM has linked them to what it has of a member. */
final class MemberNameCodec implements Codec<Object> {
    static final Class<?> MEMBER = Handles.type("java.lang.invoke.MemberName");
    private static final int TRUSTED = -1;
    private static final MethodHandle DECLARING = Handles.method(MEMBER, "getDeclaringClass", Class.class);
    private static final MethodHandle NAME = Handles.method(MEMBER, "getName", String.class);
    private static final MethodHandle METHOD_TYPE = Handles.method(MEMBER, "getMethodType", MethodType.class);
    private static final MethodHandle FIELD_TYPE = Handles.method(MEMBER, "getFieldType", Class.class);
    private static final MethodHandle REFERENCE_KIND = Handles.method(MEMBER, "getReferenceKind", byte.class);
    private static final MethodHandle IS_INVOCABLE = Handles.method(MEMBER, "isInvocable", boolean.class);
    private static final MethodHandle IS_RESOLVED = Handles.method(MEMBER, "isResolved", boolean.class);
    private static final MethodHandle NEW =
            Handles.constructor(MEMBER, byte.class, Class.class, String.class, Object.class);
    private static final Class<?> FACTORY = Handles.type("java.lang.invoke.MemberName$Factory");
    private static final Object RESOLVER = Handles.invoke(Handles.staticMethod(MEMBER, "getFactory", FACTORY));
    private static final MethodHandle RESOLVE = Handles.method(FACTORY, "resolveOrNull", MEMBER,
            byte.class, MEMBER, Class.class, int.class);

    @Override
    public void write(Object member, ImageWriter out) {
        out.number((byte) Handles.invoke(REFERENCE_KIND, member));
        out.reference(Handles.invoke(DECLARING, member));
        out.text((String) Handles.invoke(NAME, member));
        boolean invocable = (boolean) Handles.invoke(IS_INVOCABLE, member);
        out.reference(Handles.invoke(invocable ? METHOD_TYPE : FIELD_TYPE, member));
        out.number((boolean) Handles.invoke(IS_RESOLVED, member) ? 1 : 0);
    }

    @Override
    public Object read(ImageReader in) throws ImageFormatException, NotMovableException {
        byte kind = (byte) in.number();
        Class<?> declaring = in.reference(Class.class);
        String name = in.text();
        Object type = in.reference(Object.class);
        Object member = Handles.invoke(NEW, kind, declaring, name, type);
        if (in.number() == 0) {
            return member;
        }
        Object resolved = Handles.invoke(RESOLVE, RESOLVER, kind, member, null, TRUSTED);
        if (resolved == null) {
            throw Members.missing(declaring, name, null);
        }
        return resolved;
    }
}
