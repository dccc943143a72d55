package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Reads back from a written class where its sites stand: each is where the range of a capture handler begins. Needed
 * only where ASM has had to widen jumps after it told labels their places. A site without a handler is not found again,
 * and pins.
 */
final class SiteIndexes extends ClassVisitor {
    private final Map<String, List<Integer>> indexes = new HashMap<>();

    private SiteIndexes() {
        super(Opcodes.ASM9);
    }

    /** The code indexes of all sites by method (name and descriptor, run together), in the exception table's order. */
    static Map<String, List<Integer>> of(byte[] classFile) {
        SiteIndexes reading = new SiteIndexes();
        new ClassReader(classFile) {
            @Override
            protected Label readLabel(int index, Label[] labels) {
                Label label = super.readLabel(index, labels);
                label.info = index;
                return label;
            }
        }.accept(reading, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return reading.indexes;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
                if (Names.UNWIND.equals(type)) {
                    indexes.computeIfAbsent(name + descriptor, method -> new ArrayList<>()).add((Integer) start.info);
                }
            }
        };
    }
}
