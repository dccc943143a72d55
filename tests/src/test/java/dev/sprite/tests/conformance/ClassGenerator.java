package dev.sprite.tests.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Generates a class from a seed: always the same, whatever of its statements are left out. */
final class ClassGenerator {
    /** 45.0: V1_1 is 45.3, and greater than all others as a number. */
    private static final int OLDEST = 45;

    /** Class files from before there were stack maps, from when both verifiers were asked, and from now. */
    private static final int[] VERSIONS = {OLDEST, Opcodes.V1_4, Opcodes.V1_5, Opcodes.V1_6, Opcodes.V1_8,
        Opcodes.V11, Opcodes.V17, 44 + Runtime.version().feature()};
    private static final int METHODS = 2;
    private static final int STATEMENTS = 2;

    private final Random random;
    private final StatementNumbers numbers;
    private final ClassPlan plan;
    private final ClassNode type = new ClassNode();

    private ClassGenerator(long seed, Set<Integer> omitted, String name) {
        random = new Random(seed);
        numbers = new StatementNumbers(omitted);
        int version = VERSIONS[random.nextInt(VERSIONS.length)];
        List<Signature> methods = new ArrayList<>();
        for (int i = 0; i < METHODS; i++) {
            methods.add(Signature.method("m" + i, random));
        }
        List<Signature> constructors = List.of(
                Signature.constructor(List.of(Kind.INT, Kind.LONG)),
                Signature.constructor(List.of(Kind.CELL, Kind.DOUBLE)),
                Signature.constructor(List.of(Kind.TEXT)));
        plan = new ClassPlan(name, version, methods, constructors);
    }

    /** @param omitted the numbers of statements to be left out */
    static GeneratedClass generate(long seed, Set<Integer> omitted, String simpleName) {
        ClassGenerator generator = new ClassGenerator(seed, omitted, "generated/" + simpleName);
        return generator.generate(seed);
    }

    private GeneratedClass generate(long seed) {
        type.visit(plan.version(), Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, plan.name(), null, Expressions.CELL, null);
        type.visitSource("Generated", null);
        plan.constructors().forEach(this::constructor);
        plan.methods().forEach(this::method);
        overriding();
        run();
        ClassWriter writer = new ClassWriter(
                plan.version() > Opcodes.V1_5 ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                return isCell(a) && isCell(b) ? Expressions.CELL : "java/lang/Object";
            }
        };
        type.accept(writer);
        return new GeneratedClass(seed, plan.name().replace('/', '.'), writer.toByteArray(), numbers.count());
    }

    private boolean isCell(String name) {
        return name.equals(plan.name()) || name.equals(Expressions.CELL);
    }

    private MethodNode add(int access, String name, String descriptor) {
        MethodNode code = new MethodNode(access, name, descriptor, null, null);
        type.methods.add(code);
        return code;
    }

    /** What comes before the call of another constructor may be as involved as anything. */
    private void constructor(Signature signature) {
        MethodNode code = add(Opcodes.ACC_PUBLIC, "<init>", signature.descriptor());
        Locals locals = new Locals();
        locals.reserve();
        signature.parameters().forEach(locals::declare);
        Statements statements = new Statements(plan, code, locals, random, numbers);
        boolean callsOwn = signature == plan.constructors().get(2);
        Signature called = callsOwn
                ? plan.any(plan.constructors().subList(0, 2), random)
                : plan.any(ClassPlan.CELL_CONSTRUCTORS, random);
        statements.expressions().ground("burn", "()V");
        if (random.nextInt(3) == 0) {
            statements.block(2);
        }
        code.visitVarInsn(Opcodes.ALOAD, 0);
        for (Kind parameter : called.parameters()) {
            statements.expressions().push(parameter, 2);
        }
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, callsOwn ? plan.name() : Expressions.CELL, "<init>",
                called.descriptor(), false);
        statements.expressions().receiver(0);
        statements.block(STATEMENTS);
        code.visitInsn(Opcodes.RETURN);
    }

    private void method(Signature signature) {
        int access = Opcodes.ACC_PUBLIC | (signature.isStatic() ? Opcodes.ACC_STATIC : 0)
                | (signature.isSynchronized() ? Opcodes.ACC_SYNCHRONIZED : 0);
        body(add(access, signature.name(), signature.descriptor()), signature);
    }

    /** What calls from outside the class come to. */
    private void overriding() {
        Signature virtual = new Signature("virtual", false, false, List.of(Kind.INT, Kind.LONG), Kind.INT);
        body(add(Opcodes.ACC_PUBLIC, virtual.name(), virtual.descriptor()), virtual);
    }

    private void body(MethodNode code, Signature signature) {
        Locals locals = new Locals();
        if (!signature.isStatic()) {
            locals.reserve();
        }
        signature.parameters().forEach(locals::declare);
        Statements statements = new Statements(plan, code, locals, random, numbers);
        if (!signature.isStatic()) {
            statements.expressions().receiver(0);
        }
        Label runs = new Label();
        statements.expressions().ground("goesOn", "()Z");
        code.visitJumpInsn(Opcodes.IFNE, runs);
        code.visitInsn(signature.result().zero());
        code.visitInsn(signature.result().returns());
        code.visitLabel(runs);
        if (!signature.isStatic() && random.nextInt(3) == 0) {
            statements.block(1);
            overwriteReceiver(code, statements.expressions(), locals);
        }
        statements.block(STATEMENTS);
        statements.expressions().push(signature.result(), 2);
        code.visitInsn(signature.result().returns());
    }

    /** From here on the object is in another local, if it still is in one, and local 0 is like any. */
    private void overwriteReceiver(MethodNode code, Expressions expressions, Locals locals) {
        int receiver = -1;
        if (random.nextInt(3) > 0) {
            receiver = locals.reserve();
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(Opcodes.ASTORE, receiver);
        }
        expressions.receiver(receiver);
        Kind kind = Kind.any(random);
        if (!kind.isWide()) {
            expressions.push(kind, 2);
            code.visitVarInsn(kind.store(), 0);
            locals.reuse(kind, 0);
        }
    }

    /** Calls every method, and notes what each gives or throws. */
    private void run() {
        MethodNode code = add(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", "()V");
        Statements statements = new Statements(plan, code, new Locals(), random, numbers);
        for (Signature method : plan.methods()) {
            statements.numbered(() -> call(code, statements.expressions(), method));
        }
        code.visitInsn(Opcodes.RETURN);
    }

    private static void call(MethodNode code, Expressions expressions, Signature method) {
        Label start = new Label();
        Label stop = new Label();
        Label handler = new Label();
        Label end = new Label();
        code.visitTryCatchBlock(start, stop, handler, Type.getInternalName(Throwable.class));
        code.visitLabel(start);
        expressions.call(method, 1);
        expressions.ground("note", "(" + method.result().type + ")V");
        code.visitLabel(stop);
        code.visitJumpInsn(Opcodes.GOTO, end);
        code.visitLabel(handler);
        expressions.ground("note", "(Ljava/lang/Throwable;)V");
        code.visitLabel(end);
    }
}
