package dev.sprite.tests.conformance;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.objectweb.asm.Type;

/** A method of a generated class; the name of a constructor is that of all constructors. */
record Signature(String name, boolean isStatic, boolean isSynchronized, List<Kind> parameters, Kind result) {
    static Signature method(String name, Random random) {
        return new Signature(name, random.nextBoolean(), random.nextInt(6) == 0, parameters(random), Kind.any(random));
    }

    static Signature constructor(List<Kind> parameters) {
        return new Signature("<init>", false, false, parameters, null);
    }

    private static List<Kind> parameters(Random random) {
        return Stream.generate(() -> Kind.any(random)).limit(random.nextInt(5)).toList();
    }

    String descriptor() {
        Type[] types = parameters.stream().map(kind -> kind.type).toArray(Type[]::new);
        return Type.getMethodDescriptor(result == null ? Type.VOID_TYPE : result.type, types);
    }
}
