package dev.sprite.instrumentation;

import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;

/** Emits what keeps the {@link EarlyFields} of a constructor in locals, and sets them again. */
final class EarlyFieldEmitter {
    private final MethodModel model;
    private final Code code;

    EarlyFieldEmitter(MethodModel model, Code code) {
        this.model = model;
        this.code = code;
    }

    /** Before instruction {@code i}: keeps what it is about to put into an early field. */
    void emitCopy(int i) {
        int local = model.earlyFields.localOf(i);
        if (local >= 0) {
            Type type = Type.getType(((FieldInsnNode) model.flow.insns[i]).desc);
            code.add(type.getSize() == 2 ? Opcodes.DUP2 : Opcodes.DUP); // this value value
            code.store(Values.verificationType(type), local); // this value
        }
    }

    /** Behind the call of {@code super(...)}: compiled code keeps a local over a call only if it is read behind it. */
    void emitReads(int i) {
        if (!model.isSuper(i)) {
            return;
        }
        for (int local : model.earlyFields.localsBefore(i)) {
            Object type = model.types.before(i).local(local);
            code.load(type, local); // value
            code.add(TypeState.isWide(type) ? Opcodes.POP2 : Opcodes.POP); // .
        }
    }

    /** In a resumed frame: sets again the fields that were set before the site. */
    void emitRestore(Site site) {
        int[] locals = model.earlyFields.localsBefore(site.insn());
        List<FieldInsnNode> fields = model.earlyFields.before(site.insn());
        for (int i = 0; i < locals.length; i++) {
            code.loadReference(0); // this
            code.load(site.state().local(locals[i]), locals[i]); // this value
            code.add(fields.get(i).clone(Map.of())); // .
        }
    }
}
