package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;

/**
 * Where resumed frames go on: in which copies of the method's code, and what each of these must hold. Frames that are
 * not resumed run the first level, the original body.
 */
final class ResumePlan {
    private final MethodModel model;
    private final MethodFlow flow;
    private final boolean copiesLoops;
    private final Level body;
    private final List<Level> levels = new ArrayList<>();
    private final SortedMap<Integer, ResumeStub> stubs = new TreeMap<>();
    /** What constructors go on with when their object is known already; null while no site has asked for it. */
    private Level rest;

    /**
     * @param copiesLoops whether resumed frames run copies of the loops around their site; if not, they join them in
     *     their midst, which makes for smaller and slower code
     */
    ResumePlan(MethodModel model, boolean copiesLoops, List<Site> resumed) {
        this.model = model;
        this.flow = model.flow;
        this.copiesLoops = copiesLoops;
        this.body = Level.body(flow.size());
        levels.add(body);
        for (Site site : resumed) {
            stubs.put(site.number(), plan(site));
            if (site.kind() == Site.Kind.SUPER) {
                stubs.put(behind(site), planRest(site));
            }
        }
    }

    Level body() {
        return body;
    }

    /** The body and all copies. */
    List<Level> levels() {
        return levels;
    }

    /** What brings frames back, by the number that stands for its site. */
    SortedMap<Integer, ResumeStub> stubs() {
        return stubs;
    }

    /** Whether any site is resumed. */
    boolean resumes() {
        return !stubs.isEmpty();
    }

    /** Makes the levels of a site and finds out what each must hold. */
    private ResumeStub plan(Site site) {
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
        ResumeStub stub = stubAt(level, site, remade);
        explore(stub.goesOnIn(), stub.entry());
        if (site.kind() == Site.Kind.NEW) {
            for (int handler : flow.handlersOf(site.insn())) {
                explore(level.at(handler), handler);
            }
        }
        return stub;
    }

    /** What a constructor does when {@code super(...)} or {@code this(...)} has constructed the object elsewhere. */
    private ResumeStub planRest(Site site) {
        explore(rest(), site.insn() + 1);
        return new ResumeStub(site, true, new LabelNode(), rest(), site.insn() + 1, Map.of());
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

    private ResumeStub stubAt(Level innermost, Site site, Map<Integer, LabelNode> remade) {
        int entry = site.insn();
        if (site.kind() == Site.Kind.NEW) {
            entry++; // the stub itself calls the constructor
        } else if (site.kind() == Site.Kind.LOOP && flow.insns[site.insn()] instanceof JumpInsnNode jump) {
            entry = flow.at(jump.label); // the poll is made when the jump is already decided
        }
        Level level = site.kind() == Site.Kind.NEW ? innermost : innermost.at(entry);
        return new ResumeStub(site, false, new LabelNode(), level, entry, remade);
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
}
