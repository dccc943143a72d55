package dev.sprite.image.codec;

import dev.sprite.image.Raw;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Set;
import java.util.TreeSet;

/** The methods that a loaded class names in its constant pool, be its class file at hand or not. */
final class MemberReferences {
    private static final String POOL = "jdk.internal.reflect.ConstantPool";
    private static final MethodHandle GET_POOL;
    private static final MethodHandle SIZE;
    private static final MethodHandle MEMBER;

    static {
        try {
            MethodHandles.Lookup lookup = Raw.TRUSTED;
            Class<?> pool = Class.forName(POOL);
            GET_POOL = lookup.findVirtual(Class.class, "getConstantPool", MethodType.methodType(pool));
            SIZE = lookup.findVirtual(pool, "getSize", MethodType.methodType(int.class));
            MEMBER = lookup.findVirtual(pool, "getMemberRefInfoAt", MethodType.methodType(String[].class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private final Set<String> members = new TreeSet<>();

    MemberReferences(Class<?> type) {
        try {
            Object pool = GET_POOL.invoke(type);
            int size = (int) SIZE.invoke(pool);
            for (int i = 1; i < size; i++) {
                String[] member = member(pool, i);
                if (member != null) {
                    members.add(key(member[0], member[1], member[2]));
                }
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    boolean contains(String owner, String name, String descriptor) {
        return members.contains(key(owner, name, descriptor));
    }

    private static String key(String owner, String name, String descriptor) {
        return owner + '.' + name + descriptor;
    }

    private static String[] member(Object pool, int index) throws Throwable {
        try {
            return (String[]) MEMBER.invoke(pool, index);
        } catch (IllegalArgumentException otherKindOfEntry) {
            return null;
        }
    }
}
