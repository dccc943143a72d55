package dev.sprite.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** The verifier asks for no class on account of what is added to a method: the class may not be there. */
class LazyLoadingTest {
    private static final String NAME = "Old";
    private static final String[] MISSING = {"Lmissing/A;", "Lmissing/B;"};

    @TempDir
    Path folder;

    /** Without stack maps the verifier merges what locals hold wherever control joins. */
    @Test
    void operandsOfSeveralClassesTakeTheSameSpillLocal() throws IOException {
        Files.write(folder.resolve(NAME + ".class"), old());
        Result result = new JavaProgram(List.of("-cp", folder.toString(), NAME)).agent("run=" + folder).run();
        assertEquals(0, result.status(), result::stderr);
    }

    /** Has an empty {@code main}, and a method that nobody calls. */
    private static byte[] old() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_4, Opcodes.ACC_PUBLIC, NAME, null, "java/lang/Object", null);
        MethodVisitor main = writer.visitMethod(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "main", "([Ljava/lang/String;)V", null, null);
        main.visitCode();
        main.visitInsn(Opcodes.RETURN);
        main.visitMaxs(0, 0);
        main.visitEnd();
        addUser(writer);
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** {@code eat(a, call()); try { eat(b, call()); } catch (Exception e) { }}, where both classes are missing. */
    private static void addUser(ClassWriter writer) {
        MethodVisitor user = writer.visitMethod(
                Opcodes.ACC_STATIC, "use", "(" + MISSING[0] + MISSING[1] + ")V", null, null);
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        user.visitCode();
        user.visitTryCatchBlock(start, end, handler, "java/lang/Exception");
        addMeal(user, 0);
        user.visitLabel(start);
        addMeal(user, 1);
        user.visitLabel(end);
        user.visitInsn(Opcodes.RETURN);
        user.visitLabel(handler);
        user.visitInsn(Opcodes.POP);
        user.visitInsn(Opcodes.RETURN);
        user.visitMaxs(0, 0);
        user.visitEnd();
    }

    private static void addMeal(MethodVisitor user, int argument) {
        user.visitVarInsn(Opcodes.ALOAD, argument);
        user.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, "call", "()I", false);
        user.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, "eat", "(" + MISSING[argument] + "I)V", false);
    }
}
