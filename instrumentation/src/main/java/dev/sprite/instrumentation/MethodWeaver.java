package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Writes a method anew from its model: polls, spills and capture handlers, and, for the sites it is told, resume code.
 *
 * <p>The code is laid out as: dispatch to the resume stubs (if any), the original body, the copies of regions that
 * resumed frames run first, the stubs, the capture handlers. All of it but stubs and handlers is emitted by one loop
 * over the original instructions, once per {@link Level}.
 */
final class MethodWeaver {
    /** Saved registers, method, constants, bytecode pointer and the like (frame_x86.hpp), and a few operands. */
    private static final int INTERPRETER_FRAME_WORDS = 14;

    /** How many values the runtime's methods take at most. */
    private static final int MOST_RECORDED_AT_ONCE = 4;

    private final MethodModel model;
    private final MethodFlow flow;
    /** First local of the spills; slot {@code d} of the stack spills to {@code spillBase + d}. */
    private final int spillBase;
    /** First local of the monitors held, outermost first. */
    private final int lockBase;
    /** In the rest of a constructor whose object is known: the local with the {@code this} that the verifier knows. */
    private final int placeholder;
    /** The local that holds the record a resumed frame is restored from. */
    private final int cursor;
    private final boolean copiesLoops;
    private final InsnList out = new InsnList();
    private final List<TryCatchBlockNode> siteHandlers = new ArrayList<>();
    private final Level body;
    private final List<Level> levels = new ArrayList<>();
    /** What constructors go on with when their object is known already; null while no site has asked for it. */
    private Level rest;
    /** The capture handlers in use; those in the rest of a constructor stand apart, with a placeholder to keep. */
    private final Handlers handlers = new Handlers();
    private final Handlers handlersInRest = new Handlers();
    private final Set<AbstractInsnNode> frames = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean resumes;
    /** The start of the method where it is not resumed. */
    private final LabelNode normal = new LabelNode();
    /** Woven sites with the label of their call, in code order. */
    final List<WovenSite> woven = new ArrayList<>();

    private int lastLine;

    /** Constructors that stubs call themselves, which the program's own handlers are to cover. */
    private final List<StubCall> stubCalls = new ArrayList<>();

    private record StubCall(Stub stub, LabelNode start, LabelNode end) {}

    record WovenSite(Site site, LabelNode start, AbstractInsnNode call) {}

    /**
     * @param copiesLoops whether resumed frames run copies of the loops around their site; if not, they join them in
     *     their midst, which makes for smaller and slower code
     */
    MethodWeaver(MethodModel model, boolean copiesLoops) {
        this.model = model;
        this.flow = model.flow;
        this.spillBase = model.spillBase();
        this.lockBase = spillBase + model.spillSlots();
        this.placeholder = lockBase + model.monitors.most();
        this.cursor = placeholder + (model.isConstructor() ? 1 : 0);
        this.copiesLoops = copiesLoops;
        this.body = Level.body(flow.size());
    }

    /**
     * Gives the method with its new code; the model's is as it was.
     *
     * @param resumed the sites that need resume code
     */
    MethodNode weave(List<Site> resumed) {
        levels.add(body);
        resumes = !resumed.isEmpty();
        SortedMap<Integer, Stub> stubs = new TreeMap<>();
        for (Site site : resumed) {
            stubs.put(site.number(), plan(site));
            if (site.kind() == Site.Kind.SUPER) {
                stubs.put(behind(site), planRest(site));
            }
        }
        if (resumes) {
            emitDispatch(stubs);
        }
        emitEntryPoll(body, model.entry());
        for (Level level : levels) {
            emit(level);
        }
        stubs.values().forEach(this::emitStub);
        for (HandlerTree.Node root : model.handlers.roots()) {
            emitHandlers(root, handlers);
            emitHandlers(root, handlersInRest);
        }
        return result();
    }

    /** Words that a resumed frame takes on an interpreter's stack: locals, and what HotSpot adds. */
    int frameWords() {
        return cursor + 1 + INTERPRETER_FRAME_WORDS;
    }

    /** Whether each frame of the method holds a monitor from its beginning to its end. */
    boolean isSynchronized() {
        return (model.method.access & Opcodes.ACC_SYNCHRONIZED) != 0;
    }

    // ---- resumed sites ------------------------------------------------------------------------------------------

    /**
     * Code that brings a frame back to life, and the place where it then goes on: {@code entry} in {@code level}.
     *
     * @param behind whether the call that was interrupted has been made
     */
    private record Stub(
            Site site, boolean behind, LabelNode label, Level level, int entry, Map<Integer, LabelNode> allocations) {
        /** The place itself; the copy that holds the site may end before it. */
        LabelNode target() {
            return goesOnIn().label(entry);
        }

        Level goesOnIn() {
            return site.kind() == Site.Kind.NEW ? level.at(entry) : level;
        }
    }

    /** Makes the levels of a site and finds out what each must hold. */
    private Stub plan(Site site) {
        Map<Integer, LabelNode> remade = new HashMap<>();
        Level level = model.isConstructor() && !site.beforeSuper() ? rest() : body;
        for (Region region : Region.around(model, site, copiesLoops)) {
            Map<Integer, LabelNode> visible = new HashMap<>(level.allocations());
            if (region.allocation() >= 0) {
                remade.put(region.allocation(), new LabelNode());
                visible.put(region.allocation(), remade.get(region.allocation()));
            }
            level = level.inner(region, visible);
            levels.add(level);
        }
        Stub stub = stubAt(level, site, remade);
        explore(stub.goesOnIn(), stub.entry());
        if (site.kind() == Site.Kind.NEW) {
            for (int handler : flow.handlersOf(site.insn())) {
                explore(level.at(handler), handler);
            }
        }
        return stub;
    }

    /** What a constructor does when {@code super(...)} or {@code this(...)} has constructed the object elsewhere. */
    private Stub planRest(Site site) {
        explore(rest(), site.insn() + 1);
        return new Stub(site, true, new LabelNode(), rest(), site.insn() + 1, Map.of());
    }

    /** What stands for a site, once the call made there need not be made again: see {@code SpriteResume.site()}. */
    private static int behind(Site site) {
        return ~site.number();
    }

    private Level rest() {
        if (rest == null) {
            rest = Level.constructed(flow.size());
            levels.add(rest);
        }
        return rest;
    }

    private Stub stubAt(Level innermost, Site site, Map<Integer, LabelNode> remade) {
        int entry = site.insn();
        if (site.kind() == Site.Kind.NEW) {
            entry++; // the stub itself calls the constructor
        } else if (site.kind() == Site.Kind.LOOP && flow.insns[site.insn()] instanceof JumpInsnNode jump) {
            entry = flow.at(jump.label); // the poll is made when the jump is already decided
        }
        Level level = site.kind() == Site.Kind.NEW ? innermost : innermost.at(entry);
        return new Stub(site, false, new LabelNode(), level, entry, remade);
    }

    /** Finds what each level must hold for the code that follows {@code entry}. */
    private void explore(Level first, int entry) {
        List<Integer> insns = new ArrayList<>();
        List<Level> where = new ArrayList<>();
        visit(first, entry, insns, where);
        while (!insns.isEmpty()) {
            int i = insns.remove(insns.size() - 1);
            Level level = where.remove(where.size() - 1);
            for (int next : flow.successors(i)) {
                visit(level.at(next), next, insns, where);
            }
            for (int handler : flow.handlersOf(i)) {
                visit(level.at(handler), handler, insns, where);
            }
        }
    }

    private static void visit(Level level, int i, List<Integer> insns, List<Level> where) {
        level.label(i);
        if (level.isCopy() && !level.insns.get(i)) {
            level.insns.set(i);
            insns.add(i);
            where.add(level);
        }
    }

    /** At method entry: if this is a frame to be resumed, go to the stub of its site. */
    private void emitDispatch(SortedMap<Integer, Stub> stubs) {
        out.add(call(Names.RESUME, model.isConstructor() ? "constructing" : "active", "()Z")); // active
        out.add(new JumpInsnNode(Opcodes.IFEQ, normal)); // .
        String key = model.owner.replace('/', '.') + '.' + model.method.name + model.method.desc;
        out.add(new LdcInsnNode(key)); // key
        out.add(call(Names.RESUME, "enter", "(Ljava/lang/String;)L" + Names.RESUME + ";")); // cursor
        out.add(new InsnNode(Opcodes.DUP)); // cursor cursor
        out.add(new VarInsnNode(Opcodes.ASTORE, cursor)); // cursor
        out.add(new JumpInsnNode(Opcodes.IFNULL, normal)); // .
        out.add(new VarInsnNode(Opcodes.ALOAD, cursor)); // cursor
        out.add(virtual(Names.RESUME, "site", "()I")); // site
        int[] keys = stubs.keySet().stream().mapToInt(Integer::intValue).toArray();
        LabelNode[] labels = stubs.values().stream().map(Stub::label).toArray(LabelNode[]::new);
        LabelNode unknown = new LabelNode();
        out.add(new LookupSwitchInsnNode(unknown, keys, labels)); // .
        out.add(unknown);
        Object[] receiver = model.isConstructor() ? new Object[] {Opcodes.UNINITIALIZED_THIS} : new Object[0];
        out.add(frame(receiver, new Object[0]));
        out.add(new InsnNode(Opcodes.ACONST_NULL)); // null
        out.add(new InsnNode(Opcodes.ATHROW));
        out.add(normal);
        out.add(frameAt(body, 0, true));
        out.add(new InsnNode(Opcodes.NOP)); // the first instruction may have a frame of its own
    }

    /** Restores what the frame's record holds, then goes on in the innermost copy. */
    private void emitStub(Stub stub) {
        Site site = stub.site();
        out.add(stub.label());
        Object[] atStub = new Object[cursor + 1];
        Arrays.fill(atStub, Opcodes.TOP);
        if (model.isConstructor()) {
            atStub[0] = Opcodes.UNINITIALIZED_THIS;
        }
        atStub[cursor] = Names.RESUME;
        out.add(frame(atStub, new Object[0]));
        Map<Integer, Integer> remade = emitAllocations(stub);
        if (stub.level().constructed) {
            out.add(new VarInsnNode(Opcodes.ALOAD, 0)); // placeholder
            out.add(new VarInsnNode(Opcodes.ASTORE, placeholder)); // .
        }
        if (stub.behind()) {
            out.add(new VarInsnNode(Opcodes.ALOAD, cursor)); // cursor
            out.add(virtual(Names.RESUME, "constructed", "()Ljava/lang/Object;")); // object
            emitCast(model.owner);
            out.add(new VarInsnNode(Opcodes.ASTORE, 0)); // .
        } else if (site.kind() == Site.Kind.SUPER) {
            out.add(new VarInsnNode(Opcodes.ALOAD, cursor)); // cursor
            out.add(virtual(Names.RESUME, "callsSuper", "()V")); // .
        }
        emitRestore(stub, remade);
        if (site.kind() == Site.Kind.NEW) {
            emitConstruction(stub, cursor + 1 + remade.size());
            return;
        }
        emitOperands(site);
        if (site.kind() == Site.Kind.ENTRY || site.kind() == Site.Kind.LOOP) {
            out.add(new VarInsnNode(Opcodes.ALOAD, cursor)); // operands.. cursor
            out.add(virtual(Names.RESUME, "arrive", "()V")); // operands..
        } else if (site.kind() == Site.Kind.MONITOR) {
            out.add(new VarInsnNode(Opcodes.ALOAD, lockBase + site.monitors() - 1)); // operands.. monitor
            emitCast(site.state().stack()[site.beneath()]);
            out.add(new VarInsnNode(Opcodes.ALOAD, cursor)); // operands.. monitor cursor
            out.add(virtual(Names.RESUME, "arrive", "()V")); // operands.. monitor
        } else if (!stub.behind()) {
            out.add(new VarInsnNode(Opcodes.ALOAD, cursor)); // operands.. cursor
            out.add(virtual(Names.RESUME, "calling", "()V")); // operands..
            emitDummyArguments(site); // operands.. receiver? dummies..
        }
        // the monitor of a method is entered after the thread has arrived, so it must poll behind that once more
        boolean pollsAgain = site.kind() == Site.Kind.ENTRY && model.isSynchronized();
        out.add(new JumpInsnNode(Opcodes.GOTO, pollsAgain ? normal : stub.target()));
    }

    /** Makes anew the objects that wait for their constructors; gives their locals. */
    private Map<Integer, Integer> emitAllocations(Stub stub) {
        Map<Integer, Integer> remade = new HashMap<>();
        int temporary = cursor + 1;
        for (int allocation : stub.allocations().keySet()) {
            out.add(stub.allocations().get(allocation));
            out.add(new TypeInsnNode(Opcodes.NEW, ((TypeInsnNode) flow.insns[allocation]).desc)); // object
            out.add(new VarInsnNode(Opcodes.ASTORE, temporary)); // .
            remade.put(allocation, temporary++);
        }
        return remade;
    }

    /** Locals, fields set early, spill locals, and monitors. */
    private void emitRestore(Stub stub, Map<Integer, Integer> remade) {
        Site site = stub.site();
        for (int local : model.handlers.order(site)) {
            emitRecorded(typeIn(site, local), local);
        }
        for (int lock = lockBase; lock < lockBase + site.monitors(); lock++) {
            emitRecorded(Names.OBJECT, lock);
            if (site.kind() != Site.Kind.MONITOR || lock < lockBase + site.monitors() - 1) {
                out.add(new VarInsnNode(Opcodes.ALOAD, lock)); // monitor
                out.add(new InsnNode(Opcodes.MONITORENTER)); // .
            }
        }
        if (model.handlers.endsWithReceiver(site)) {
            emitRecorded(site.state().local(0), 0);
        }
        for (int local : site.live()) {
            emitUnrecorded(site, site.state().local(local), local, remade);
        }
        for (int slot = 0; slot < site.beneath(); slot++) {
            emitUnrecorded(site, site.state().stack()[slot], spillBase + slot, remade);
        }
        if (!stub.behind()) {
            emitEarlyFields(site);
        }
    }

    private Object typeIn(Site site, int local) {
        return local < spillBase ? site.state().local(local) : site.state().stack()[local - spillBase];
    }

    /** Puts the next recorded value into a local. */
    private void emitRecorded(Object type, int local) {
        out.add(new VarInsnNode(Opcodes.ALOAD, cursor)); // cursor
        out.add(virtual(Names.RESUME, Values.accessor(type), "()" + Values.descriptor(type))); // value
        emitCast(type);
        out.add(new VarInsnNode(Values.storeOpcode(type), local)); // .
    }

    /** Puts into a local what needs no record. */
    private void emitUnrecorded(Site site, Object type, int local, Map<Integer, Integer> remade) {
        if (type == Opcodes.NULL) {
            out.add(new InsnNode(Opcodes.ACONST_NULL)); // null
        } else if (type == Opcodes.UNINITIALIZED_THIS && local > 0) {
            out.add(new VarInsnNode(Opcodes.ALOAD, 0)); // this
        } else if (type instanceof Label allocation && !model.isConstructedAt(site, type)) {
            out.add(new VarInsnNode(Opcodes.ALOAD, remade.get(model.types.allocation(allocation)))); // object
        } else {
            return;
        }
        out.add(new VarInsnNode(Opcodes.ASTORE, local)); // .
    }

    private void emitEarlyFields(Site site) {
        int[] locals = model.earlyFields.localsBefore(site.insn());
        List<FieldInsnNode> fields = model.earlyFields.before(site.insn());
        for (int i = 0; i < locals.length; i++) {
            out.add(new VarInsnNode(Opcodes.ALOAD, 0)); // this
            out.add(new VarInsnNode(Values.loadOpcode(site.state().local(locals[i])), locals[i])); // this value
            out.add(fields.get(i).clone(Map.of())); // .
        }
    }

    private void emitOperands(Site site) {
        Object[] stack = site.state().stack();
        for (int slot = 0; slot < site.beneath(); slot++) {
            if (stack[slot] != Opcodes.TOP) {
                out.add(new VarInsnNode(Values.loadOpcode(stack[slot]), spillBase + slot)); // operands..
            }
        }
    }

    /**
     * Calls the constructor of a new object, perhaps several times, until the object is constructed: see
     * {@code SpriteConstruction}. Then all that stood for it is the object, and the frame goes on behind the call.
     */
    private void emitConstruction(Stub stub, int construction) {
        Site site = stub.site();
        MethodInsnNode constructor = (MethodInsnNode) flow.insns[site.insn()];
        int object = construction + 1;
        LabelNode again = new LabelNode();
        LabelNode thrown = new LabelNode();
        LabelNode constructed = new LabelNode();
        Object[] locals = localsOf(stub, object + 1);
        locals[construction] = Names.CONSTRUCTION;
        out.add(new VarInsnNode(Opcodes.ALOAD, cursor)); // cursor
        out.add(virtual(Names.RESUME, "construction", "()L" + Names.CONSTRUCTION + ";")); // construction
        out.add(new VarInsnNode(Opcodes.ASTORE, construction)); // .
        out.add(again);
        out.add(frame(locals, new Object[0]));
        out.add(new TypeInsnNode(Opcodes.NEW, constructor.owner)); // new
        out.add(new InsnNode(Opcodes.DUP)); // new new
        out.add(new VarInsnNode(Opcodes.ASTORE, object)); // new
        emitDummies(site, site.beneath() + 1); // new dummies..
        if (flow.line[site.insn()] != 0) {
            LabelNode line = new LabelNode();
            out.add(line);
            out.add(new LineNumberNode(flow.line[site.insn()], line));
        }
        LabelNode start = emitSite(stub.level(), site, constructor.clone(Map.of())); // .
        LabelNode end = new LabelNode();
        out.add(end);
        siteHandlers.add(new TryCatchBlockNode(start, end, thrown, Names.CONSTRUCTED));
        stubCalls.add(new StubCall(stub, start, end));
        out.add(new JumpInsnNode(Opcodes.GOTO, constructed));
        out.add(thrown);
        out.add(frame(locals, new Object[] {Names.CONSTRUCTED})); // constructed
        out.add(new VarInsnNode(Opcodes.ALOAD, construction)); // constructed construction
        out.add(new InsnNode(Opcodes.SWAP)); // construction constructed
        out.add(virtual(Names.CONSTRUCTION, "again", "(L" + Names.CONSTRUCTED + ";)Z")); // again
        out.add(new JumpInsnNode(Opcodes.IFNE, again)); // .
        out.add(new VarInsnNode(Opcodes.ALOAD, construction)); // construction
        out.add(virtual(Names.CONSTRUCTION, "object", "()Ljava/lang/Object;")); // object
        emitCast(constructor.owner);
        out.add(new VarInsnNode(Opcodes.ASTORE, object)); // .
        out.add(constructed);
        locals[object] = constructor.owner;
        out.add(frame(locals, new Object[0]));
        emitConstructed(site, object);
        emitOperands(site); // operands..
        out.add(new JumpInsnNode(Opcodes.GOTO, stub.target()));
    }

    /** Copies the object in local {@code object} to wherever it was before it was constructed. */
    private void emitConstructed(Site site, int object) {
        Object[] locals = site.state().locals();
        for (int local = 0; local < locals.length; local++) {
            if (model.isConstructedAt(site, locals[local])) {
                out.add(new VarInsnNode(Opcodes.ALOAD, object)); // object
                out.add(new VarInsnNode(Opcodes.ASTORE, local)); // .
            }
        }
        for (int slot = 0; slot < site.beneath(); slot++) {
            if (model.isConstructedAt(site, site.state().stack()[slot])) {
                out.add(new VarInsnNode(Opcodes.ALOAD, object)); // object
                out.add(new VarInsnNode(Opcodes.ASTORE, spillBase + slot)); // .
            }
        }
    }

    /** What the locals of a stub hold once it has restored them; not the object that it is to construct. */
    private Object[] localsOf(Stub stub, int size) {
        Site site = stub.site();
        Object[] locals = new Object[size];
        Arrays.fill(locals, Opcodes.TOP);
        for (int local : site.live()) {
            locals[local] = site.state().local(local);
        }
        System.arraycopy(site.state().stack(), 0, locals, spillBase, site.beneath());
        for (int local = 0; local < lockBase; local++) {
            locals[local] = model.isConstructedAt(site, locals[local])
                    ? Opcodes.TOP
                    : rename(stub.level(), locals[local]);
        }
        Arrays.fill(locals, lockBase, lockBase + site.monitors(), Names.OBJECT);
        if (stub.level().constructed) {
            locals[placeholder] = Opcodes.UNINITIALIZED_THIS;
        }
        return locals;
    }

    private void emitCast(Object type) {
        if (type instanceof String name && !name.equals(Names.OBJECT)) {
            out.add(new TypeInsnNode(Opcodes.CHECKCAST, name));
        }
    }

    private void emitDummyArguments(Site site) {
        int slot = site.beneath();
        if (site.kind() == Site.Kind.SUPER) {
            out.add(new VarInsnNode(Opcodes.ALOAD, 0)); // this
            slot++;
        } else if (slot < site.state().stack().length && flow.insns[site.insn()] instanceof MethodInsnNode callee
                && callee.getOpcode() != Opcodes.INVOKESTATIC) {
            out.add(new VarInsnNode(Opcodes.ALOAD, cursor));
            out.add(virtual(Names.RESUME, "receiver", "()Ljava/lang/Object;"));
            emitCast(site.state().stack()[slot]);
            slot++;
        }
        emitDummies(site, slot);
    }

    private void emitDummies(Site site, int from) {
        Object[] stack = site.state().stack();
        for (int slot = from; slot < stack.length; slot++) {
            if (stack[slot] != Opcodes.TOP) {
                out.add(new InsnNode(Values.dummyOpcode(stack[slot])));
            }
        }
    }

    // ---- the original instructions ------------------------------------------------------------------------------

    private void emit(Level level) {
        lastLine = 0;
        BitSet insns = level.insns;
        for (int i = insns.nextSetBit(0); i >= 0; i = insns.nextSetBit(i + 1)) {
            emit(level, i);
            if (flow.fallsThrough(i) && !isSplit(i) && (level.at(i + 1) != level || !insns.get(i + 1))) {
                out.add(new JumpInsnNode(Opcodes.GOTO, level.labelAt(i + 1)));
            }
        }
        out.add(level.label(flow.size()));
    }

    private void emit(Level level, int i) {
        AbstractInsnNode insn = flow.insns[i];
        out.add(level.label(i));
        if (flow.line[i] != lastLine && flow.line[i] != 0) {
            lastLine = flow.line[i];
            out.add(new LineNumberNode(lastLine, level.label(i)));
        }
        if (mayBeTarget(i)) {
            FrameNode frame = frameAt(level, i, false);
            out.add(frame);
            frames.add(frame);
        }
        if (flow.handlerStarts.get(i) && model.spills.holds(i, 0)) {
            out.add(new InsnNode(Opcodes.DUP)); // exception exception
            out.add(new VarInsnNode(Opcodes.ASTORE, spillBase)); // exception
        }
        Site site = model.siteAt(i);
        if (level.constructed && insn.getOpcode() == Opcodes.RETURN) {
            emitEndOfConstructor();
        } else if (insn instanceof JumpInsnNode jump) {
            emitJump(level, i, jump, site);
        } else if (MethodFlow.switchLabels(insn) != null) {
            emitPoll(level, site);
            out.add(switchAt(level, insn));
        } else {
            AbstractInsnNode copy = insn.clone(Collections.emptyMap());
            if (insn.getOpcode() == Opcodes.MONITORENTER) {
                out.add(new InsnNode(Opcodes.DUP)); // monitor monitor
                out.add(new VarInsnNode(Opcodes.ASTORE, lockBase + model.monitors.before(i))); // monitor
            }
            emitCopyOfEarlyField(i);
            if (site != null && site.kind() == Site.Kind.MONITOR) {
                out.add(copy);
                out.add(new VarInsnNode(Opcodes.ALOAD, lockBase + model.monitors.before(i))); // monitor
                emitSite(level, site, call(Names.POLL, "entered", "(Ljava/lang/Object;)V")); // .
            } else if (site != null) {
                emitSite(level, site, copy);
            } else {
                out.add(copy);
            }
            emitReadsOfEarlyFields(i);
            emitSpills(i);
        }
    }

    private void emitEndOfConstructor() {
        out.add(new VarInsnNode(Opcodes.ALOAD, 0)); // object
        out.add(call(Names.RESUME, "constructed", "(Ljava/lang/Object;)L" + Names.CONSTRUCTED + ";")); // constructed
        out.add(new InsnNode(Opcodes.ATHROW));
    }

    private void emitCopyOfEarlyField(int i) {
        int local = model.earlyFields.localOf(i);
        if (local >= 0) {
            Type type = Type.getType(((FieldInsnNode) flow.insns[i]).desc);
            out.add(new InsnNode(type.getSize() == 2 ? Opcodes.DUP2 : Opcodes.DUP)); // this value value
            out.add(new VarInsnNode(type.getOpcode(Opcodes.ISTORE), local)); // this value
        }
    }

    /** Compiled code keeps a local over a call only if it is read behind it. */
    private void emitReadsOfEarlyFields(int i) {
        if (!model.isSuper(i)) {
            return;
        }
        for (int local : model.earlyFields.localsBefore(i)) {
            Object type = model.types.before(i).local(local);
            out.add(new VarInsnNode(Values.loadOpcode(type), local)); // value
            out.add(new InsnNode(TypeState.isWide(type) ? Opcodes.POP2 : Opcodes.POP)); // .
        }
    }

    /** A conditional jump backward polls only when it is taken, with its operands gone. */
    private void emitJump(Level level, int i, JumpInsnNode jump, Site site) {
        LabelNode target = level.labelAt(flow.at(jump.label));
        if (isSplit(i)) {
            out.add(new JumpInsnNode(inverse(jump.getOpcode()), level.labelAt(i + 1)));
            emitPoll(level, site);
            out.add(new JumpInsnNode(Opcodes.GOTO, target));
        } else {
            emitPoll(level, site);
            out.add(new JumpInsnNode(jump.getOpcode(), target));
        }
    }

    /** Whether {@code i} becomes a jump past a poll and a jump back. */
    private boolean isSplit(int i) {
        return model.siteAt(i) != null && flow.insns[i] instanceof JumpInsnNode && flow.fallsThrough(i);
    }

    /** With copies about, control may be made to join anywhere; else where it did before, or behind a split jump. */
    private boolean mayBeTarget(int i) {
        return model.types.mapped() && model.types.before(i) != null
                && (levels.size() > 1 || resumes || flow.framed.get(i) || i > 0 && isSplit(i - 1));
    }

    private static int inverse(int opcode) {
        return opcode >= Opcodes.IFNULL ? opcode ^ 1 : ((opcode + 1) ^ 1) - 1;
    }

    private AbstractInsnNode switchAt(Level level, AbstractInsnNode insn) {
        List<LabelNode> cases = MethodFlow.switchLabels(insn);
        LabelNode[] labels = cases.stream().map(label -> level.labelAt(flow.at(label))).toArray(LabelNode[]::new);
        LabelNode other = labels[labels.length - 1];
        labels = Arrays.copyOf(labels, labels.length - 1);
        if (insn instanceof TableSwitchInsnNode table) {
            return new TableSwitchInsnNode(table.min, table.max, other, labels);
        }
        int[] keys = ((LookupSwitchInsnNode) insn).keys.stream().mapToInt(Integer::intValue).toArray();
        return new LookupSwitchInsnNode(other, keys, labels);
    }

    /** In a synchronized method the poll is told the monitor, which others may have had to give up for the thread. */
    private void emitEntryPoll(Level level, Site site) {
        if (site == null || !model.isSynchronized()) {
            emitPoll(level, site);
            return;
        }
        if (model.isInstance()) {
            out.add(new VarInsnNode(Opcodes.ALOAD, 0)); // this
        } else if (model.hasClassConstants()) {
            out.add(new LdcInsnNode(Type.getObjectType(model.owner))); // class
        } else {
            out.add(new InsnNode(Opcodes.ACONST_NULL)); // null
        }
        emitSite(level, site, call(Names.POLL, "begun", "(Ljava/lang/Object;)V")); // .
    }

    private void emitPoll(Level level, Site site) {
        if (site != null) {
            emitSite(level, site, call(Names.POLL, "check", "()V"));
        }
    }

    /**
     * A call with its capture handler, which comes before all other handlers. The verifier allows none around
     * {@code super(...)}.
     *
     * @return where the call begins
     */
    private LabelNode emitSite(Level level, Site site, AbstractInsnNode call) {
        LabelNode start = new LabelNode();
        LabelNode end = new LabelNode();
        out.add(start);
        out.add(call);
        out.add(end);
        if (site.kind() != Site.Kind.SUPER) {
            LabelNode handler = (level.constructed ? handlersInRest : handlers).entry(model.handlers.of(site));
            siteHandlers.add(new TryCatchBlockNode(start, end, handler, Names.UNWIND));
        }
        woven.add(new WovenSite(site, start, call));
        return start;
    }

    /** Copies to their spill locals the operands that {@code i} has pushed and a later call would lose. */
    private void emitSpills(int i) {
        int lowest = model.spills.lowestSpilledAfter(i);
        if (lowest < 0) {
            return;
        }
        Object[] stack = model.types.before(i + 1).stack();
        int top = stack.length - (TypeState.isWide(below(stack, stack.length)) ? 2 : 1);
        if (lowest == top) {
            out.add(new InsnNode(stack.length - top == 2 ? Opcodes.DUP2 : Opcodes.DUP)); // value value
            out.add(new VarInsnNode(Values.storeOpcode(stack[top]), spillBase + top)); // value
            return;
        }
        for (int slot = stack.length - 1; slot >= lowest; slot--) {
            if (stack[slot] != Opcodes.TOP) {
                out.add(new VarInsnNode(Values.storeOpcode(stack[slot]), spillBase + slot)); // .
            }
        }
        for (int slot = lowest; slot < stack.length; slot++) {
            if (stack[slot] != Opcodes.TOP) {
                out.add(new VarInsnNode(Values.loadOpcode(stack[slot]), spillBase + slot)); // values..
            }
        }
    }

    /** The type of the value whose last slot is {@code end - 1}. */
    private static Object below(Object[] stack, int end) {
        return stack[end - 1] == Opcodes.TOP ? stack[end - 2] : stack[end - 1];
    }

    // ---- capture handlers ---------------------------------------------------------------------------------------

    /** Handlers in use. */
    private static final class Handlers {
        /** Where the JVM enters a handler, if a site has it. */
        final Map<HandlerTree.Node, LabelNode> entries = new IdentityHashMap<>();
        /** Where a handler's children go on. */
        final Map<HandlerTree.Node, LabelNode> joins = new IdentityHashMap<>();

        LabelNode entry(HandlerTree.Node node) {
            for (HandlerTree.Node each = node; each != null && !joins.containsKey(each); each = each.parent) {
                joins.put(each, new LabelNode());
            }
            LabelNode entry = entries.get(node);
            if (entry == null) {
                entry = new LabelNode();
                entries.put(node, entry);
            }
            return entry;
        }

        boolean anyChild(HandlerTree.Node node) {
            for (HandlerTree.Node child : node.children) {
                if (joins.containsKey(child)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Emits what is in use of the handlers that end in {@code node}: each goes on in its parent, the last one falls. C1
     * compiles no method in which control flows to where the JVM enters a handler, so that place only jumps.
     */
    private void emitHandlers(HandlerTree.Node node, Handlers inUse) {
        LabelNode join = inUse.joins.get(node);
        if (join == null) {
            return;
        }
        LabelNode entry = inUse.entries.get(node);
        if (entry != null) {
            out.add(entry);
        }
        if (entry != null && inUse.anyChild(node)) {
            out.add(handlerFrame(node, inUse == handlersInRest)); // unwind
            out.add(new JumpInsnNode(Opcodes.GOTO, join)); // unwind
        }
        boolean reached = false;
        for (HandlerTree.Node child : node.children) {
            if (inUse.joins.containsKey(child)) {
                if (reached) {
                    out.add(new JumpInsnNode(Opcodes.GOTO, join)); // unwind
                }
                emitHandlers(child, inUse);
                reached = true;
            }
        }
        out.add(join);
        out.add(handlerFrame(node, inUse == handlersInRest)); // unwind
        emitRecords(node.own());
        if (node.parent == null) {
            emitEndOfHandler(node);
        }
    }

    private FrameNode handlerFrame(HandlerTree.Node node, boolean inRest) {
        Object[] locals = new Object[cursor];
        Arrays.fill(locals, Opcodes.TOP);
        for (int value = node.values.nextSetBit(0); value >= 0; value = node.values.nextSetBit(value + 1)) {
            locals[HandlerTree.local(value)] = Values.verificationType(HandlerTree.kind(value));
        }
        if (node.beforeSuper) {
            locals[0] = Opcodes.UNINITIALIZED_THIS;
        } else if (inRest) {
            locals[placeholder] = Opcodes.UNINITIALIZED_THIS;
        }
        Arrays.fill(locals, lockBase, lockBase + node.monitors, Names.OBJECT);
        return frame(locals, new Object[] {Names.UNWIND});
    }

    /** Records values, several of one kind at a time. */
    private void emitRecords(List<Integer> values) {
        int i = 0;
        while (i < values.size()) {
            char kind = HandlerTree.kind(values.get(i));
            Object type = Values.verificationType(kind);
            StringBuilder descriptor = new StringBuilder("(");
            int end = i + (kind == 'a' || kind == 'i' ? MOST_RECORDED_AT_ONCE : 1);
            while (i < values.size() && i < end && HandlerTree.kind(values.get(i)) == kind) {
                out.add(new VarInsnNode(Values.loadOpcode(type), HandlerTree.local(values.get(i++)))); // unwind values..
                descriptor.append(Values.descriptor(type));
            }
            descriptor.append(")L").append(Names.UNWIND).append(';');
            out.add(virtual(Names.UNWIND, String.valueOf(kind), descriptor.toString())); // unwind
        }
    }

    private void emitEndOfHandler(HandlerTree.Node root) {
        for (int lock = lockBase; lock < lockBase + root.monitors; lock++) {
            emitRecord(lock); // unwind
        }
        if (root.hasReceiver) {
            emitRecord(0); // unwind
        }
        out.add(virtual(Names.UNWIND, "frame", "()L" + Names.UNWIND + ";")); // unwind
        for (int lock = lockBase + root.monitors - 1; lock >= lockBase; lock--) {
            out.add(new VarInsnNode(Opcodes.ALOAD, lock)); // unwind monitor
            out.add(new InsnNode(Opcodes.MONITOREXIT)); // unwind
        }
        out.add(new InsnNode(Opcodes.ATHROW));
    }

    private void emitRecord(int local) {
        out.add(new VarInsnNode(Opcodes.ALOAD, local)); // unwind value
        out.add(virtual(Names.UNWIND, "a", "(Ljava/lang/Object;)L" + Names.UNWIND + ";")); // unwind
    }

    // ---- frames and tables --------------------------------------------------------------------------------------

    /** The stack map frame before {@code i}: what lives there, and the spill locals that hold operands. */
    private FrameNode frameAt(Level level, int i, boolean atEntry) {
        TypeState state = model.types.before(i);
        if (state == null) {
            return null;
        }
        BitSet live = flow.liveBefore(i);
        if (model.isInstance()) {
            live.set(0);
        }
        for (int local : model.earlyFields.localsBefore(i)) {
            live.set(local);
        }
        Object[] locals = new Object[cursor];
        Arrays.fill(locals, Opcodes.TOP);
        for (int local = live.nextSetBit(0); local >= 0; local = live.nextSetBit(local + 1)) {
            locals[local] = rename(level, state.local(local));
        }
        Arrays.fill(locals, lockBase, lockBase + model.monitors.before(i), Names.OBJECT);
        if (level.constructed) {
            locals[placeholder] = Opcodes.UNINITIALIZED_THIS;
        }
        Object[] stack = state.stack();
        if (!atEntry) {
            boolean handler = flow.handlerStarts.get(i);
            for (int slot = 0; slot < stack.length; slot++) {
                if (model.spills.holds(i, slot) && !(handler && slot == 0)) {
                    locals[spillBase + slot] = rename(level, stack[slot]);
                }
            }
        }
        Object[] operands = new Object[stack.length];
        for (int slot = 0; slot < stack.length; slot++) {
            operands[slot] = rename(level, stack[slot]);
        }
        return frame(locals, operands);
    }

    private Object rename(Level level, Object type) {
        return type instanceof Label label ? level.allocation(model.types.allocation(label)) : type;
    }

    private static FrameNode frame(Object[] localSlots, Object[] stackSlots) {
        FrameNode frame = new FrameNode(Opcodes.F_NEW, 0, null, 0, null);
        frame.local = frameLocals(localSlots);
        frame.stack = values(stackSlots, stackSlots.length);
        return frame;
    }

    private static List<Object> frameLocals(Object[] slots) {
        int length = slots.length;
        while (length > 0 && slots[length - 1] == Opcodes.TOP && (length < 2 || !TypeState.isWide(slots[length - 2]))) {
            length--;
        }
        return values(slots, length);
    }

    /** From slots to frame notation, in which a long or double is one entry. */
    private static List<Object> values(Object[] slots, int length) {
        List<Object> values = new ArrayList<>();
        for (int slot = 0; slot < length; slot++) {
            values.add(slots[slot]);
            if (TypeState.isWide(slots[slot])) {
                slot++;
            }
        }
        return values;
    }

    private MethodNode result() {
        if (model.types.mapped()) {
            removeNeedlessFrames();
        } else {
            removeFrames();
        }
        MethodNode method = model.method;
        String[] exceptions = method.exceptions.toArray(new String[0]);
        MethodNode result =
                new MethodNode(Opcodes.ASM9, method.access, method.name, method.desc, method.signature, exceptions);
        new MethodHeader(method).copyTo(result);
        result.instructions = out;
        result.tryCatchBlocks = new ArrayList<>(siteHandlers);
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            for (Level level : levels) {
                addRanges(level, block, result.tryCatchBlocks);
            }
            for (StubCall call : stubCalls) {
                addCall(call, block, result.tryCatchBlocks);
            }
        }
        if (method.localVariables != null) {
            result.localVariables = new ArrayList<>();
            for (LocalVariableNode variable : method.localVariables) {
                result.localVariables.add(new LocalVariableNode(variable.name, variable.desc, variable.signature,
                        body.label(flow.at(variable.start)), body.label(flow.at(variable.end)), variable.index));
            }
        }
        return result;
    }

    private void removeFrames() {
        for (AbstractInsnNode insn : out.toArray()) {
            if (insn instanceof FrameNode) {
                out.remove(insn);
            }
        }
    }

    /** Frames were emitted everywhere; only where control joins or begins anew are they wanted. */
    private void removeNeedlessFrames() {
        Set<LabelNode> targets = Collections.newSetFromMap(new IdentityHashMap<>());
        for (AbstractInsnNode insn = out.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn instanceof JumpInsnNode jump) {
                targets.add(jump.label);
            } else if (MethodFlow.switchLabels(insn) != null) {
                MethodFlow.switchLabels(insn).forEach(targets::add);
            }
        }
        for (TryCatchBlockNode block : model.method.tryCatchBlocks) {
            for (Level level : levels) {
                targets.add(level.labelAt(flow.at(block.handler)));
            }
        }
        for (Level level : levels) {
            for (int i = flow.framed.nextSetBit(0); i >= 0; i = flow.framed.nextSetBit(i + 1)) {
                targets.add(level.label(i));
            }
        }
        boolean wanted = false;
        for (AbstractInsnNode insn : out.toArray()) {
            if (insn instanceof LabelNode label) {
                wanted |= targets.contains(label);
            } else if (frames.contains(insn)) {
                if (!wanted) {
                    out.remove(insn);
                }
            } else if (insn.getOpcode() >= 0) {
                wanted = false;
            }
        }
    }

    /** The block's handler for each run of its instructions that the level holds. */
    private void addRanges(Level level, TryCatchBlockNode block, List<TryCatchBlockNode> blocks) {
        int end = flow.at(block.end);
        BitSet insns = covered(level);
        int start = insns.nextSetBit(flow.at(block.start));
        while (start >= 0 && start < end) {
            int stop = Math.min(end, insns.nextClearBit(start));
            LabelNode handler = level.labelAt(flow.at(block.handler));
            blocks.add(new TryCatchBlockNode(level.label(start), endOf(level, stop), handler, block.type));
            start = insns.nextSetBit(stop);
        }
    }

    /** What a constructor throws in place of its return is nothing for the program's handlers. */
    private BitSet covered(Level level) {
        if (!level.constructed) {
            return level.insns;
        }
        BitSet covered = (BitSet) level.insns.clone();
        for (int i = covered.nextSetBit(0); i >= 0; i = covered.nextSetBit(i + 1)) {
            if (flow.insns[i].getOpcode() == Opcodes.RETURN) {
                covered.clear(i);
            }
        }
        return covered;
    }

    private void addCall(StubCall call, TryCatchBlockNode block, List<TryCatchBlockNode> blocks) {
        int i = call.stub().site().insn();
        if (flow.at(block.start) <= i && i < flow.at(block.end)) {
            LabelNode handler = call.stub().level().labelAt(flow.at(block.handler));
            blocks.add(new TryCatchBlockNode(call.start(), call.end(), handler, block.type));
        }
    }

    /** A label behind instruction {@code stop - 1} of the level. */
    private LabelNode endOf(Level level, int stop) {
        if (stop == flow.size() || level.insns.get(stop)) {
            return level.label(stop);
        }
        int next = level.insns.nextSetBit(stop);
        return level.label(next < 0 ? flow.size() : next);
    }

    // ---- instructions -------------------------------------------------------------------------------------------

    private static MethodInsnNode call(String owner, String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }

    private static MethodInsnNode virtual(String owner, String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
    }
}
