package dev.sprite.instrumentation;

import java.util.Arrays;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Emits, for a frame that was calling the constructor of a new object, the call, perhaps several times, until the
 * object is constructed: see {@code SpriteConstruction}.
 */
final class ConstructionEmitter {
    private final MethodModel model;
    private final FrameLayout layout;
    private final Code code;
    private final StackMaps maps;
    private final SiteEmitter sites;
    private final ExceptionTable exceptions;
    private final FrameRestorer restorer;

    ConstructionEmitter(
            MethodModel model, FrameLayout layout, Code code, StackMaps maps, SiteEmitter sites,
            ExceptionTable exceptions, FrameRestorer restorer) {
        this.model = model;
        this.layout = layout;
        this.code = code;
        this.maps = maps;
        this.sites = sites;
        this.exceptions = exceptions;
        this.restorer = restorer;
    }

    /**
     * Then all that stood for the object is the object, and the frame goes on behind the call.
     *
     * @param construction a local not in use, as are all behind it
     */
    void emit(ResumeStub stub, int construction) {
        Site site = stub.site();
        MethodInsnNode constructor = (MethodInsnNode) model.flow.insns[site.insn()];
        int object = construction + 1;
        LabelNode again = new LabelNode();
        LabelNode thrown = new LabelNode();
        LabelNode constructed = new LabelNode();
        Object[] locals = localsOf(stub, object + 1);
        locals[construction] = Names.CONSTRUCTION;
        code.loadReference(layout.cursor); // cursor
        code.callVirtual(Names.RESUME, "construction", "()L" + Names.CONSTRUCTION + ";"); // construction
        code.storeReference(construction); // .
        code.add(again);
        code.add(StackMaps.frame(locals, new Object[0]));
        code.make(constructor.owner); // new
        code.add(Opcodes.DUP); // new new
        code.storeReference(object); // new
        restorer.emitDummies(site, site.beneath() + 1); // new dummies..
        int lineNumber = model.flow.line[site.insn()];
        if (lineNumber != 0) {
            LabelNode line = new LabelNode();
            code.add(line);
            code.line(lineNumber, line);
        }
        LabelNode start = sites.emit(stub.level(), site, constructor.clone(Map.of())); // .
        LabelNode end = new LabelNode();
        code.add(end);
        exceptions.add(start, end, thrown, Names.CONSTRUCTED);
        exceptions.cover(stub, start, end);
        code.jump(Opcodes.GOTO, constructed);
        code.add(thrown);
        code.add(StackMaps.frame(locals, new Object[] {Names.CONSTRUCTED})); // constructed
        code.loadReference(construction); // constructed construction
        code.add(Opcodes.SWAP); // construction constructed
        code.callVirtual(Names.CONSTRUCTION, "again", "(L" + Names.CONSTRUCTED + ";)Z"); // again
        code.jump(Opcodes.IFNE, again); // .
        code.loadReference(construction); // construction
        code.callVirtual(Names.CONSTRUCTION, "object", "()Ljava/lang/Object;"); // object
        code.cast(constructor.owner);
        code.storeReference(object); // .
        code.add(constructed);
        locals[object] = constructor.owner;
        code.add(StackMaps.frame(locals, new Object[0]));
        emitCopies(site, object);
        restorer.emitOperands(site, construction); // operands..
        code.jump(Opcodes.GOTO, stub.target());
    }

    /** Copies the object in local {@code object} to wherever it was before it was constructed. */
    private void emitCopies(Site site, int object) {
        Object[] locals = site.state().locals();
        for (int local = 0; local < locals.length; local++) {
            if (model.isConstructedAt(site, locals[local])) {
                code.loadReference(object); // object
                code.storeReference(local); // .
            }
        }
        for (int slot = 0; slot < site.beneath(); slot++) {
            if (model.isConstructedAt(site, site.state().stack()[slot])) {
                code.loadReference(object); // object
                code.storeReference(layout.spillBase + slot); // .
            }
        }
    }

    /** What the locals of a stub hold once it has restored them; not the object that it is to construct. */
    private Object[] localsOf(ResumeStub stub, int size) {
        Site site = stub.site();
        Object[] locals = new Object[size];
        Arrays.fill(locals, Opcodes.TOP);
        for (int local : site.live()) {
            locals[local] = site.state().local(local);
        }
        System.arraycopy(site.state().stack(), 0, locals, layout.spillBase, site.beneath());
        if (model.keepsReceiverApart()) {
            locals[model.receiver()] = Names.OBJECT;
        }
        for (int local = 0; local < layout.lockBase; local++) {
            locals[local] = model.isConstructedAt(site, locals[local])
                    ? Opcodes.TOP
                    : maps.typeIn(stub.level(), locals[local]);
        }
        Arrays.fill(locals, layout.lockBase, layout.lockBase + site.monitors(), Names.OBJECT);
        if (stub.level().constructed) {
            locals[layout.placeholder] = Opcodes.UNINITIALIZED_THIS;
        }
        return locals;
    }
}
