package dev.sprite.agent;

import dev.sprite.instrumentation.MethodPatch;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Keeps stack traces as they are while classes change: each exception is noted when the JVM fills in its trace, and an
 * element gets the source file that the JVM does not tell of a frame whose class has changed since it began.
 */
final class TracePatch {
    static final String THROWABLE = "java/lang/Throwable";
    static final String ELEMENT = "java/lang/StackTraceElement";

    private TracePatch() {}

    static byte[] apply(byte[] bytes) {
        return MethodPatch.apply(bytes, new MethodPatch.Change() {
            @Override
            public MethodVisitor of(String owner, int access, String name, String descriptor, MethodVisitor code) {
                return name.equals("computeFormat") ? new Completing(code) : new Noting(code);
            }
        });
    }

    /** Says where a class comes from that is about to be changed. */
    static void addSource(Class<?> type, byte[] bytes) {
        new ClassReader(bytes).accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public void visitSource(String file, String debug) {
                SpriteSources.add(type, file);
            }
        }, ClassReader.SKIP_CODE);
    }

    /** Goes on with {@link SpriteTrace#filledIn} behind the native method. */
    private static final class Noting extends MethodVisitor {
        Noting(MethodVisitor code) {
            super(Opcodes.ASM9, code);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (name.equals("fillInStackTrace") && descriptor.startsWith("(I)")) {
                visitInsn(Opcodes.DUP); // this this
                visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/SpriteTrace", "filledIn",
                        "(Ljava/lang/Throwable;)V", false); // this
            }
        }
    }

    /** Begins with {@link SpriteSources#of}: this is called once for each element, when the JVM has filled it in. */
    private static final class Completing extends MethodVisitor {
        Completing(MethodVisitor code) {
            super(Opcodes.ASM9, code);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            visitVarInsn(Opcodes.ALOAD, 0); // this
            load("declaringClassObject", "Ljava/lang/Class;"); // this class
            load("fileName", "Ljava/lang/String;"); // this class file?
            load("lineNumber", "I"); // this class file? line
            visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/SpriteSources", "of",
                    "(Ljava/lang/Class;Ljava/lang/String;I)Ljava/lang/String;", false); // this file?
            visitFieldInsn(Opcodes.PUTFIELD, ELEMENT, "fileName", "Ljava/lang/String;"); // .
        }

        private void load(String field, String descriptor) {
            visitVarInsn(Opcodes.ALOAD, 0); // this
            visitFieldInsn(Opcodes.GETFIELD, ELEMENT, field, descriptor); // value
        }
    }
}
