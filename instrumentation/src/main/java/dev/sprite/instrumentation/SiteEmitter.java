package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;

/** Emits safe points: polls, and calls that have a capture handler. */
final class SiteEmitter {
    private final MethodModel model;
    private final Code code;
    private final CaptureHandlers handlers;
    private final ExceptionTable exceptions;
    private final List<WovenSite> woven = new ArrayList<>();
    private final List<WovenStart> starts = new ArrayList<>();

    SiteEmitter(MethodModel model, Code code, CaptureHandlers handlers, ExceptionTable exceptions) {
        this.model = model;
        this.code = code;
        this.handlers = handlers;
        this.exceptions = exceptions;
    }

    /** The sites emitted so far, in code order. */
    List<WovenSite> woven() {
        return woven;
    }

    /** The instructions emitted so far that may start initialisers, in code order. */
    List<WovenStart> starts() {
        return starts;
    }

    /** To be called before instruction {@code i} of the model is emitted. */
    void emitStart(int i) {
        int number = model.startAt(i);
        if (number >= 0) {
            LabelNode place = new LabelNode();
            code.add(place);
            starts.add(new WovenStart(number, place));
        }
    }

    /** In a synchronized method the poll is told the monitor, which others may have had to give up for the thread. */
    void emitEntryPoll(Level level) {
        Site site = model.entry();
        if (site == null || !model.isSynchronized()) {
            emitPoll(level, site);
            return;
        }
        if (model.isInstance()) {
            code.loadReference(0); // this
        } else if (model.hasClassConstants()) {
            code.add(new LdcInsnNode(Type.getObjectType(model.owner))); // class
        } else {
            code.add(Opcodes.ACONST_NULL); // null
        }
        emit(level, site, Code.staticCall(Names.POLL, "begun", "(Ljava/lang/Object;)V")); // .
    }

    /** Polls, if there is a site. */
    void emitPoll(Level level, Site site) {
        if (site != null) {
            emit(level, site, Code.staticCall(Names.POLL, "check", "()V"));
        }
    }

    /**
     * A call with its capture handler, which comes before all other handlers. The verifier allows none around
     * {@code super(...)}.
     *
     * @return where the call begins
     */
    LabelNode emit(Level level, Site site, AbstractInsnNode call) {
        LabelNode start = new LabelNode();
        LabelNode end = new LabelNode();
        code.add(start);
        code.add(call);
        code.add(end);
        if (site.kind() != Site.Kind.SUPER) {
            exceptions.add(start, end, handlers.entry(level, site), Names.UNWIND);
        }
        woven.add(new WovenSite(site, start, call));
        return start;
    }
}
