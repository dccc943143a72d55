package dev.sprite.instrumentation;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What goes with a value of a given verification type: instructions, and the runtime's methods. */
final class Values {
    private Values() {}

    /** The runtime's method for values of a type; also names the type's kind. */
    static String accessor(Object type) {
        if (type == Opcodes.INTEGER) {
            return "i";
        }
        if (type == Opcodes.LONG) {
            return "j";
        }
        if (type == Opcodes.FLOAT) {
            return "f";
        }
        return type == Opcodes.DOUBLE ? "d" : "a";
    }

    static String descriptor(Object type) {
        if (type == Opcodes.INTEGER) {
            return "I";
        }
        if (type == Opcodes.LONG) {
            return "J";
        }
        if (type == Opcodes.FLOAT) {
            return "F";
        }
        return type == Opcodes.DOUBLE ? "D" : "Ljava/lang/Object;";
    }

    static int loadOpcode(Object type) {
        return Type.getType(descriptor(type)).getOpcode(Opcodes.ILOAD);
    }

    static int storeOpcode(Object type) {
        return Type.getType(descriptor(type)).getOpcode(Opcodes.ISTORE);
    }

    /** The instruction that pushes a value of no meaning. */
    static int dummyOpcode(Object type) {
        if (type == Opcodes.INTEGER) {
            return Opcodes.ICONST_0;
        }
        if (type == Opcodes.LONG) {
            return Opcodes.LCONST_0;
        }
        if (type == Opcodes.FLOAT) {
            return Opcodes.FCONST_0;
        }
        return type == Opcodes.DOUBLE ? Opcodes.DCONST_0 : Opcodes.ACONST_NULL;
    }

    /** What a value of a kind is at least: see {@link #accessor}. */
    static Object verificationType(char kind) {
        switch (kind) {
            case 'i':
                return Opcodes.INTEGER;
            case 'j':
                return Opcodes.LONG;
            case 'f':
                return Opcodes.FLOAT;
            case 'd':
                return Opcodes.DOUBLE;
            default:
                return Names.OBJECT;
        }
    }

    static Object verificationType(Type type) {
        switch (type.getSort()) {
            case Type.FLOAT:
                return Opcodes.FLOAT;
            case Type.LONG:
                return Opcodes.LONG;
            case Type.DOUBLE:
                return Opcodes.DOUBLE;
            case Type.OBJECT, Type.ARRAY:
                return type.getInternalName();
            default:
                return Opcodes.INTEGER;
        }
    }
}
