package dev.sprite.instrumentation;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Set;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The constants that the JIT folds: whether polls are armed, whether frames are being resumed, and whether shells are
 * about. Switching one
 * redefines its class, upon which HotSpot throws away what it compiled from the other value.
 */
public final class RuntimeSwitches {
    private static final Set<String> POLLS = Set.of("check", "entered", "begun");
    private static final Set<String> BARRIERS = Set.of("touch", "loaded", "loadedAll");

    private final Instrumentation instrumentation;
    private boolean armed;
    private boolean resuming;
    private boolean faulting;

    public RuntimeSwitches(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /** Makes every poll call {@code SpriteRuntime.safePoint()}, or nothing. */
    public synchronized void armPolls(boolean on) {
        if (armed != on) {
            rewrite(Names.POLL, POLLS, on ? RuntimeSwitches::callSafePoint : null);
            armed = on;
        }
    }

    /** Makes {@code SpriteResume.active()} answer {@code on}. */
    public synchronized void resuming(boolean on) {
        if (resuming != on) {
            rewrite(Names.RESUME, Set.of("active"), on ? RuntimeSwitches::returnTrue : null);
            resuming = on;
        }
    }

    /** Makes every barrier call {@code SpriteShells.touch}, or nothing. */
    public synchronized void armFaults(boolean on) {
        if (faulting != on) {
            rewrite(Names.FAULT, BARRIERS, on ? RuntimeSwitches::callShells : null);
            faulting = on;
        }
    }

    private interface Body {
        void emit(MethodVisitor code, String name, String descriptor);
    }

    private static void callSafePoint(MethodVisitor code, String name, String descriptor) {
        if (!descriptor.startsWith("()")) {
            code.visitVarInsn(Opcodes.ALOAD, 0); // monitor
        }
        code.visitMethodInsn(Opcodes.INVOKESTATIC, Names.RUNTIME, "safePoint", descriptor, false); // .
        code.visitInsn(Opcodes.RETURN);
    }

    private static void callShells(MethodVisitor code, String name, String descriptor) {
        code.visitVarInsn(Opcodes.ALOAD, 0); // object
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/SpriteShells", name, descriptor, false); // .
        code.visitInsn(Opcodes.RETURN);
    }

    private static void returnTrue(MethodVisitor code, String name, String descriptor) {
        code.visitInsn(Opcodes.ICONST_1); // true
        code.visitInsn(Opcodes.IRETURN);
    }

    /** Gives methods another body; with null, their own again. */
    private void rewrite(String className, Set<String> methods, Body body) {
        ClassFileTransformer patch = new ClassFileTransformer() {
            @Override
            public byte[] transform(
                    ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] original) {
                return className.equals(name) && body != null ? withBody(original, methods, body) : null;
            }
        };
        instrumentation.addTransformer(patch, true);
        try {
            instrumentation.retransformClasses(Class.forName(className.replace('/', '.'), false, null));
        } catch (ClassNotFoundException | UnmodifiableClassException e) {
            throw new IllegalStateException("the runtime class " + className + " cannot be switched", e);
        } finally {
            instrumentation.removeTransformer(patch);
        }
    }

    private static byte[] withBody(byte[] original, Set<String> methods, Body body) {
        return MethodPatch.apply(original, new MethodPatch.Change() {
            @Override
            public MethodVisitor of(String owner, int access, String name, String descriptor, MethodVisitor code) {
                return methods.contains(name) ? new ReplacedCode(code, body, name, descriptor) : code;
            }
        });
    }

    /** Lets a method's annotations through (they say it is hidden and to be inlined), and none of its code. */
    private static final class ReplacedCode extends MethodVisitor {
        private final MethodVisitor out;
        private final Body body;
        private final String name;
        private final String descriptor;

        ReplacedCode(MethodVisitor out, Body body, String name, String descriptor) {
            super(Opcodes.ASM9);
            this.out = out;
            this.body = body;
            this.name = name;
            this.descriptor = descriptor;
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return out.visitAnnotation(descriptor, visible);
        }

        @Override
        public void visitEnd() {
            out.visitCode();
            body.emit(out, name, descriptor);
            out.visitMaxs(0, 0);
            out.visitEnd();
        }
    }
}
