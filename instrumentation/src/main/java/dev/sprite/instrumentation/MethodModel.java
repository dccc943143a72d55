package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What is known of one method before any of it is rewritten: its safe points, the values that live across each, and
 * the operands that must be spilled because a call would lose them.
 *
 * <p>The same class bytes give the same model in every JVM; that is what makes a site's number mean the same at source
 * and target.
 */
final class MethodModel {
    final String owner;
    private final SitePolicy policy;
    final MethodNode method;
    final MethodFlow flow;
    final TypeFlow types;
    final SpillFlow spills;
    final HandlerTree handlers;
    final MonitorFlow monitors;
    final EarlyFields earlyFields;
    final List<Site> sites = new ArrayList<>();
    /** The site of each instruction that has one. */
    private final Site[] siteOf;
    /** What may start static initialisers, in the order of the code. */
    private final List<Starts.Start> starts;
    /** For each instruction which of them it is, from 1; null if there are none. */
    private final int[] startOf;
    /** The number that stands for the first of them. */
    private final int firstStart;

    private final int version;
    private final int receiver;
    private Loops loops;

    MethodModel(
            int version, String owner, MethodNode method, int firstSite, SitePolicy policy,
            BinaryOperator<String> commonSuperclass) {
        this.version = version;
        this.owner = owner;
        this.policy = policy;
        this.method = method;
        ConcatOperands.stringify(method);
        BlockingCalls.redirect(method, policy.polls());
        labelAllocations(method);
        flow = new MethodFlow(method);
        types = TypeFlow.of(version, owner, method, flow, commonSuperclass);
        monitors = new MonitorFlow(flow);
        earlyFields = new EarlyFields(method, flow, types);
        receiver = findReceiver();
        siteOf = new Site[flow.size()];
        findSites(firstSite);
        firstStart = firstSite + sites.size();
        Starts found = policy.polls() ? new Starts(owner, method, flow, types) : null;
        starts = found == null ? List.of() : found.all();
        startOf = starts.isEmpty() ? null : new int[flow.size()];
        for (int at = 0; at < starts.size(); at++) {
            startOf[starts.get(at).insn()] = at + 1;
        }
        spills = new SpillFlow(flow, types, sites, found);
        handlers = new HandlerTree(sites, spillBase(), receiver);
    }

    /** A {@code new} without a label of its own has no name in frames. */
    static void labelAllocations(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn.getOpcode() == Opcodes.NEW) {
                method.instructions.insertBefore(insn, new LabelNode());
            }
        }
    }

    private int findReceiver() {
        if (!isInstance()) {
            return -1;
        }
        if (!losesReceiver()) {
            return 0;
        }
        if (isConstructor()) {
            throw new IllegalArgumentException("a constructor loses its object");
        }
        return earlyFields.maxLocals();
    }

    /** Whether local 0 is overwritten, or left out of a stack map, as in handlers of the JDK's proxies. */
    private boolean losesReceiver() {
        for (int i = 0; i < flow.size(); i++) {
            TypeState state = types.before(i);
            if (state != null && state.local(0) == Opcodes.TOP || storesTo0(flow.insns[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean storesTo0(AbstractInsnNode insn) {
        return insn instanceof VarInsnNode access && access.var == 0
                && access.getOpcode() >= Opcodes.ISTORE && access.getOpcode() <= Opcodes.ASTORE;
    }

    private void findSites(int number) {
        for (int i = 0; i < flow.size(); i++) {
            if (policy.polls() && (isSynchronized() || isCall(flow.insns[i]) && !isSuper(i))) {
                TypeState state = types.before(0);
                BitSet live = flow.liveBefore(0);
                live.set(0, isInstance() ? 1 : 0); // the method may be begun anew
                sites.add(new Site(number++, Site.Kind.ENTRY, 0, state, 0, liveAt(0, live), 0));
                break;
            }
        }
        for (int i = 0; i < flow.size(); i++) {
            TypeState state = types.before(i);
            if (state == null) {
                continue;
            }
            AbstractInsnNode insn = flow.insns[i];
            int depth = state.stack().length;
            if (flow.jumpsBack(i) && policy.polls()) {
                // a conditional jump has taken its operands when it polls; a switch has not
                int beneath = insn instanceof JumpInsnNode ? depth - StackEffect.popped(insn) : depth;
                int[] live = liveAt(i, flow.liveBefore(i));
                siteOf[i] = new Site(number++, Site.Kind.LOOP, i, state, beneath, live, monitors.before(i));
            } else if (isCall(insn)) {
                int beneath = ReplayedCalls.contain(insn) ? depth : depth - StackEffect.popped(insn);
                int[] live = liveAt(i, flow.liveAfter(i));
                siteOf[i] = new Site(number++, kindOf(i), i, state, beneath, live, monitors.before(i));
                refuseUninitialisedBeneath(siteOf[i]);
            } else if (insn.getOpcode() == Opcodes.MONITORENTER && policy.polls()) {
                int[] live = liveAt(i, flow.liveBefore(i));
                siteOf[i] = new Site(number++, Site.Kind.MONITOR, i, state, depth - 1, live, monitors.before(i) + 1);
            }
            if (siteOf[i] != null) {
                sites.add(siteOf[i]);
            }
        }
    }

    /** The safe points, and what may start initialisers. */
    List<Site> allPlaces() {
        List<Site> all = new ArrayList<>(sites);
        for (int at = 0; at < starts.size(); at++) {
            all.add(place(firstStart + at));
        }
        return all;
    }

    /** How many numbers stand for places of this method. */
    int places() {
        return sites.size() + starts.size();
    }

    /** The number that stands for the start of an initialiser at instruction {@code i}; -1 if none can start there. */
    int startAt(int i) {
        return startOf == null || startOf[i] == 0 ? -1 : firstStart + startOf[i] - 1;
    }

    /** The place that a number stands for, be it a safe point or one where an initialiser may start; null if none is. */
    Site place(int number) {
        int at = number - firstStart;
        if (at < -sites.size() || at >= starts.size()) {
            return null;
        }
        if (at < 0) {
            return sites.get(sites.size() + at);
        }
        int i = starts.get(at).entry();
        TypeState state = types.before(i);
        int[] live = liveAt(i, flow.liveBefore(i));
        return new Site(number, Site.Kind.START, i, state, state.stack().length, live, monitors.before(i));
    }

    /** The receiver always lives: a call is resumed with the receiver that its callee recorded. */
    private int[] liveAt(int i, BitSet live) {
        TypeState state = types.before(i);
        if (receiver == 0) {
            live.set(0);
        }
        for (int local : earlyFields.localsBefore(i)) {
            live.set(local);
        }
        int[] locals = new int[live.cardinality()];
        int count = 0;
        for (int local = live.nextSetBit(0); local >= 0; local = live.nextSetBit(local + 1)) {
            if (state.local(local) != Opcodes.TOP) {
                locals[count++] = local;
            }
        }
        return Arrays.copyOf(locals, count);
    }

    private Site.Kind kindOf(int i) {
        if (isSuper(i)) {
            return Site.Kind.SUPER;
        }
        return flow.insns[i] instanceof MethodInsnNode call && call.name.equals("<init>")
                ? Site.Kind.NEW
                : Site.Kind.CALL;
    }

    /** Whether {@code i} is a constructor's call of {@code super(...)} or {@code this(...)}. */
    boolean isSuper(int i) {
        if (!(flow.insns[i] instanceof MethodInsnNode call && call.name.equals("<init>")) || types.before(i) == null) {
            return false;
        }
        Object[] stack = types.before(i).stack();
        return stack[stack.length - StackEffect.popped(call)] == Opcodes.UNINITIALIZED_THIS;
    }

    /** No handler can stand around {@code super(...)} to make copies for; no compiler asks for it either. */
    private static void refuseUninitialisedBeneath(Site site) {
        if (site.kind() == Site.Kind.SUPER && site.beneath() > 0) {
            throw new IllegalArgumentException("operands lie beneath a call of super(...)");
        }
    }

    private boolean isCall(AbstractInsnNode insn) {
        return insn instanceof MethodInsnNode call && !policy.isLeaf(call)
                        && (policy.constructors() || !call.name.equals("<init>"))
                || insn instanceof InvokeDynamicInsnNode site && policy.polls() && !ConcatOperands.isConcatenation(site);
    }

    /** First local of the spills; slot {@code d} of the stack spills to local {@code spillBase() + d}. */
    int spillBase() {
        return earlyFields.maxLocals() + (keepsReceiverApart() ? 1 : 0);
    }

    /** How many locals spilled operands take. */
    int spillSlots() {
        int slots = 0;
        for (Site site : sites) {
            slots = Math.max(slots, site.beneath());
        }
        for (int i = 0; i + 1 < flow.size(); i++) {
            if (spills.lowestSpilledAfter(i) >= 0 && types.before(i + 1) != null) {
                slots = Math.max(slots, types.before(i + 1).stack().length);
            }
        }
        return slots;
    }

    /** Those of the method, found when they are first asked for. */
    Loops loops() {
        if (loops == null) {
            loops = Loops.of(flow);
        }
        return loops;
    }

    /** The safe point at instruction {@code i}; null if there is none. */
    Site siteAt(int i) {
        return siteOf[i];
    }

    /** The poll at entry; null in a method that calls nothing and enters no monitor. */
    Site entry() {
        return !sites.isEmpty() && sites.get(0).kind() == Site.Kind.ENTRY ? sites.get(0) : null;
    }

    /** The type of what a local, one of the spills perhaps, holds at a site that records it. */
    Object typeIn(Site site, int local) {
        return local < spillBase() ? site.state().local(local) : site.state().stack()[local - spillBase()];
    }

    /**
     * The values that a record of the site holds: for each a letter for its kind and a character for its local. Of an
     * operand that is in no local the letter is a capital, and the character stands for its slot of the stack. Where an
     * initialiser has been started only an interpreted frame has all of them, which is what {@code !} stands for.
     */
    String shape(Site site) {
        StringBuilder shape = new StringBuilder(site.kind() == Site.Kind.START ? "!!" : "");
        for (int local : handlers.order(site)) {
            shape.append(Values.accessor(typeIn(site, local))).append((char) local);
        }
        if (site.kind() == Site.Kind.START) {
            for (int slot : site.spilled()) {
                String kind = Values.accessor(site.state().stack()[slot]);
                shape.append(holds(site, slot) ? kind : kind.toUpperCase(Locale.ROOT))
                        .append((char) (holds(site, slot) ? spillBase() + slot : slot));
            }
        }
        int lockBase = spillBase() + spillSlots();
        for (int lock = lockBase; lock < lockBase + site.monitors(); lock++) {
            shape.append('a').append((char) lock);
        }
        if (handlers.endsWithReceiver(site)) {
            shape.append('a').append((char) receiver);
        }
        return shape.toString();
    }

    /** Whether the operand in a stack slot, kept at the site, is in its spill local. */
    boolean holds(Site site, int slot) {
        return site.kind() != Site.Kind.START || spills.holds(site.insn(), slot);
    }

    /** Whether a value of type {@code type} is the object whose constructor is called at a {@link Site.Kind#NEW}. */
    boolean isConstructedAt(Site site, Object type) {
        return site.constructed() instanceof Label constructed && type instanceof Label label
                && types.allocation(label) == types.allocation(constructed);
    }

    boolean isConstructor() {
        return method.name.equals("<init>");
    }

    /** Whether the method enters a monitor before its first instruction. */
    boolean isSynchronized() {
        return (method.access & Opcodes.ACC_SYNCHRONIZED) != 0;
    }

    /** Whether the class file may hold constants that are classes. */
    boolean hasClassConstants() {
        return version >= Opcodes.V1_5;
    }

    boolean isInstance() {
        return (method.access & Opcodes.ACC_STATIC) == 0;
    }

    /** The local that holds in every frame what the method can be called on once more; -1 if it is static. */
    int receiver() {
        return receiver;
    }

    /**
     * Whether the method loses local 0, so that what it can be called on is kept in a local of our own. That is the
     * receiver's class: the program may rely on its having let go of the object. Of a synchronized method, which holds
     * the object's monitor to the end, it is the object.
     */
    boolean keepsReceiverApart() {
        return receiver > 0;
    }
}
