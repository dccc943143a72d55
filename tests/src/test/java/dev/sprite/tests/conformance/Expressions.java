package dev.sprite.tests.conformance;

import java.util.Random;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/** Generates code that pushes one value. */
final class Expressions {
    static final String GROUND = Type.getInternalName(Ground.class);
    static final String CELL = Type.getInternalName(Cell.class);
    private static final Handle CONCAT = new Handle(Opcodes.H_INVOKESTATIC, "java/lang/invoke/StringConcatFactory",
            "makeConcat", "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;", false);
    private static final Handle NULL = new Handle(Opcodes.H_INVOKESTATIC, "java/lang/invoke/ConstantBootstraps",
            "nullConstant", "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)"
                    + "Ljava/lang/Object;", false);
    private static final int[] INT_OPERATIONS = {Opcodes.IADD, Opcodes.ISUB, Opcodes.IMUL, Opcodes.IXOR, Opcodes.ISHL,
        Opcodes.IDIV, Opcodes.IREM};

    private final ClassPlan plan;
    private final MethodNode code;
    private final Locals locals;
    private final Random random;
    /** The local with an object of the class; -1 if none has one. */
    private int receiver = -1;

    Expressions(ClassPlan plan, MethodNode code, Locals locals, Random random) {
        this.plan = plan;
        this.code = code;
        this.locals = locals;
        this.random = random;
    }

    /** From here on {@code local} is an object of the class. */
    void receiver(int local) {
        receiver = local;
    }

    /** Pushes a value; {@code depth} bounds what goes into it. */
    void push(Kind kind, int depth) {
        int choice = depth <= 0 ? random.nextInt(2) : random.nextInt(9);
        Locals.Local local = locals.any(kind, random);
        if (choice == 0 || choice == 1 && local == null) {
            constant(kind);
        } else if (choice <= 2 && local != null) {
            code.visitVarInsn(kind.load(), local.slot());
        } else if (choice == 3) {
            conditional(kind, depth - 1);
        } else if (choice == 4 && !plan.returning(kind).isEmpty()) {
            call(plan.any(plan.returning(kind), random), depth - 1);
        } else {
            operation(kind, depth - 1);
        }
    }

    private void constant(Kind kind) {
        switch (kind) {
            case INT -> code.visitLdcInsn(random.nextInt(200) - 100);
            case LONG -> code.visitLdcInsn(random.nextLong());
            case FLOAT -> code.visitLdcInsn(random.nextFloat());
            case DOUBLE -> code.visitLdcInsn(random.nextGaussian() * 1000);
            case TEXT -> text();
            case CELL -> {
                if (receiver >= 0) {
                    code.visitVarInsn(Opcodes.ALOAD, receiver);
                } else {
                    code.visitInsn(Opcodes.ACONST_NULL);
                }
            }
            case INTS -> newArray(0);
        }
    }

    private void text() {
        if (plan.version() >= Opcodes.V11 && random.nextInt(4) == 0) {
            code.visitLdcInsn(new ConstantDynamic("none", "Ljava/lang/String;", NULL));
        } else {
            code.visitLdcInsn("t" + random.nextInt(10));
        }
    }

    private void newArray(int depth) {
        code.visitInsn(Opcodes.ICONST_3);
        code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_INT);
        code.visitInsn(Opcodes.DUP);
        code.visitInsn(Opcodes.ICONST_1);
        push(Kind.INT, depth);
        code.visitInsn(Opcodes.IASTORE);
    }

    /** One of two values, with whatever lies beneath across the jumps. */
    private void conditional(Kind kind, int depth) {
        Label otherwise = new Label();
        Label end = new Label();
        jumpUnless(otherwise, depth);
        push(kind, depth);
        code.visitJumpInsn(Opcodes.GOTO, end);
        code.visitLabel(otherwise);
        push(kind, depth);
        code.visitLabel(end);
    }

    /** Jumps, or goes on. */
    void jumpUnless(Label target, int depth) {
        switch (random.nextInt(5)) {
            case 0 -> {
                push(Kind.INT, depth);
                push(Kind.INT, depth);
                code.visitJumpInsn(Opcodes.IF_ICMPLT, target);
            }
            case 1 -> {
                push(Kind.LONG, depth);
                push(Kind.LONG, depth);
                code.visitInsn(Opcodes.LCMP);
                code.visitJumpInsn(Opcodes.IFGT, target);
            }
            case 2 -> {
                push(Kind.CELL, depth);
                code.visitJumpInsn(random.nextBoolean() ? Opcodes.IFNULL : Opcodes.IFNONNULL, target);
            }
            case 3 -> {
                push(Kind.DOUBLE, depth);
                push(Kind.DOUBLE, depth);
                code.visitInsn(Opcodes.DCMPG);
                code.visitJumpInsn(Opcodes.IFLE, target);
            }
            default -> {
                push(Kind.INT, depth);
                code.visitInsn(Opcodes.ICONST_1);
                code.visitInsn(Opcodes.IAND);
                code.visitJumpInsn(Opcodes.IFEQ, target);
            }
        }
    }

    /** Calls a method of the class, with this or a new object. */
    void call(Signature method, int depth) {
        if (!method.isStatic() && receiver >= 0 && random.nextBoolean()) {
            code.visitVarInsn(Opcodes.ALOAD, receiver);
        } else if (!method.isStatic()) {
            construct(plan.name(), plan.any(plan.constructors(), random), depth);
        }
        for (Kind parameter : method.parameters()) {
            push(parameter, depth);
        }
        code.visitMethodInsn(method.isStatic() ? Opcodes.INVOKESTATIC : Opcodes.INVOKEVIRTUAL, plan.name(),
                method.name(), method.descriptor(), false);
    }

    /** Pushes a new object; while its arguments are computed it lies beneath them, once or twice, or in a local. */
    private void construct(String owner, Signature constructor, int depth) {
        code.visitTypeInsn(Opcodes.NEW, owner);
        boolean inLocal = random.nextInt(5) == 0;
        int[] slot = new int[1];
        locals.scope(() -> {
            slot[0] = locals.reserve();
            if (inLocal) {
                code.visitVarInsn(Opcodes.ASTORE, slot[0]);
                code.visitVarInsn(Opcodes.ALOAD, slot[0]);
            } else {
                code.visitInsn(Opcodes.DUP);
            }
            for (Kind parameter : constructor.parameters()) {
                push(parameter, depth);
            }
        });
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, owner, "<init>", constructor.descriptor(), false);
        if (inLocal) {
            code.visitVarInsn(Opcodes.ALOAD, slot[0]);
        }
    }

    private void operation(Kind kind, int depth) {
        switch (kind) {
            case INT -> intOperation(depth);
            case LONG -> longOperation(depth);
            case FLOAT -> {
                push(Kind.FLOAT, depth);
                push(Kind.INT, depth);
                code.visitInsn(Opcodes.I2F);
                code.visitInsn(Opcodes.FMUL);
            }
            case DOUBLE -> {
                push(Kind.DOUBLE, depth);
                push(Kind.LONG, depth);
                code.visitInsn(Opcodes.L2D);
                code.visitInsn(Opcodes.DADD);
            }
            case TEXT -> concatenation(depth);
            case CELL -> cell(depth);
            case INTS -> newArray(depth);
        }
    }

    private void intOperation(int depth) {
        switch (random.nextInt(7)) {
            case 0 -> {
                push(Kind.INT, depth);
                ground("risk", "(I)I");
            }
            case 1 -> {
                push(Kind.LONG, depth);
                code.visitInsn(Opcodes.L2I);
                ground("mix", "(I)I");
            }
            case 2 -> {
                push(Kind.CELL, depth);
                push(Kind.INT, depth);
                push(Kind.LONG, depth);
                code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CELL, "virtual", "(IJ)I", false);
            }
            case 3 -> {
                push(Kind.INTS, depth);
                push(Kind.INT, depth);
                code.visitInsn(Opcodes.ICONST_3);
                code.visitInsn(Opcodes.IAND);
                code.visitInsn(Opcodes.IALOAD);
            }
            default -> {
                push(Kind.INT, depth);
                push(Kind.INT, depth);
                code.visitInsn(INT_OPERATIONS[random.nextInt(INT_OPERATIONS.length)]);
            }
        }
    }

    private void longOperation(int depth) {
        switch (random.nextInt(3)) {
            case 0 -> {
                push(Kind.CELL, depth);
                push(Kind.DOUBLE, depth);
                code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CELL, "guarded", "(D)J", false);
            }
            case 1 -> {
                push(Kind.LONG, depth);
                ground("mix", "(J)J");
            }
            default -> {
                push(Kind.LONG, depth);
                push(Kind.INT, depth);
                code.visitInsn(Opcodes.I2L);
                code.visitInsn(Opcodes.LXOR);
            }
        }
    }

    private void concatenation(int depth) {
        push(Kind.TEXT, depth);
        if (plan.version() >= Opcodes.V9) {
            push(Kind.DOUBLE, depth);
            code.visitInvokeDynamicInsn("concat", "(Ljava/lang/String;D)Ljava/lang/String;", CONCAT);
        } else {
            push(Kind.LONG, depth);
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "java/lang/String", "valueOf", "(J)Ljava/lang/String;", false);
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, "java/lang/String", "concat", "(Ljava/lang/String;)Ljava/lang/String;", false);
        }
    }

    private void cell(int depth) {
        if (random.nextInt(4) == 0) {
            push(Kind.CELL, depth);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CELL, "self", "()L" + CELL + ";", false);
        } else if (random.nextBoolean()) {
            construct(CELL, plan.any(ClassPlan.CELL_CONSTRUCTORS, random), depth);
        } else {
            construct(plan.name(), plan.any(plan.constructors(), random), depth);
        }
    }

    void ground(String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, GROUND, name, descriptor, false);
    }
}
