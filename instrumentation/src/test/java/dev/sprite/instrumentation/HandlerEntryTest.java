package dev.sprite.instrumentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** C1 compiles no method in which control also flows to where the JVM enters an exception handler. */
class HandlerEntryTest {
    @ParameterizedTest
    @ValueSource(strings = {"org.objectweb.asm.ClassReader", "org.objectweb.asm.MethodWriter",
        "org.objectweb.asm.Frame", "dev.sprite.instrumentation.SiteTable"})
    void handlersAreEnteredByTheJvmAlone(String name) throws IOException {
        ClassNode type = new ClassNode();
        new ClassReader(ClassInstrumenter.ofProgram().instrument(classFile(name)).classFile()).accept(type, 0);
        int handlers = 0;
        for (MethodNode method : type.methods) {
            Set<LabelNode> entries = new HashSet<>();
            for (TryCatchBlockNode block : method.tryCatchBlocks) {
                if (Names.UNWIND.equals(block.type)) {
                    entries.add(block.handler);
                }
            }
            handlers += entries.size();
            for (AbstractInsnNode insn : method.instructions) {
                assertEquals(false, insn instanceof JumpInsnNode jump && entries.contains(jump.label), method.name);
                if (entries.contains(insn)) {
                    assertTrue(endsFlow(before(insn)), () -> "control falls into a handler of " + method.name);
                }
            }
        }
        assertTrue(handlers > 10);
    }

    private static byte[] classFile(String name) throws IOException {
        try (InputStream in = ClassReader.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    private static AbstractInsnNode before(AbstractInsnNode insn) {
        AbstractInsnNode before = insn.getPrevious();
        while (before.getOpcode() < 0) {
            before = before.getPrevious();
        }
        return before;
    }

    private static boolean endsFlow(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        return insn instanceof InsnNode && (opcode == Opcodes.ATHROW || opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN)
                || opcode == Opcodes.GOTO || opcode == Opcodes.TABLESWITCH || opcode == Opcodes.LOOKUPSWITCH;
    }
}
