package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.tests.harness.Checkout;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.LettingGo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A method that overwrites its {@code this} can be stopped, and does not keep the object from being collected. */
class LettingGoTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    private static final Result EXPECTED = new Result(0, "at the gate\ntrue true 7\n", "");

    @TempDir
    Path folder;

    private Path classes;

    @BeforeEach
    void letGo() throws IOException {
        classes = folder.resolve("classes");
        String file = LettingGo.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(classes.resolve(file).getParent());
        try (InputStream bytes = LettingGo.class.getClassLoader().getResourceAsStream(file)) {
            Files.write(classes.resolve(file), lettingGo(bytes.readAllBytes()));
        }
    }

    private JavaProgram program(Path gate) {
        return JavaProgram.of(LettingGo.class, gate.toString())
                .classPath(classes, Checkout.classPathOf(LettingGo.class));
    }

    @Test
    void atEverySafePoint() {
        Path gate = folder.resolve("gate");
        Gates.open(gate);
        assertEquals(EXPECTED, program(gate).run());
        Result rehearsed = program(gate).with("-Xverify:all").agent("rehearse=1,log=info,run=" + folder).run();
        assertEquals(EXPECTED.stdout(), rehearsed.stdout(), rehearsed::toString);
        assertTrue(!rehearsed.stderr().contains("LettingGo"), rehearsed::stderr);
    }

    @Test
    void onTheMove() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(program(gate))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            HOSTS.move(program, HOSTS.here());
            Gates.open(gate);
            assertEquals(EXPECTED, program.result());
        }
    }

    /** The class with a method that begins with {@code this = null}, which no Java compiler would make. */
    private static byte[] lettingGo(byte[] classFile) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
                return !name.equals("outlive") ? code : new MethodVisitor(Opcodes.ASM9, code) {
                    @Override
                    public void visitCode() {
                        super.visitCode();
                        super.visitInsn(Opcodes.ACONST_NULL);
                        super.visitVarInsn(Opcodes.ASTORE, 0);
                    }
                };
            }
        }, 0);
        return writer.toByteArray();
    }
}
