package dev.sprite.agent.migration;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import jdk.internal.misc.Unsafe;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Has a target JVM answer with the logical pid where a program asks for its process. */
final class LogicalPid {
    private static final String HANDLE = "java.lang.ProcessHandleImpl";
    private static final String MANAGEMENT = "sun.management.VMManagementImpl";

    private LogicalPid() {}

    /** To be called before any code of the program runs. */
    static void install(long pid, Instrumentation instrumentation) {
        try {
            setCurrentHandle(pid);
            answerManagement((int) pid, instrumentation);
        } catch (ReflectiveOperationException | UnmodifiableClassException e) {
            throw new IllegalStateException("this JDK does not take a logical pid", e);
        }
    }

    /** {@code ProcessHandle.current()} returns what a final static holds. */
    private static void setCurrentHandle(long pid) throws ReflectiveOperationException {
        Unsafe unsafe = Unsafe.getUnsafe();
        Class<?> type = Class.forName(HANDLE, true, null);
        Object handle = unsafe.allocateInstance(type);
        unsafe.putLong(handle, unsafe.objectFieldOffset(type, "pid"), pid);
        unsafe.putReferenceVolatile(
                type, unsafe.staticFieldOffset(type.getDeclaredField("current")), handle);
    }

    /** {@code RuntimeMXBean.getName()} asks native code; a JVM without the management module has none. */
    private static void answerManagement(int pid, Instrumentation instrumentation) throws UnmodifiableClassException {
        Class<?> management;
        try {
            management = Class.forName(MANAGEMENT, false, null);
        } catch (ClassNotFoundException e) {
            return;
        }
        String internalName = MANAGEMENT.replace('.', '/');
        BodyRewrite.apply(instrumentation, management, (method, code) -> new MethodVisitor(Opcodes.ASM9, code) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
                if (owner.equals(internalName) && name.equals("getProcessId")) {
                    super.visitInsn(Opcodes.POP);
                    super.visitLdcInsn(pid);
                } else {
                    super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
                }
            }
        });
    }
}
