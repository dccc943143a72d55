package dev.sprite.instrumentation;

import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Emits what gives a resumed frame its values: locals, monitors, operands, and stand-ins for its call's arguments. */
final class FrameRestorer {
    private final MethodModel model;
    private final FrameLayout layout;
    private final Code code;
    private final EarlyFieldEmitter earlyFields;

    FrameRestorer(MethodModel model, FrameLayout layout, Code code) {
        this.model = model;
        this.layout = layout;
        this.code = code;
        this.earlyFields = new EarlyFieldEmitter(model, code);
    }

    /**
     * Locals, monitors, spill locals, and fields set early.
     *
     * @param remade the locals with the objects made anew, by their {@code new}
     * @param free a local not in use, as are all behind it
     */
    void emitLocals(ResumeStub stub, Map<Integer, Integer> remade, int free) {
        Site site = stub.site();
        int lockBase = layout.lockBase;
        for (int local : model.handlers.order(site)) {
            emitRecorded(model.typeIn(site, local), local);
        }
        if (site.kind() == Site.Kind.START) {
            for (int slot : site.spilled()) {
                emitRecorded(site.state().stack()[slot], operandLocal(site, slot, free));
            }
        }
        for (int lock = lockBase; lock < lockBase + site.monitors(); lock++) {
            emitRecorded(Names.OBJECT, lock);
            if (site.kind() != Site.Kind.MONITOR || lock < lockBase + site.monitors() - 1) {
                code.loadReference(lock); // monitor
                code.add(Opcodes.MONITORENTER); // .
            }
        }
        if (model.handlers.endsWithReceiver(site)) {
            emitRecorded(model.keepsReceiverApart() ? Names.OBJECT : site.state().local(0), model.receiver());
        }
        for (int local : site.live()) {
            emitUnrecorded(site, site.state().local(local), local, remade);
        }
        for (int slot = 0; slot < site.beneath(); slot++) {
            emitUnrecorded(site, site.state().stack()[slot], operandLocal(site, slot, free), remade);
        }
        if (!stub.behind()) {
            earlyFields.emitRestore(site);
        }
    }

    /** Puts the next recorded value into a local. */
    private void emitRecorded(Object type, int local) {
        code.loadReference(layout.cursor); // cursor
        code.callVirtual(Names.RESUME, Values.accessor(type), "()" + Values.descriptor(type)); // value
        code.cast(type);
        code.store(type, local); // .
    }

    /** Puts into a local what needs no record. */
    private void emitUnrecorded(Site site, Object type, int local, Map<Integer, Integer> remade) {
        if (type == Opcodes.NULL) {
            code.add(Opcodes.ACONST_NULL); // null
        } else if (type == Opcodes.UNINITIALIZED_THIS && local > 0) {
            code.loadReference(0); // this
        } else if (type instanceof Label allocation && !model.isConstructedAt(site, type)) {
            code.loadReference(remade.get(model.types.allocation(allocation))); // object
        } else {
            return;
        }
        code.storeReference(local); // .
    }

    /** Where an operand waits to be pushed; a {@link Site.Kind#START} has some that have no spill local. */
    private int operandLocal(Site site, int slot, int free) {
        return model.holds(site, slot) ? layout.spillBase + slot : free + slot;
    }

    /** Pushes the operands beneath the site's arguments. */
    void emitOperands(Site site, int free) {
        Object[] stack = site.state().stack();
        for (int slot = 0; slot < site.beneath(); slot++) {
            if (stack[slot] != Opcodes.TOP) {
                code.load(stack[slot], operandLocal(site, slot, free)); // operands..
                if (!model.types.mapped()) {
                    code.cast(stack[slot]); // operands..
                }
            }
        }
    }

    /** Pushes values of no meaning for the stack slots from {@code from} on; those that are spilled there have them, too. */
    void emitDummies(Site site, int from) {
        Object[] stack = site.state().stack();
        for (int slot = from; slot < stack.length; slot++) {
            if (stack[slot] != Opcodes.TOP) {
                code.add(Values.dummyOpcode(stack[slot])); // .. dummy
                if (model.spills.holds(site.insn(), slot)) {
                    code.store(stack[slot], layout.spillBase + slot); // ..
                    code.load(stack[slot], layout.spillBase + slot); // .. dummy
                }
            }
        }
    }
}
