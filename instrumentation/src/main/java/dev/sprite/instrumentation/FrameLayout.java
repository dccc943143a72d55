package dev.sprite.instrumentation;

/** What the locals of a woven method's frame hold: the method's own come first, then ours. */
final class FrameLayout {
    /** Saved registers, method, constants, bytecode pointer and the like (frame_x86.hpp), and a few operands. */
    private static final int INTERPRETER_FRAME_WORDS = 14;

    /** First local of the spills; slot {@code d} of the stack spills to {@code spillBase + d}. */
    final int spillBase;
    /** First local of the monitors held, outermost first. */
    final int lockBase;
    /** In the rest of a constructor whose object is known: the local with the {@code this} that the verifier knows. */
    final int placeholder;
    /** The local that holds the record a resumed frame is restored from. */
    final int cursor;
    /** The first local that resume code may use as it likes. */
    final int temporaries;

    FrameLayout(MethodModel model) {
        spillBase = model.spillBase();
        lockBase = spillBase + model.spillSlots();
        placeholder = lockBase + model.monitors.most();
        cursor = placeholder + (model.isConstructor() ? 1 : 0);
        temporaries = cursor + 1;
    }

    /** Words that a resumed frame takes on an interpreter's stack: locals, and what HotSpot adds. */
    int words() {
        return temporaries + INTERPRETER_FRAME_WORDS;
    }
}
