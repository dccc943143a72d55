package dev.sprite.instrumentation.jdk;

import dev.sprite.instrumentation.MethodPatch;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes the JDK's own classes begin certain calls in the runtime: those that a foreign process makes at home, and what
 * its home has to pass on to it. Changes bodies only, so classes that are loaded already can be retransformed.
 */
public final class HomeCalls implements CallPatch {
    /** For a foreign JVM. */
    public static final HomeCalls ABROAD;
    /** For the home JVM of a program that moves. */
    public static final HomeCalls AT_HOME =
            new HomeCalls(Map.of("jdk/internal/misc/Signal.dispatch(I)V", Patch.onlyIf("SpriteSignals.takes")));

    private static final String RUNTIME = "java/lang/";
    private static final String DESCRIPTOR = "Ljava/io/FileDescriptor;";

    static {
        ABROAD = new HomeCalls(Map.ofEntries(
                Map.entry("java/io/FileOutputStream.write(I)V", Patch.streamIf("SpriteHome.writes")),
                Map.entry("java/io/FileOutputStream.write([B)V", Patch.streamIf("SpriteHome.writes")),
                Map.entry("java/io/FileOutputStream.write([BII)V", Patch.streamIf("SpriteHome.writes")),
                Map.entry("java/io/FileOutputStream.close()V", Patch.streamFirst("SpriteHome.closes")),
                Map.entry("java/io/FileInputStream.read()I", Patch.streamUnless("SpriteHome.reads", -2)),
                Map.entry("java/io/FileInputStream.read([B)I", Patch.streamUnless("SpriteHome.reads", -2)),
                Map.entry("java/io/FileInputStream.read([BII)I", Patch.streamUnless("SpriteHome.reads", -2)),
                Map.entry("java/io/FileInputStream.available()I", Patch.streamUnless("SpriteHome.available", -2)),
                Map.entry("java/io/FileInputStream.skip(J)J", Patch.streamUnless("SpriteHome.skips", Long.MIN_VALUE)),
                Map.entry("java/io/FileInputStream.close()V", Patch.streamFirst("SpriteHome.closes")),
                Map.entry("sun/nio/ch/FileDispatcherImpl.read(" + DESCRIPTOR + "JI)I",
                        Patch.unless("SpriteHome.reads", -2)),
                Map.entry("sun/nio/ch/FileDispatcherImpl.write(" + DESCRIPTOR + "JI)I",
                        Patch.unless("SpriteHome.writes", -2)),
                Map.entry("sun/nio/ch/UnixFileDispatcherImpl.read(" + DESCRIPTOR + "JI)I",
                        Patch.unless("SpriteHome.reads", -2)),
                Map.entry("sun/nio/ch/UnixFileDispatcherImpl.write(" + DESCRIPTOR + "JI)I",
                        Patch.unless("SpriteHome.writes", -2)),
                Map.entry("java/lang/Shutdown.halt(I)V", Patch.first("SpriteHome.halts")),
                Map.entry("java/lang/Shutdown.shutdown()V", Patch.last("SpriteHome.shutDown")),
                Map.entry("java/net/InetAddress.getLocalHost()Ljava/net/InetAddress;",
                        Patch.unlessNull("SpriteHome.localHost")),
                Map.entry("java/lang/ProcessHandleImpl.pid()J", Patch.result("SpriteHome.pid")),
                Map.entry("sun/management/VMManagementImpl.getVmId()Ljava/lang/String;",
                        Patch.callResult("getProcessId", "SpriteHome.pid"))));
    }

    /** What becomes of a method: class, name and descriptor to patch. */
    private final Map<String, Patch> patches;

    private final Set<String> classes = new HashSet<>();

    private HomeCalls(Map<String, Patch> patches) {
        this.patches = patches;
        for (String method : patches.keySet()) {
            classes.add(method.substring(0, method.indexOf('.')));
        }
    }

    /** Whether the class of this internal name makes such calls. */
    @Override
    public boolean concerns(String className) {
        return classes.contains(className);
    }

    /** Returns the class with its calls redirected; the original's stack maps stay valid, as code only precedes them. */
    @Override
    public byte[] apply(byte[] bytes) {
        return MethodPatch.apply(bytes, new MethodPatch.Change() {
            @Override
            public MethodVisitor of(String owner, int access, String name, String descriptor, MethodVisitor code) {
                Patch patch = patches.get(owner + "." + name + descriptor);
                return patch == null ? code : new Patcher(code, patch, owner, access, descriptor);
            }
        });
    }

    /** How a method is changed. */
    private enum Shape {
        /** Return at once if the call was made at home. */
        IF,
        /** Return the result unless it is the one that says: here. */
        UNLESS,
        /** Return the result unless it is null. */
        UNLESS_NULL,
        /** Call home first. */
        FIRST,
        /** Call home before returning. */
        LAST,
        /** Pass the result through. */
        RESULT,
        /** Pass the result of a call within through. */
        CALL_RESULT
    }

    /**
     * One change.
     *
     * @param call class and method of the runtime
     * @param stream whether it is about the stream's own descriptor, which is passed before the arguments
     * @param here for {@link Shape#UNLESS}: the result that says: here
     * @param within for {@link Shape#CALL_RESULT}: the call whose result it is
     */
    private record Patch(Shape shape, String call, boolean stream, long here, String within) {
        static Patch streamIf(String call) {
            return new Patch(Shape.IF, call, true, 0, null);
        }

        static Patch onlyIf(String call) {
            return new Patch(Shape.IF, call, false, 0, null);
        }

        static Patch streamUnless(String call, long here) {
            return new Patch(Shape.UNLESS, call, true, here, null);
        }

        static Patch unless(String call, long here) {
            return new Patch(Shape.UNLESS, call, false, here, null);
        }

        static Patch unlessNull(String call) {
            return new Patch(Shape.UNLESS_NULL, call, false, 0, null);
        }

        static Patch streamFirst(String call) {
            return new Patch(Shape.FIRST, call, true, 0, null);
        }

        static Patch first(String call) {
            return new Patch(Shape.FIRST, call, false, 0, null);
        }

        static Patch last(String call) {
            return new Patch(Shape.LAST, call, false, 0, null);
        }

        static Patch result(String call) {
            return new Patch(Shape.RESULT, call, false, 0, null);
        }

        static Patch callResult(String within, String call) {
            return new Patch(Shape.CALL_RESULT, call, false, 0, within);
        }
    }

    /** Writes one patched method. */
    private static final class Patcher extends MethodVisitor {
        private final Patch patch;
        private final String owner;
        private final Type[] arguments;
        private final Type result;
        private final int firstArgument;

        Patcher(MethodVisitor code, Patch patch, String owner, int access, String descriptor) {
            super(Opcodes.ASM9, code);
            this.patch = patch;
            this.owner = owner;
            this.arguments = Type.getArgumentTypes(descriptor);
            this.result = Type.getReturnType(descriptor);
            this.firstArgument = (access & Opcodes.ACC_STATIC) != 0 ? 0 : 1;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            switch (patch.shape()) {
                case IF -> {
                    callWithArguments(Type.BOOLEAN_TYPE);
                    Label here = new Label();
                    visitJumpInsn(Opcodes.IFEQ, here);
                    super.visitInsn(Opcodes.RETURN);
                    enter(here);
                }
                case UNLESS -> unless();
                case UNLESS_NULL -> unlessNull();
                case FIRST -> callWithArguments(Type.VOID_TYPE);
                default -> { }
            }
        }

        private void unless() {
            callWithArguments(result);
            Label here = new Label();
            if (result == Type.LONG_TYPE) {
                super.visitInsn(Opcodes.DUP2);
                visitLdcInsn(patch.here());
                super.visitInsn(Opcodes.LCMP);
                visitJumpInsn(Opcodes.IFEQ, here);
                super.visitInsn(Opcodes.LRETURN);
            } else {
                super.visitInsn(Opcodes.DUP);
                visitIntInsn(Opcodes.BIPUSH, (int) patch.here());
                visitJumpInsn(Opcodes.IF_ICMPEQ, here);
                super.visitInsn(Opcodes.IRETURN);
            }
            visitLabel(here);
            visitFrame(Opcodes.F_SAME1, 0, null, 1,
                    new Object[] {result == Type.LONG_TYPE ? Opcodes.LONG : Opcodes.INTEGER});
            super.visitInsn(result == Type.LONG_TYPE ? Opcodes.POP2 : Opcodes.POP);
        }

        private void unlessNull() {
            callWithArguments(result);
            Label here = new Label();
            super.visitInsn(Opcodes.DUP);
            visitJumpInsn(Opcodes.IFNULL, here);
            super.visitInsn(Opcodes.ARETURN);
            visitLabel(here);
            visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {result.getInternalName()});
            super.visitInsn(Opcodes.POP);
        }

        private void enter(Label here) {
            visitLabel(here);
            visitFrame(Opcodes.F_SAME, 0, null, 0, null);
            // the original may have a frame of its own at its first instruction
            super.visitInsn(Opcodes.NOP);
        }

        private void callWithArguments(Type answer) {
            StringBuilder descriptor = new StringBuilder("(");
            if (patch.stream()) {
                visitVarInsn(Opcodes.ALOAD, 0);
                visitFieldInsn(Opcodes.GETFIELD, owner, "fd", DESCRIPTOR);
                descriptor.append(DESCRIPTOR);
            }
            int local = firstArgument;
            for (Type argument : arguments) {
                visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
                descriptor.append(argument.getDescriptor());
                local += argument.getSize();
            }
            call(descriptor.append(')').append(answer.getDescriptor()).toString());
        }

        private void call(String descriptor) {
            String call = patch.call();
            int dot = call.indexOf('.');
            super.visitMethodInsn(Opcodes.INVOKESTATIC, RUNTIME + call.substring(0, dot), call.substring(dot + 1),
                    descriptor, false);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                if (patch.shape() == Shape.LAST) {
                    call("()V");
                } else if (patch.shape() == Shape.RESULT) {
                    call("(" + result + ")" + result);
                }
            }
            super.visitInsn(opcode);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (patch.shape() == Shape.CALL_RESULT && name.equals(patch.within())) {
                Type answer = Type.getReturnType(descriptor);
                call("(" + answer + ")" + answer);
            }
        }
    }
}
