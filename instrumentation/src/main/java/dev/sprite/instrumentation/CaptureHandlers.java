package dev.sprite.instrumentation;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;

/** Emits the handlers that record a frame when it is unwound: as much of the {@link HandlerTree} as is in use. */
final class CaptureHandlers {
    /** How many values the runtime's methods take at most. */
    private static final int MOST_RECORDED_AT_ONCE = 4;

    private final HandlerTree tree;
    private final FrameLayout layout;
    private final Code code;
    private final InUse usual = new InUse();
    /** Those in the rest of a constructor stand apart, with a placeholder to keep. */
    private final InUse inRest = new InUse();

    /** Handlers in use. */
    private static final class InUse {
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

    CaptureHandlers(HandlerTree tree, FrameLayout layout, Code code) {
        this.tree = tree;
        this.layout = layout;
        this.code = code;
    }

    /** Where the JVM enters the handler of a site in a level. */
    LabelNode entry(Level level, Site site) {
        return (level.constructed ? inRest : usual).entry(tree.of(site));
    }

    /** Emits all handlers that were asked for. */
    void emit() {
        for (HandlerTree.Node root : tree.roots()) {
            emit(root, usual);
            emit(root, inRest);
        }
    }

    /**
     * Emits what is in use of the handlers that end in {@code node}: each goes on in its parent, the last one falls. C1
     * compiles no method in which control flows to where the JVM enters a handler, so that place only jumps.
     */
    private void emit(HandlerTree.Node node, InUse inUse) {
        LabelNode join = inUse.joins.get(node);
        if (join == null) {
            return;
        }
        LabelNode entry = inUse.entries.get(node);
        if (entry != null) {
            code.add(entry);
        }
        if (entry != null && inUse.anyChild(node)) {
            code.add(frameOf(node, inUse == inRest)); // unwind
            code.jump(Opcodes.GOTO, join); // unwind
        }
        boolean reached = false;
        for (HandlerTree.Node child : node.children) {
            if (inUse.joins.containsKey(child)) {
                if (reached) {
                    code.jump(Opcodes.GOTO, join); // unwind
                }
                emit(child, inUse);
                reached = true;
            }
        }
        code.add(join);
        code.add(frameOf(node, inUse == inRest)); // unwind
        emitRecords(node.own());
        if (node.parent == null) {
            emitEnd(node);
        }
    }

    private FrameNode frameOf(HandlerTree.Node node, boolean isInRest) {
        Object[] locals = new Object[layout.cursor];
        Arrays.fill(locals, Opcodes.TOP);
        for (int value = node.values.nextSetBit(0); value >= 0; value = node.values.nextSetBit(value + 1)) {
            locals[HandlerTree.local(value)] = Values.verificationType(HandlerTree.kind(value));
        }
        if (node.beforeSuper) {
            locals[0] = Opcodes.UNINITIALIZED_THIS;
        } else if (isInRest) {
            locals[layout.placeholder] = Opcodes.UNINITIALIZED_THIS;
        }
        Arrays.fill(locals, layout.lockBase, layout.lockBase + node.monitors, Names.OBJECT);
        return StackMaps.frame(locals, new Object[] {Names.UNWIND});
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
                code.load(type, HandlerTree.local(values.get(i++))); // unwind values..
                descriptor.append(Values.descriptor(type));
            }
            descriptor.append(")L").append(Names.UNWIND).append(';');
            code.callVirtual(Names.UNWIND, String.valueOf(kind), descriptor.toString()); // unwind
        }
    }

    private void emitEnd(HandlerTree.Node root) {
        int lockBase = layout.lockBase;
        for (int lock = lockBase; lock < lockBase + root.monitors; lock++) {
            emitRecord(lock); // unwind
        }
        if (root.receiver >= 0) {
            emitRecord(root.receiver); // unwind
        }
        code.callVirtual(Names.UNWIND, "frame", "()L" + Names.UNWIND + ";"); // unwind
        for (int lock = lockBase + root.monitors - 1; lock >= lockBase; lock--) {
            code.loadReference(lock); // unwind monitor
            code.add(Opcodes.MONITOREXIT); // unwind
        }
        code.add(Opcodes.ATHROW);
    }

    private void emitRecord(int local) {
        code.loadReference(local); // unwind value
        code.callVirtual(Names.UNWIND, "a", "(Ljava/lang/Object;)L" + Names.UNWIND + ";"); // unwind
    }
}
