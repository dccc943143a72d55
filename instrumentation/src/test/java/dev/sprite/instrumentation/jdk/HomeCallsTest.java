package dev.sprite.instrumentation.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Every method that is to call home does, in the JDK that runs the test; one that has moved would be missed. */
class HomeCallsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "java/io/FileOutputStream | close()V, write(I)V, write([B)V, write([BII)V",
        "java/io/FileInputStream | available()I, close()V, read()I, read([B)I, read([BII)I, skip(J)J",
        "java/net/InetAddress | getLocalHost()Ljava/net/InetAddress;",
        "java/lang/Shutdown | halt(I)V, shutdown()V",
        "java/lang/ProcessHandleImpl | pid()J",
        "sun/management/VMManagementImpl | getVmId()Ljava/lang/String;"
    })
    void callsHome(String className, String methods) throws IOException {
        assertEquals(new TreeSet<>(Set.of(methods.split(", "))), callers(HomeCalls.ABROAD, className));
    }

    @Test
    void channelsCallHome() throws IOException {
        boolean unix = ClassLoader.getSystemResource("sun/nio/ch/UnixFileDispatcherImpl.class") != null;
        String className = unix ? "sun/nio/ch/UnixFileDispatcherImpl" : "sun/nio/ch/FileDispatcherImpl";
        assertEquals(new TreeSet<>(Set.of("read(Ljava/io/FileDescriptor;JI)I", "write(Ljava/io/FileDescriptor;JI)I")),
                callers(HomeCalls.ABROAD, className));
    }

    @Test
    void signalsAskHome() throws IOException {
        assertEquals(Set.of("dispatch(I)V"), callers(HomeCalls.AT_HOME, "jdk/internal/misc/Signal"));
    }

    private static Set<String> callers(HomeCalls calls, String className) throws IOException {
        assertTrue(calls.concerns(className));
        byte[] original;
        try (InputStream in = ClassLoader.getSystemResourceAsStream(className + ".class")) {
            original = in.readAllBytes();
        }
        ClassNode changed = new ClassNode();
        new ClassReader(calls.apply(original)).accept(changed, 0);
        Set<String> callers = new TreeSet<>();
        for (MethodNode method : changed.methods) {
            method.instructions.forEach(insn -> {
                if (insn instanceof MethodInsnNode call && call.owner.startsWith("java/lang/Sprite")) {
                    callers.add(method.name + method.desc);
                }
            });
        }
        return callers;
    }
}
