package dev.sprite.instrumentation;

import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * The verification types before one instruction, in ASM's frame notation but slot by slot: {@code Opcodes.INTEGER …},
 * an internal name, or the {@link Label} of a {@code new}; the second slot of a long or double is {@code TOP}.
 *
 * @param locals at most the method's locals
 * @param stack bottom first
 */
record TypeState(Object[] locals, Object[] stack) {
    static TypeState of(List<Object> locals, List<Object> stack) {
        return new TypeState(locals.toArray(), stack.toArray());
    }

    Object local(int slot) {
        return slot < locals.length ? locals[slot] : Opcodes.TOP;
    }

    static boolean isWide(Object type) {
        return type == Opcodes.LONG || type == Opcodes.DOUBLE;
    }

    static boolean isUninitialized(Object type) {
        return type instanceof Label || type == Opcodes.UNINITIALIZED_THIS;
    }

    /** Whether a value of this type is recorded: {@code null} needs no record, an uninitialised object cannot be one. */
    static boolean isRecorded(Object type) {
        return type != Opcodes.TOP && type != Opcodes.NULL && !isUninitialized(type);
    }
}
