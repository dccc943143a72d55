package dev.sprite.instrumentation;

import java.util.Arrays;
import org.objectweb.asm.Opcodes;

/**
 * A safe point of a method.
 *
 * @param number counted within the class
 * @param kind where it stands
 * @param insn the instruction it belongs to; 0 for the entry
 * @param state types before that instruction
 * @param beneath stack slots that stay when a thread stops here: those beneath a call's arguments, or these as well
 * @param live locals that may be read again, ascending, with types of one or the other kind
 * @param monitors how many monitors the method's blocks hold here, one that has just been entered included
 */
record Site(int number, Kind kind, int insn, TypeState state, int beneath, int[] live, int monitors) {
    enum Kind {
        /** The poll at method entry. */
        ENTRY,
        /** The poll before a jump that may go backward. */
        LOOP,
        /** A call. */
        CALL,
        /** The call of a constructor on a new object. */
        NEW,
        /** A constructor's call of {@code super(...)} or {@code this(...)}. */
        SUPER,
        /** The poll behind the entry of a monitor, which is given up, and entered again when the frame is resumed. */
        MONITOR,
        /** An instruction that has not been made yet since the JVM runs the static initialiser of the class it names. */
        START
    }

    /** The locals that are recorded, ascending. */
    int[] recorded() {
        int[] recorded = new int[live.length];
        int count = 0;
        for (int local : live) {
            if (TypeState.isRecorded(state.local(local))) {
                recorded[count++] = local;
            }
        }
        return Arrays.copyOf(recorded, count);
    }

    /** The stack slots whose spill locals are recorded, bottom first. */
    int[] spilled() {
        int[] spilled = new int[beneath];
        int count = 0;
        for (int slot = 0; slot < beneath; slot++) {
            if (TypeState.isRecorded(state.stack()[slot])) {
                spilled[count++] = slot;
            }
        }
        return Arrays.copyOf(spilled, count);
    }

    /** Whether a call is made again with the arguments it had, rather than with its callee's receiver alone. */
    boolean keepsArguments() {
        return kind == Kind.CALL && beneath == state.stack().length;
    }

    /** Whether this is in a constructor that has not called another one yet: its {@code this} is no object so far. */
    boolean beforeSuper() {
        return state.local(0) == Opcodes.UNINITIALIZED_THIS;
    }

    /** The type of the object whose constructor a {@link Kind#NEW} calls. */
    Object constructed() {
        return kind == Kind.NEW ? state.stack()[beneath] : null;
    }
}
