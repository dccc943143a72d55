package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Class bytes in, class bytes out. Only method bodies change: no member is added, none is altered, so a loaded class
 * can be instrumented, too, and reflection sees what it always saw.
 */
public final class ClassInstrumenter {
    private static final int FIRST_VERSION_WITH_STACK_MAPS = Opcodes.V1_6;

    /** Beyond this size ASM may have to widen jumps, and a site's place is no longer what its label says. */
    private static final int LARGEST_CODE = 30_000;

    /** Makes a class capturable; null if it has nothing to capture or is of a kind that is left alone. */
    public Instrumented instrument(byte[] classFile) {
        return rewrite(classFile, Map.of());
    }

    /**
     * Makes a class capturable and resumable at given sites.
     *
     * @param sites for each method (name and descriptor, run together) the numbers of its sites on captured stacks
     */
    public Instrumented instrumentForResume(byte[] classFile, Map<String, Set<Integer>> sites) {
        return rewrite(classFile, sites);
    }

    private static Instrumented rewrite(byte[] classFile, Map<String, Set<Integer>> resumed) {
        ClassReader reader = new ClassReader(classFile);
        if (reader.readUnsignedShort(6) < FIRST_VERSION_WITH_STACK_MAPS) {
            return null;
        }
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        Weaving weaving = new Weaving(writer, reader.getClassName(), resumed);
        reader.accept(weaving, ClassReader.EXPAND_FRAMES);
        if (!weaving.changed) {
            return null;
        }
        byte[] bytes = writer.toByteArray();
        SiteTable.Encoder table = new SiteTable.Encoder();
        weaving.woven.forEach(table::add);
        return new Instrumented(bytes, table.toBytes());
    }

    /** Passes the class through, each method with code by way of a tree. */
    private static final class Weaving extends ClassVisitor {
        private final String owner;
        private final Map<String, Set<Integer>> resumed;
        private final Map<String, List<MethodWeaver.WovenSite>> woven = new LinkedHashMap<>();
        private int nextSite;
        private boolean changed;

        Weaving(ClassVisitor out, String owner, Map<String, Set<Integer>> resumed) {
            super(Opcodes.ASM9, out);
            this.owner = owner;
            this.resumed = resumed;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor out = super.visitMethod(access, name, descriptor, signature, exceptions);
            if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0 || name.equals("<init>")) {
                return out;
            }
            return new MethodNode(Opcodes.ASM9, access, name, descriptor, signature, exceptions) {
                @Override
                public void visitEnd() {
                    weave(this);
                    accept(out);
                }
            };
        }

        private void weave(MethodNode method) {
            if (method.name.equals("<clinit>")) {
                InitialiserGuard.add(method);
                changed = true;
                return;
            }
            if (Monitors.used(method)) {
                return;
            }
            MethodModel model = new MethodModel(owner, method, nextSite);
            if (model.sites.isEmpty() || method.instructions.size() > LARGEST_CODE) {
                return;
            }
            nextSite += model.sites.size();
            changed = true;
            String key = method.name + method.desc;
            Set<Integer> numbers = resumed.getOrDefault(key, Set.of());
            List<Site> sites = new ArrayList<>(model.sites);
            sites.removeIf(site -> !numbers.contains(site.number()));
            MethodWeaver weaver = new MethodWeaver(model);
            weaver.weave(sites);
            woven.put(key, weaver.woven);
        }
    }

    /** Methods that hold monitors: their frames cannot be unwound as yet. */
    private static final class Monitors {
        static boolean used(MethodNode method) {
            if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
                return true;
            }
            for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
                if (insn.getOpcode() == Opcodes.MONITORENTER) {
                    return true;
                }
            }
            return false;
        }
    }
}
