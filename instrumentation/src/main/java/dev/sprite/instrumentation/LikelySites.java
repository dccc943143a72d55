package dev.sprite.instrumentation;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * The sites at which a thread will probably stop that has been seen at a line of a method: a guess, by which resume code
 * can be made while the program still runs.
 */
final class LikelySites {
    private final MethodModel model;
    private final SeenFrame frame;
    private final Set<Integer> numbers = new HashSet<>();

    private LikelySites(MethodModel model, SeenFrame frame) {
        this.model = model;
        this.frame = frame;
    }

    /** Their numbers; none if the line is not one of the method's. */
    static Set<Integer> of(MethodModel model, SeenFrame frame) {
        LikelySites likely = new LikelySites(model, frame);
        likely.addCalls(true);
        if (likely.numbers.isEmpty()) {
            likely.addCalls(false); // about to be made, or of a method that is not shown
            likely.addPollsOfInnermostLoop();
        }
        return likely.numbers;
    }

    private void addCalls(boolean ofCallee) {
        for (Site site : model.sites) {
            if (isCall(site) && isAtLine(site.insn())
                    && (!ofCallee || model.flow.insns[site.insn()] instanceof MethodInsnNode call
                            && call.name.equals(frame.callee()))) {
                numbers.add(site.number());
            }
        }
    }

    private static boolean isCall(Site site) {
        return site.kind() == Site.Kind.CALL || site.kind() == Site.Kind.NEW || site.kind() == Site.Kind.SUPER;
    }

    private boolean isAtLine(int insn) {
        return model.flow.line[insn] == frame.line();
    }

    private void addPollsOfInnermostLoop() {
        Region innermost = innermostLoop();
        for (Site site : model.sites) {
            if (innermost != null && site.kind() == Site.Kind.LOOP && innermost.insns().get(site.insn())
                    && jumpsTo(innermost.header(), site.insn())) {
                numbers.add(site.number());
            }
        }
    }

    private Region innermostLoop() {
        Loops loops = Loops.of(model.flow);
        Region innermost = null;
        for (int i = 0; i < model.flow.size(); i++) {
            if (isAtLine(i)) {
                for (Region loop : loops.around(i)) {
                    if (innermost == null || loop.insns().cardinality() < innermost.insns().cardinality()) {
                        innermost = loop;
                    }
                }
            }
        }
        return innermost;
    }

    private boolean jumpsTo(int target, int insn) {
        for (int next : model.flow.successors(insn)) {
            if (next == target) {
                return true;
            }
        }
        return false;
    }
}
