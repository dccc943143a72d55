package dev.sprite.instrumentation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Emits the dispatch at the method's entry and the {@link ResumeStub}s it leads to. */
final class StubEmitter {
    private final MethodModel model;
    private final FrameLayout layout;
    private final Code code;
    private final StackMaps maps;
    private final FrameRestorer restorer;
    private final ConstructionEmitter construction;
    /** The start of the method where it is not resumed. */
    private final LabelNode normal = new LabelNode();

    StubEmitter(
            MethodModel model, FrameLayout layout, Code code, StackMaps maps, SiteEmitter sites,
            ExceptionTable exceptions) {
        this.model = model;
        this.layout = layout;
        this.code = code;
        this.maps = maps;
        this.restorer = new FrameRestorer(model, layout, code);
        this.construction = new ConstructionEmitter(model, layout, code, maps, sites, exceptions, restorer);
    }

    /** At method entry: if this is a frame to be resumed, go to the stub of its site. */
    void emitDispatch(SortedMap<Integer, ResumeStub> stubs) {
        code.callStatic(Names.RESUME, model.isConstructor() ? "constructing" : "active", "()Z"); // active
        code.jump(Opcodes.IFEQ, normal); // .
        code.add(new LdcInsnNode(model.owner.replace('/', '.') + '.' + model.method.name + model.method.desc)); // key
        code.callStatic(Names.RESUME, "enter", "(Ljava/lang/String;)L" + Names.RESUME + ";"); // cursor
        code.add(Opcodes.DUP); // cursor cursor
        code.storeReference(layout.cursor); // cursor
        code.jump(Opcodes.IFNULL, normal); // .
        code.loadReference(layout.cursor); // cursor
        code.callVirtual(Names.RESUME, "site", "()I"); // site
        int[] keys = stubs.keySet().stream().mapToInt(Integer::intValue).toArray();
        LabelNode[] labels = stubs.values().stream().map(ResumeStub::label).toArray(LabelNode[]::new);
        LabelNode unknown = new LabelNode();
        code.add(new LookupSwitchInsnNode(unknown, keys, labels)); // .
        code.add(unknown);
        Object[] receiver = model.isConstructor() ? new Object[] {Opcodes.UNINITIALIZED_THIS} : new Object[0];
        code.add(StackMaps.frame(receiver, new Object[0]));
        code.add(Opcodes.ACONST_NULL); // null
        code.add(Opcodes.ATHROW);
        code.add(normal);
        code.add(maps.atEntry());
        code.add(Opcodes.NOP); // the first instruction may have a frame of its own
    }

    /** Restores what the frame's record holds, then goes on in the innermost copy. */
    void emit(ResumeStub stub) {
        Site site = stub.site();
        code.add(stub.label());
        Object[] atStub = new Object[layout.cursor + 1];
        Arrays.fill(atStub, Opcodes.TOP);
        if (model.isConstructor()) {
            atStub[0] = Opcodes.UNINITIALIZED_THIS;
        }
        atStub[layout.cursor] = Names.RESUME;
        code.add(StackMaps.frame(atStub, new Object[0]));
        Map<Integer, Integer> remade = emitAllocations(stub);
        if (stub.level().constructed) {
            code.loadReference(0); // placeholder
            code.storeReference(layout.placeholder); // .
        }
        if (stub.behind()) {
            code.loadReference(layout.cursor); // cursor
            code.callVirtual(Names.RESUME, "constructed", "()Ljava/lang/Object;"); // object
            code.cast(model.owner);
            code.storeReference(0); // .
        } else if (site.kind() == Site.Kind.SUPER) {
            code.loadReference(layout.cursor); // cursor
            code.callVirtual(Names.RESUME, "callsSuper", "()V"); // .
        }
        int free = layout.temporaries + remade.size();
        restorer.emitLocals(stub, remade, free);
        if (site.kind() == Site.Kind.NEW) {
            construction.emit(stub, free);
            return;
        }
        restorer.emitOperands(site, free);
        emitInterrupted(stub);
        // the monitor of a method is entered after the thread has arrived, so it must poll behind that once more
        boolean pollsAgain = site.kind() == Site.Kind.ENTRY && model.isSynchronized();
        code.jump(Opcodes.GOTO, pollsAgain ? normal : stub.target());
    }

    /** Makes anew the objects that wait for their constructors; gives their locals. */
    private Map<Integer, Integer> emitAllocations(ResumeStub stub) {
        Map<Integer, Integer> remade = new HashMap<>();
        int temporary = layout.temporaries;
        for (int allocation : stub.allocations().keySet()) {
            code.add(stub.allocations().get(allocation));
            code.make(((TypeInsnNode) model.flow.insns[allocation]).desc); // object
            code.storeReference(temporary); // .
            remade.put(allocation, temporary++);
        }
        return remade;
    }

    /** Puts on the stack what the interrupted instruction takes, and tells the runtime what comes next. */
    private void emitInterrupted(ResumeStub stub) {
        Site site = stub.site();
        if (site.kind() == Site.Kind.ENTRY || site.kind() == Site.Kind.LOOP) {
            code.loadReference(layout.cursor); // operands.. cursor
            code.callVirtual(Names.RESUME, "arrive", "()V"); // operands..
        } else if (site.kind() == Site.Kind.MONITOR) {
            code.loadReference(layout.lockBase + site.monitors() - 1); // operands.. monitor
            code.cast(site.state().stack()[site.beneath()]);
            code.loadReference(layout.cursor); // operands.. monitor cursor
            code.callVirtual(Names.RESUME, "arrive", "()V"); // operands.. monitor
        } else if (site.kind() != Site.Kind.START && !stub.behind()) {
            code.loadReference(layout.cursor); // operands.. cursor
            code.callVirtual(Names.RESUME, "calling", "()V"); // operands..
            emitArguments(site); // operands.. receiver? dummies..
        }
    }

    private void emitArguments(Site site) {
        int slot = site.beneath();
        if (site.kind() == Site.Kind.SUPER) {
            code.loadReference(0); // this
            slot++;
        } else if (slot < site.state().stack().length && model.flow.insns[site.insn()] instanceof MethodInsnNode callee
                && callee.getOpcode() != Opcodes.INVOKESTATIC) {
            emitReceiver(site.state().stack()[slot]);
            slot++;
        }
        restorer.emitDummies(site, slot);
    }

    private void emitReceiver(Object type) {
        if (type == Opcodes.NULL) {
            code.add(Opcodes.ACONST_NULL); // null
            return;
        }
        code.loadReference(layout.cursor); // cursor
        code.callVirtual(Names.RESUME, "receiver", "()Ljava/lang/Object;"); // receiver
        code.cast(type);
    }
}
