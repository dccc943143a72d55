package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Class bytes in, class bytes out. Only method bodies change: no member is added, none is altered, so a loaded class
 * can be instrumented, too, and reflection sees what it always saw.
 */
public final class ClassInstrumenter {
    /** Beyond this size ASM may have to widen jumps, and a site's place is no longer what its label says. */
    private static final int LARGEST_CODE = 30_000;

    /** Makes a class capturable; null if it has nothing to capture or is of a kind that is left alone. */
    public Instrumented instrument(byte[] classFile) {
        return rewrite(classFile, Map.of(), (a, b) -> Names.OBJECT);
    }

    /**
     * Makes a class capturable and resumable at given sites.
     *
     * @param sites for each method (name and descriptor, run together) the numbers of its sites on captured stacks
     * @param commonSuperclass for two internal names that of the class both extend; asked for classes without stack maps
     */
    public Instrumented instrumentForResume(
            byte[] classFile, Map<String, Set<Integer>> sites, BinaryOperator<String> commonSuperclass) {
        return rewrite(classFile, sites, commonSuperclass);
    }

    private static Instrumented rewrite(
            byte[] classFile, Map<String, Set<Integer>> resumed, BinaryOperator<String> commonSuperclass) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        int version = reader.readUnsignedShort(6);
        Weaving weaving = new Weaving(writer, version, reader.getClassName(), resumed, commonSuperclass);
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
        private final int version;
        private final String owner;
        private final Map<String, Set<Integer>> resumed;
        private final BinaryOperator<String> commonSuperclass;
        private final Map<String, List<MethodWeaver.WovenSite>> woven = new LinkedHashMap<>();
        private int nextSite;
        private boolean changed;

        Weaving(
                ClassVisitor out, int version, String owner, Map<String, Set<Integer>> resumed,
                BinaryOperator<String> commonSuperclass) {
            super(Opcodes.ASM9, out);
            this.version = version;
            this.commonSuperclass = commonSuperclass;
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
            // the tree of a method in which subroutines (jsr and ret, class files up to 49) are written out
            return new JSRInlinerAdapter(Opcodes.ASM9, null, access, name, descriptor, signature, exceptions) {
                @Override
                public void visitEnd() {
                    super.visitEnd();
                    weave(this);
                    accept(out);
                }
            };
        }

        private void weave(MethodNode method) {
            if (method.name.equals("<clinit>")) {
                InitialiserGuard.add(method, version >= TypeFlow.FIRST_VERSION_WITH_STACK_MAPS);
                changed = true;
                return;
            }
            if (Monitors.used(method)) {
                return;
            }
            MethodModel model = new MethodModel(version, owner, method, nextSite, commonSuperclass);
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
