package dev.sprite.tests.conformance;

import java.util.Random;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The kinds of values that generated programs work with. */
enum Kind {
    INT("I"),
    LONG("J"),
    FLOAT("F"),
    DOUBLE("D"),
    TEXT("Ljava/lang/String;"),
    CELL(Type.getDescriptor(Cell.class)),
    INTS("[I");

    final Type type;

    Kind(String descriptor) {
        type = Type.getType(descriptor);
    }

    static Kind any(Random random) {
        return values()[random.nextInt(values().length)];
    }

    /** Whether it takes two slots. */
    boolean isWide() {
        return type.getSize() == 2;
    }

    int load() {
        return type.getOpcode(Opcodes.ILOAD);
    }

    int store() {
        return type.getOpcode(Opcodes.ISTORE);
    }

    int returns() {
        return type.getOpcode(Opcodes.IRETURN);
    }

    /** What pushes zero or null. */
    int zero() {
        switch (this) {
            case INT:
                return Opcodes.ICONST_0;
            case LONG:
                return Opcodes.LCONST_0;
            case FLOAT:
                return Opcodes.FCONST_0;
            case DOUBLE:
                return Opcodes.DCONST_0;
            default:
                return Opcodes.ACONST_NULL;
        }
    }
}
