package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** The exception table of a woven method: our handlers first, then the program's for its code and for all copies. */
final class ExceptionTable {
    private final MethodModel model;
    private final MethodFlow flow;
    private final ResumePlan plan;
    private final List<TryCatchBlockNode> ours = new ArrayList<>();
    /** Constructors that stubs call themselves, which the program's own handlers are to cover. */
    private final List<StubCall> stubCalls = new ArrayList<>();

    private record StubCall(ResumeStub stub, LabelNode start, LabelNode end) {}

    ExceptionTable(MethodModel model, ResumePlan plan) {
        this.model = model;
        this.flow = model.flow;
        this.plan = plan;
    }

    /** Adds a handler that comes before all of the program's. */
    void add(LabelNode start, LabelNode end, LabelNode handler, String type) {
        ours.add(new TryCatchBlockNode(start, end, handler, type));
    }

    /** Has the program's handlers cover a call that a stub makes. */
    void cover(ResumeStub stub, LabelNode start, LabelNode end) {
        stubCalls.add(new StubCall(stub, start, end));
    }

    List<TryCatchBlockNode> blocks() {
        List<TryCatchBlockNode> blocks = new ArrayList<>(ours);
        for (TryCatchBlockNode block : model.method.tryCatchBlocks) {
            for (Level level : plan.levels()) {
                addRanges(level, block, blocks);
            }
            for (StubCall call : stubCalls) {
                addCall(call, block, blocks);
            }
        }
        return blocks;
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
}
