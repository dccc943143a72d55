package dev.sprite.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Methods that have room for the code that captures their frames, but none for code that resumes them. */
class WantOfRoomTest {
    private static final String NAME = "Wide";
    private static final int VALUES = 2_250;
    private static final int ROUNDS = 50;

    @TempDir
    Path folder;

    @Test
    void whatCannotBeResumedIsNotUnwound() throws IOException {
        Files.write(folder.resolve(NAME + ".class"), wide());
        JavaProgram program = new JavaProgram(List.of("-cp", folder.toString(), NAME));
        Result result = program.agent("rehearse=17,log=info,run=" + folder).run();
        assertEquals(VALUES * (VALUES - 1) / 2 + System.lineSeparator(), result.stdout(), result.stderr());
        assertEquals(0, result.status(), result::stderr);
        assertTrue(result.stderr().contains(NAME + ": resume code, which cannot be made"), result::stderr);
    }

    /** Calls, while it has many values to keep, a method with a loop; prints their sum. */
    private static byte[] wide() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, NAME, null, "java/lang/Object", null);
        MethodVisitor main = writer.visitMethod(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "main", "([Ljava/lang/String;)V", null, null);
        main.visitCode();
        for (int i = 0; i < VALUES; i++) {
            main.visitIntInsn(Opcodes.SIPUSH, i);
            main.visitInsn(Opcodes.I2L);
            main.visitVarInsn(Opcodes.LSTORE, 1 + 2 * i);
        }
        main.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, "loop", "()V", false);
        main.visitFieldInsn(Opcodes.GETSTATIC, "java/lang/System", "out", "Ljava/io/PrintStream;");
        main.visitInsn(Opcodes.LCONST_0);
        for (int i = 0; i < VALUES; i++) {
            main.visitVarInsn(Opcodes.LLOAD, 1 + 2 * i);
            main.visitInsn(Opcodes.LADD);
        }
        main.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/io/PrintStream", "println", "(J)V", false);
        main.visitInsn(Opcodes.RETURN);
        main.visitMaxs(0, 0);
        main.visitEnd();
        addLoop(writer);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void addLoop(ClassWriter writer) {
        MethodVisitor loop = writer.visitMethod(Opcodes.ACC_STATIC, "loop", "()V", null, null);
        loop.visitCode();
        loop.visitInsn(Opcodes.ICONST_0);
        loop.visitVarInsn(Opcodes.ISTORE, 0);
        Label head = new Label();
        loop.visitLabel(head);
        loop.visitIincInsn(0, 1);
        loop.visitVarInsn(Opcodes.ILOAD, 0);
        loop.visitIntInsn(Opcodes.SIPUSH, ROUNDS);
        loop.visitJumpInsn(Opcodes.IF_ICMPLT, head);
        loop.visitInsn(Opcodes.RETURN);
        loop.visitMaxs(0, 0);
        loop.visitEnd();
    }
}
