package dev.sprite.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.samples.kernels.Kernels;
import dev.sprite.tests.harness.Checkout;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.programs.Absences;
import dev.sprite.tests.programs.Callbacks;
import dev.sprite.tests.programs.Callers;
import dev.sprite.tests.programs.Confined;
import dev.sprite.tests.programs.Constructors;
import dev.sprite.tests.programs.Constructs;
import dev.sprite.tests.programs.Frames;
import dev.sprite.tests.programs.Limited;
import dev.sprite.tests.programs.Overflowing;
import dev.sprite.tests.programs.Reflections;
import dev.sprite.tests.programs.Threads;
import dev.sprite.tests.programs.Traces;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A program whose stack is unwound and rebuilt again and again at random safe points does not notice. */
class RehearsalTest {
    private static final long SEED = Long.getLong("sprite.test.seed", new Random().nextInt(1_000_000));
    private static final Pattern SUMMARY =
            Pattern.compile("sprite: rehearsed (\\d+) times, \\d+ postponed, \\d+ threads\n");

    @TempDir
    Path folder;

    /** The JVM forgets the lines of classes that are given resume code. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void exceptionsKeepTheirTraces(int gap) {
        assertUnnoticed(JavaProgram.of(Traces.class), JavaProgram.of(Traces.class), gap);
    }

    @Test
    void stackOverflowsInTheProgram() {
        Result plain = JavaProgram.of(Overflowing.class).with("-Xss512k").run();
        Result rehearsed =
                JavaProgram.of(Overflowing.class).with("-Xss512k").agent("rehearse=50,run=" + folder).run();
        assertEquals(plain.stdout(), rehearsed.stdout(), rehearsed::stderr);
    }

    /** What a stack could not hold once it is rebuilt must not be taken apart, whatever main's could. */
    @Test
    void leavesAloneWhatASmallStackCannotHold() {
        Result plain = JavaProgram.of(Confined.class).run();
        Result rehearsed = JavaProgram.of(Confined.class).agent("rehearse=50,log=info,run=" + folder).run();
        assertEquals(plain.stdout(), rehearsed.stdout(), rehearsed::stderr);
        assertTrue(rehearsed.stderr().contains("pinned by too many frames to rebuild"), rehearsed::stderr);
    }

    @Test
    void loadsNoClassesToTellDescriptors() {
        assertUnnoticed(JavaProgram.of(Absences.class), JavaProgram.of(Absences.class), 7);
    }

    @ParameterizedTest
    @MethodSource("dev.sprite.tests.ProgramArguments#shortRuns")
    void samplesAndKernels(List<String> command) {
        assertUnnoticed(ProgramArguments.program(command), ProgramArguments.program(command), 20_000);
    }

    @Test
    void framesOfManyShapes() {
        Path gate = folder.resolve("gate");
        Gates.open(gate);
        assertUnnoticed(
                JavaProgram.of(Frames.class, gate.toString()),
                JavaProgram.of(Frames.class, gate.toString()).with("-Xss4m"),
                500);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 101})
    void constructsOfTheLanguage(int gap) {
        assertUnnoticed(JavaProgram.of(Constructs.class), JavaProgram.of(Constructs.class), gap);
    }

    /** Without a seed every poll is a rehearsal: also the one that a thread makes again when it has got a monitor back. */
    @Test
    void constructsAtEverySafePoint() {
        JavaProgram same = JavaProgram.of(Constructs.class).with("-Xverify:all").agent("rehearse=1,run=" + folder);
        assertUnnoticed(JavaProgram.of(Constructs.class).in(folder).run(), same.in(folder).run(), "rehearse=1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 97})
    void threadsOfEveryKind(int gap) {
        assertUnnoticed(JavaProgram.of(Threads.class), JavaProgram.of(Threads.class), gap);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void beneathReflection(int gap) {
        assertUnnoticed(JavaProgram.of(Reflections.class), JavaProgram.of(Reflections.class), gap);
    }

    @Test
    void beneathTheJdk() {
        assertUnnoticed(JavaProgram.of(Callbacks.class), JavaProgram.of(Callbacks.class), 7);
    }

    /** What has been met once pins no more, but for constructors of the JDK. */
    @Test
    void beneathReadersWalksAndParsers() {
        Result plain = JavaProgram.of(Callers.class, folder.resolve("plain").toString()).run();
        JavaProgram.of(Callers.class, folder.resolve("first").toString()).agent("rehearse=1,run=" + folder).run();
        Result rehearsed = JavaProgram.of(Callers.class, folder.resolve("second").toString())
                .agent("rehearse=1,log=info,run=" + folder).run();
        assertEquals(plain.stdout(), rehearsed.stdout(), rehearsed::stderr);
        assertTrue(rehearsed.stderr().lines().filter(line -> line.contains(" pinned by "))
                .allMatch(line -> line.contains("a constructor of a shape that is left alone")), rehearsed::stderr);
        assertTrue(rehearsed.stderr().contains("rehearsed "), rehearsed::stderr);
    }

    /** What the agent does on the program's threads needs permissions that the program has not. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_23)
    void underASecurityManager() {
        String allowed = "-Djava.security.manager=allow";
        Result expected = JavaProgram.of(Limited.class).with(allowed).run();
        Result rehearsed = JavaProgram.of(Limited.class).with(allowed).agent("rehearse=1,log=info,run=" + folder).run();
        assertEquals(expected.stdout(), rehearsed.stdout(), rehearsed.stderr());
        assertFalse(rehearsed.stderr().contains("left as it is"), rehearsed::stderr);
    }

    /** The JDK's frames of a reflective call are run again; handles that combine others must not be. */
    @Test
    void pinsCombinedHandlesOnly() {
        Result result = JavaProgram.of(Reflections.class).agent("rehearse=1,log=info,run=" + folder).run();
        assertTrue(result.stderr().contains("Reflections.viaHandles"), result::toString);
        assertFalse(result.stderr().contains("pinned by java.base"), result::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 101})
    void constructors(int gap) {
        assertUnnoticed(JavaProgram.of(Constructors.class), JavaProgram.of(Constructors.class), gap);
    }

    /** Class files from before there were stack maps: what they hold is inferred. */
    @ParameterizedTest
    @ValueSource(strings = {"exceptions", "interpreter", "dispatch", "digest", "sort"})
    void oldClassFiles(String kernel) throws IOException {
        Path old = folder.resolve("old");
        for (String name : List.of("ExceptionKernel", "InterpreterKernel", "DispatchKernel", "DigestKernel", "SortKernel")) {
            String file = "dev/sprite/samples/kernels/" + name + ".class";
            Files.createDirectories(old.resolve(file).getParent());
            try (InputStream bytes = Kernels.class.getClassLoader().getResourceAsStream(file)) {
                Files.write(old.resolve(file), ofTimesBeforeStackMaps(bytes.readAllBytes()));
            }
        }
        assertUnnoticed(
                JavaProgram.of(Kernels.class, kernel, "2"),
                JavaProgram.of(Kernels.class, kernel, "2").classPath(old, Checkout.classPathOf(Kernels.class)),
                10_007);
    }

    private void assertUnnoticed(JavaProgram plain, JavaProgram same, int gap) {
        Result expected = plain.in(folder).run();
        Result rehearsed = same.in(folder)
                .with("-Xverify:all")
                .agent("rehearse=" + gap + ",seed=" + SEED + ",run=" + folder)
                .run();
        assertUnnoticed(expected, rehearsed, "-Dsprite.test.seed=" + SEED);
    }

    private static void assertUnnoticed(Result expected, Result rehearsed, String settings) {
        String story = settings + ": " + rehearsed.stderr();
        assertEquals(expected.stdout(), rehearsed.stdout(), story);
        assertEquals(expected.status(), rehearsed.status(), story);
        Matcher summary = SUMMARY.matcher(rehearsed.stderr());
        assertTrue(summary.matches() && Integer.parseInt(summary.group(1)) > 0, story);
    }

    /** The class in version 49; one that needs a later one is left as it is. */
    private static byte[] ofTimesBeforeStackMaps(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        boolean[] needsMore = new boolean[1];
        new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(int version, int access, String name, String signature, String parent, String[] faces) {
                super.visit(Opcodes.V1_5, access, name, signature, parent, faces);
            }

            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return new MethodVisitor(
                        Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                    @Override
                    public void visitInvokeDynamicInsn(
                            String site, String type, Handle bootstrap, Object... arguments) {
                        needsMore[0] = true;
                        super.visitInvokeDynamicInsn(site, type, bootstrap, arguments);
                    }
                };
            }

            @Override
            public void visitNestMember(String member) {
                needsMore[0] = true;
            }

            @Override
            public void visitNestHost(String host) {
                needsMore[0] = true;
            }
        }, ClassReader.SKIP_FRAMES);
        return needsMore[0] ? classFile : writer.toByteArray();
    }
}
