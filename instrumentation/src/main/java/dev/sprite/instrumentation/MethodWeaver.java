package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
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

    private final MethodModel model;
    private final MethodFlow flow;
    /** First local of the spills; slot {@code d} of the stack spills to {@code spillBase + d}. */
    private final int spillBase;
    /** First local of the monitors held, outermost first. */
    private final int lockBase;
    /** The local that holds the record a resumed frame is restored from. */
    private final int cursor;
    private final boolean copiesLoops;
    private final InsnList out = new InsnList();
    private final List<TryCatchBlockNode> siteHandlers = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>();
    /** Capture handlers by the shape of what they record. */
    private final Map<String, Handler> handlers = new LinkedHashMap<>();
    private final Set<AbstractInsnNode> frames = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean resumes;
    /** Woven sites with the label of their call, in code order. */
    final List<WovenSite> woven = new ArrayList<>();

    private int lastLine;

    record WovenSite(Site site, LabelNode start, AbstractInsnNode call) {}

    private record Handler(LabelNode label, Site site) {}

    /**
     * One rendering of (a part of) the original instructions. Level 0 is the original body; the levels of a resumed
     * site are copies of the regions around it, each left for the next outer one.
     */
    private final class Level {
        final Level outer;
        final Region region;
        final BitSet insns = new BitSet();
        final LabelNode[] labels = new LabelNode[flow.size() + 1];
        /** The labels that stand for allocations a resume stub has made anew, by {@code new} instruction. */
        final Map<Integer, LabelNode> allocations;

        Level(Level outer, Region region, Map<Integer, LabelNode> allocations) {
            this.outer = outer;
            this.region = region;
            this.allocations = allocations;
        }

        LabelNode label(int i) {
            if (labels[i] == null) {
                labels[i] = new LabelNode();
            }
            return labels[i];
        }

        /** The level in which control goes on when it flows from this one to {@code i}. */
        Level at(int i) {
            if (region == null || region.insns().get(i) && i != region.header()) {
                return this;
            }
            return outer.at(i);
        }

        LabelNode labelAt(int i) {
            return at(i).label(i);
        }

        LabelNode allocation(int insn) {
            LabelNode remade = allocations.get(insn);
            return remade != null ? remade : label(insn);
        }
    }

    /**
     * @param copiesLoops whether resumed frames run copies of the loops around their site; if not, they join them in
     *     their midst, which makes for smaller and slower code
     */
    MethodWeaver(MethodModel model, boolean copiesLoops) {
        this.model = model;
        this.flow = model.flow;
        this.spillBase = model.method.maxLocals;
        this.lockBase = spillBase + model.spillSlots();
        this.cursor = lockBase + model.monitors.most();
        this.copiesLoops = copiesLoops;
    }

    /**
     * Gives the method with its new code; the model's is as it was.
     *
     * @param resumed the sites that need resume code
     */
    MethodNode weave(List<Site> resumed) {
        Level body = new Level(null, null, Map.of());
        body.insns.set(0, flow.size());
        levels.add(body);
        resumes = !resumed.isEmpty();
        SortedMap<Integer, Stub> stubs = new TreeMap<>();
        for (Site site : resumed) {
            stubs.put(site.number(), plan(body, site));
        }
        if (resumes) {
            emitDispatch(stubs, body);
        }
        emitPoll(model.entry());
        for (Level level : levels) {
            emit(level);
        }
        stubs.values().forEach(this::emitStub);
        handlers.values().forEach(this::emitHandler);
        return result(body);
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

    /** Code that brings a frame back to life, and the place where it then goes on: {@code entry} in {@code level}. */
    private record Stub(
            Site site, LabelNode label, Level level, int entry, Map<Integer, LabelNode> allocations) {}

    /** Makes the levels of a site and finds out what each must hold. */
    private Stub plan(Level body, Site site) {
        Map<Integer, LabelNode> remade = new HashMap<>();
        Level level = body;
        for (Region region : Region.around(model, site, copiesLoops)) {
            Map<Integer, LabelNode> visible = new HashMap<>(level.allocations);
            if (region.allocation() >= 0) {
                remade.put(region.allocation(), new LabelNode());
                visible.put(region.allocation(), remade.get(region.allocation()));
            }
            level = new Level(level, region, visible);
            levels.add(level);
        }
        Stub stub = stubAt(level, site, remade);
        explore(body, stub.level(), stub.entry());
        return stub;
    }

    private Stub stubAt(Level innermost, Site site, Map<Integer, LabelNode> remade) {
        if (site.kind() == Site.Kind.LOOP && flow.insns[site.insn()] instanceof JumpInsnNode jump) {
            int target = flow.at(jump.label); // the poll is made when the jump is already decided
            return new Stub(site, new LabelNode(), innermost.at(target), target, remade);
        }
        return new Stub(site, new LabelNode(), innermost, site.insn(), remade);
    }

    /** Finds what each level must hold for the code that follows {@code entry}. */
    private void explore(Level body, Level first, int entry) {
        List<Integer> insns = new ArrayList<>();
        List<Level> where = new ArrayList<>();
        visit(body, first, entry, insns, where);
        while (!insns.isEmpty()) {
            int i = insns.remove(insns.size() - 1);
            Level level = where.remove(where.size() - 1);
            for (int next : flow.successors(i)) {
                visit(body, level.at(next), next, insns, where);
            }
            for (int handler : flow.handlersOf(i)) {
                visit(body, level.at(handler), handler, insns, where);
            }
        }
    }

    private static void visit(Level body, Level level, int i, List<Integer> insns, List<Level> where) {
        level.label(i);
        if (level != body && !level.insns.get(i)) {
            level.insns.set(i);
            insns.add(i);
            where.add(level);
        }
    }

    /** At method entry: if this is a frame to be resumed, go to the stub of its site. */
    private void emitDispatch(SortedMap<Integer, Stub> stubs, Level body) {
        LabelNode normal = new LabelNode();
        out.add(call(Names.RESUME, "active", "()Z")); // active
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
        out.add(frame(new Object[0], new Object[0]));
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
        atStub[cursor] = Names.RESUME;
        out.add(frame(atStub, new Object[0]));
        Map<Integer, Integer> remade = new HashMap<>();
        int temporary = cursor + 1;
        for (int allocation : stub.allocations().keySet()) {
            out.add(stub.allocations().get(allocation));
            out.add(new TypeInsnNode(Opcodes.NEW, ((TypeInsnNode) flow.insns[allocation]).desc)); // object
            out.add(new VarInsnNode(Opcodes.ASTORE, temporary)); // .
            remade.put(allocation, temporary++);
        }
        TypeState state = site.state();
        for (int local : site.live()) {
            emitValue(state.local(local), remade); // value
            out.add(new VarInsnNode(storeOpcode(state.local(local)), local)); // .
        }
        // spill locals first, all of them, then the operands themselves
        for (int slot = 0; slot < site.beneath(); slot++) {
            Object type = state.stack()[slot];
            if (type != Opcodes.TOP) {
                emitValue(type, remade); // value
                out.add(new VarInsnNode(storeOpcode(type), spillBase + slot)); // .
            }
        }
        for (int slot = 0; slot < site.beneath(); slot++) {
            Object type = state.stack()[slot];
            if (type != Opcodes.TOP) {
                out.add(new VarInsnNode(loadOpcode(type), spillBase + slot)); // operands..
            }
        }
        for (int lock = lockBase; lock < lockBase + site.monitors(); lock++) {
            emitValue(Names.OBJECT, remade); // operands.. monitor
            out.add(new InsnNode(Opcodes.DUP)); // operands.. monitor monitor
            out.add(new VarInsnNode(Opcodes.ASTORE, lock)); // operands.. monitor
            out.add(new InsnNode(Opcodes.MONITORENTER)); // operands..
        }
        if (site.kind() == Site.Kind.CALL) {
            emitDummyArguments(site); // operands.. receiver? dummies..
        } else {
            out.add(new VarInsnNode(Opcodes.ALOAD, cursor)); // operands.. cursor
            out.add(virtual(Names.RESUME, "arrive", "()V")); // operands..
        }
        out.add(new JumpInsnNode(Opcodes.GOTO, stub.level().label(stub.entry())));
    }

    /** Pushes the next recorded value, or what needs no record. */
    private void emitValue(Object type, Map<Integer, Integer> remade) {
        if (type == Opcodes.NULL) {
            out.add(new InsnNode(Opcodes.ACONST_NULL));
        } else if (type instanceof Label allocation) {
            out.add(new VarInsnNode(Opcodes.ALOAD, remade.get(model.types.allocation(allocation))));
        } else {
            out.add(new VarInsnNode(Opcodes.ALOAD, cursor)); // cursor
            out.add(virtual(Names.RESUME, accessor(type), "()" + descriptor(type))); // value
            emitCast(type);
        }
    }

    private void emitCast(Object type) {
        if (type instanceof String name && !name.equals(Names.OBJECT)) {
            out.add(new TypeInsnNode(Opcodes.CHECKCAST, name));
        }
    }

    private void emitDummyArguments(Site site) {
        Object[] stack = site.state().stack();
        int slot = site.beneath();
        if (slot < stack.length && flow.insns[site.insn()] instanceof MethodInsnNode callee
                && callee.getOpcode() != Opcodes.INVOKESTATIC) {
            out.add(new VarInsnNode(Opcodes.ALOAD, cursor));
            out.add(virtual(Names.RESUME, "receiver", "()Ljava/lang/Object;"));
            emitCast(stack[slot]);
            slot++;
        }
        for (; slot < stack.length; slot++) {
            Object type = stack[slot];
            if (type == Opcodes.INTEGER) {
                out.add(new InsnNode(Opcodes.ICONST_0));
            } else if (type == Opcodes.FLOAT) {
                out.add(new InsnNode(Opcodes.FCONST_0));
            } else if (type == Opcodes.LONG) {
                out.add(new InsnNode(Opcodes.LCONST_0));
            } else if (type == Opcodes.DOUBLE) {
                out.add(new InsnNode(Opcodes.DCONST_0));
            } else if (type != Opcodes.TOP) {
                out.add(new InsnNode(Opcodes.ACONST_NULL));
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
        if (insn instanceof JumpInsnNode jump) {
            emitJump(level, i, jump, site);
        } else if (MethodFlow.switchLabels(insn) != null) {
            emitPoll(site);
            out.add(switchAt(level, insn));
        } else {
            AbstractInsnNode copy = insn.clone(Collections.emptyMap());
            if (insn.getOpcode() == Opcodes.MONITORENTER) {
                out.add(new InsnNode(Opcodes.DUP)); // monitor monitor
                out.add(new VarInsnNode(Opcodes.ASTORE, lockBase + model.monitors.before(i))); // monitor
            }
            if (site != null) {
                emitSite(site, copy);
            } else {
                out.add(copy);
            }
            emitSpills(i);
        }
    }

    /** A conditional jump backward polls only when it is taken, with its operands gone. */
    private void emitJump(Level level, int i, JumpInsnNode jump, Site site) {
        LabelNode target = level.labelAt(flow.at(jump.label));
        if (isSplit(i)) {
            out.add(new JumpInsnNode(inverse(jump.getOpcode()), level.labelAt(i + 1)));
            emitPoll(site);
            out.add(new JumpInsnNode(Opcodes.GOTO, target));
        } else {
            emitPoll(site);
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

    private void emitPoll(Site site) {
        if (site != null) {
            emitSite(site, call(Names.POLL, "check", "()V"));
        }
    }

    /** A call with its capture handler, which comes before all other handlers. */
    private void emitSite(Site site, AbstractInsnNode call) {
        LabelNode start = new LabelNode();
        LabelNode end = new LabelNode();
        out.add(start);
        out.add(call);
        out.add(end);
        if (!site.beforeSuper()) {
            Handler handler = handlers.computeIfAbsent(shape(site), s -> new Handler(new LabelNode(), site));
            siteHandlers.add(new TryCatchBlockNode(start, end, handler.label(), Names.UNWIND));
            woven.add(new WovenSite(site, start, call));
        }
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
            out.add(new VarInsnNode(storeOpcode(stack[top]), spillBase + top)); // value
            return;
        }
        for (int slot = stack.length - 1; slot >= lowest; slot--) {
            if (stack[slot] != Opcodes.TOP) {
                out.add(new VarInsnNode(storeOpcode(stack[slot]), spillBase + slot)); // .
            }
        }
        for (int slot = lowest; slot < stack.length; slot++) {
            if (stack[slot] != Opcodes.TOP) {
                out.add(new VarInsnNode(loadOpcode(stack[slot]), spillBase + slot)); // values..
            }
        }
    }

    /** The type of the value whose last slot is {@code end - 1}. */
    private static Object below(Object[] stack, int end) {
        return stack[end - 1] == Opcodes.TOP ? stack[end - 2] : stack[end - 1];
    }

    // ---- capture handlers ---------------------------------------------------------------------------------------

    /** Two sites share a handler if they record the same locals, of the same kinds. */
    private static String shape(Site site) {
        StringBuilder shape = new StringBuilder();
        for (int local : site.recorded()) {
            shape.append(accessor(site.state().local(local))).append(local).append(' ');
        }
        shape.append('|');
        for (int slot : site.spilled()) {
            shape.append(accessor(site.state().stack()[slot])).append(slot).append(' ');
        }
        shape.append('|').append(site.monitors());
        return shape.toString();
    }

    private void emitHandler(Handler handler) {
        Site site = handler.site();
        Object[] locals = new Object[cursor];
        Arrays.fill(locals, Opcodes.TOP);
        out.add(handler.label());
        FrameNode frame = frame(locals, new Object[] {Names.UNWIND});
        out.add(frame); // unwind
        out.add(virtual(Names.UNWIND, "frame", "()L" + Names.UNWIND + ";")); // unwind
        for (int local : site.recorded()) {
            emitRecord(site.state().local(local), local, locals); // unwind
        }
        for (int slot : site.spilled()) {
            emitRecord(site.state().stack()[slot], spillBase + slot, locals); // unwind
        }
        for (int lock = lockBase; lock < lockBase + site.monitors(); lock++) {
            emitRecord(Names.OBJECT, lock, locals); // unwind
        }
        for (int lock = lockBase + site.monitors() - 1; lock >= lockBase; lock--) {
            out.add(new VarInsnNode(Opcodes.ALOAD, lock)); // unwind monitor
            out.add(new InsnNode(Opcodes.MONITOREXIT)); // unwind
        }
        frame.local = frameLocals(locals);
        out.add(new InsnNode(Opcodes.ATHROW));
    }

    private void emitRecord(Object type, int local, Object[] frameLocals) {
        frameLocals[local] = type instanceof String ? Names.OBJECT : type;
        String descriptor = descriptor(type);
        out.add(new VarInsnNode(loadOpcode(type), local)); // unwind value
        out.add(virtual(Names.UNWIND, accessor(type), "(" + descriptor + ")L" + Names.UNWIND + ";")); // unwind
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
        Object[] locals = new Object[cursor];
        Arrays.fill(locals, Opcodes.TOP);
        for (int local = live.nextSetBit(0); local >= 0; local = live.nextSetBit(local + 1)) {
            locals[local] = rename(level, state.local(local));
        }
        Arrays.fill(locals, lockBase, lockBase + model.monitors.before(i), Names.OBJECT);
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

    private MethodNode result(Level body) {
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
        int start = level.insns.nextSetBit(flow.at(block.start));
        while (start >= 0 && start < end) {
            int stop = Math.min(end, level.insns.nextClearBit(start));
            LabelNode handler = level.labelAt(flow.at(block.handler));
            blocks.add(new TryCatchBlockNode(level.label(start), endOf(level, stop), handler, block.type));
            start = level.insns.nextSetBit(stop);
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

    /** The runtime's method for values of a type; also names the type's kind. */
    private static String accessor(Object type) {
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

    private static String descriptor(Object type) {
        String accessor = accessor(type);
        return accessor.equals("a") ? "Ljava/lang/Object;" : accessor.toUpperCase(java.util.Locale.ROOT);
    }

    private static int loadOpcode(Object type) {
        return asmType(type).getOpcode(Opcodes.ILOAD);
    }

    private static int storeOpcode(Object type) {
        return asmType(type).getOpcode(Opcodes.ISTORE);
    }

    private static Type asmType(Object type) {
        return Type.getType(descriptor(type));
    }
}
