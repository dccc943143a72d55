package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;

/** Reflected methods and constructors, which know theirs by a number that differs between JVMs. */
final class MethodCodec implements Codec<Executable> {
    private static final String CONSTRUCTOR = "<init>";

    @Override
    public void write(Executable executable, ImageWriter out) {
        out.reference(executable.getDeclaringClass());
        out.text(executable instanceof Method ? executable.getName() : CONSTRUCTOR);
        out.reference(typeOf(executable));
        out.number(Accessible.isOverridden(executable) ? 1 : 0);
    }

    @Override
    public Executable read(ImageReader in) throws ImageFormatException, NotMovableException {
        Class<?> declaring = in.reference(Class.class);
        String name = in.text();
        MethodType type = in.reference(MethodType.class);
        boolean overridden = in.number() == 1;
        Executable[] candidates = name.equals(CONSTRUCTOR)
                ? Raw.declaredConstructors(declaring)
                : Raw.declaredMethods(declaring);
        for (Executable candidate : candidates) {
            if ((candidate instanceof Constructor || candidate.getName().equals(name))
                    && typeOf(candidate).equals(type)) {
                Accessible.override(candidate, overridden);
                return candidate;
            }
        }
        throw Members.missing(declaring, name + type, null);
    }

    private static MethodType typeOf(Executable executable) {
        Class<?> result = executable instanceof Method method ? method.getReturnType() : void.class;
        return MethodType.methodType(result, executable.getParameterTypes());
    }
}
