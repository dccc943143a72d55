package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes a method anew from its model: polls, spills and capture handlers, and, for the sites it is told, resume code.
 *
 * <p>The code is laid out as: dispatch to the resume stubs (if any), the original body, the copies of regions that
 * resumed frames run first, the stubs, the capture handlers. All of it but stubs and handlers is emitted by one loop
 * over the original instructions, once per {@link Level}.
 */
final class MethodWeaver {
    private final MethodModel model;
    private final FrameLayout layout;
    private final ResumePlan plan;
    private final Code code = new Code();
    private final StackMaps maps;
    private final ExceptionTable exceptions;
    private final CaptureHandlers handlers;
    private final SiteEmitter sites;

    /**
     * @param copiesLoops whether resumed frames run copies of the loops around their site before they join them
     * @param resumed the sites that need resume code
     */
    MethodWeaver(MethodModel model, boolean copiesLoops, List<Site> resumed) {
        this.model = model;
        layout = new FrameLayout(model);
        plan = new ResumePlan(model, copiesLoops, resumed);
        maps = new StackMaps(model, layout, plan);
        exceptions = new ExceptionTable(model, plan);
        handlers = new CaptureHandlers(model.handlers, layout, code);
        sites = new SiteEmitter(model, code, handlers, exceptions);
    }

    /** Gives the method with its new code; the model's is as it was. */
    MethodNode weave() {
        BodyEmitter body = new BodyEmitter(model, layout, code, maps, sites, plan.resumes());
        StubEmitter stubs = new StubEmitter(model, layout, code, maps, sites, exceptions);
        emitFirstLine();
        if (plan.resumes()) {
            stubs.emitDispatch(plan.stubs());
        }
        keepReceiver();
        sites.emitEntryPoll(plan.body());
        plan.levels().forEach(body::emit);
        plan.stubs().values().forEach(stubs::emit);
        handlers.emit();
        return result();
    }

    /** What comes before the body stands in its first line, as whatever stops there would have without us. */
    private void emitFirstLine() {
        int line = model.flow.line[0];
        if (line != 0) {
            LabelNode start = new LabelNode();
            code.add(start);
            code.line(line, start);
        }
    }

    private void keepReceiver() {
        if (model.keepsReceiverApart()) {
            code.loadReference(0); // this
            if (!model.isSynchronized()) {
                code.callVirtual(Names.OBJECT, "getClass", "()Ljava/lang/Class;"); // class
            }
            code.storeReference(model.receiver()); // .
        }
    }

    /** Bytes of code that there will be at least: one for each instruction of the body and of the copies. */
    int leastSize() {
        int size = 0;
        for (Level level : plan.levels()) {
            size += level.insns.cardinality();
        }
        return size;
    }

    /** Words that a resumed frame takes on an interpreter's stack. */
    int frameWords() {
        return layout.words();
    }

    /** Whether each frame of the method holds a monitor from its beginning to its end. */
    boolean isSynchronized() {
        return model.isSynchronized();
    }

    /** {@link MethodModel#shape} of a site by its number; null if there is no such site. */
    String shape(int number) {
        Site site = model.place(number);
        return site == null ? null : model.shape(site);
    }

    /** {@link #shape} by the numbers of all places. */
    Map<Integer, String> shapes() {
        Map<Integer, String> shapes = new HashMap<>();
        for (Site place : model.allPlaces()) {
            shapes.put(place.number(), model.shape(place));
        }
        return shapes;
    }

    /** The sites in the code, in its order. */
    List<WovenSite> woven() {
        return sites.woven();
    }

    /** The instructions in the code that may start initialisers, in its order. */
    List<WovenStart> starts() {
        return sites.starts();
    }

    /** The numbers of the sites at which a thread will probably stop that has been seen in the method. */
    Set<Integer> likelySites(SeenFrame frame) {
        return LikelySites.of(model, frame);
    }

    private MethodNode result() {
        maps.removeNeedless(code.insns);
        MethodNode method = model.method;
        String[] exceptionTypes = method.exceptions.toArray(new String[0]);
        MethodNode result =
                new MethodNode(Opcodes.ASM9, method.access, method.name, method.desc, method.signature, exceptionTypes);
        new MethodHeader(method).copyTo(result);
        result.instructions = code.insns;
        result.tryCatchBlocks = exceptions.blocks();
        if (method.localVariables != null) {
            result.localVariables = new ArrayList<>();
            for (LocalVariableNode variable : method.localVariables) {
                result.localVariables.add(inBody(variable));
            }
        }
        return result;
    }

    private LocalVariableNode inBody(LocalVariableNode variable) {
        Level body = plan.body();
        return new LocalVariableNode(variable.name, variable.desc, variable.signature,
                body.label(model.flow.at(variable.start)), body.label(model.flow.at(variable.end)), variable.index);
    }
}
