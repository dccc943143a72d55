package dev.sprite.tests.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Generates code that leaves the operand stack as it found it: empty. */
final class Statements {
    private static final int MOST_NESTED = 2;

    private final MethodNode code;
    private final Locals locals;
    private final Random random;
    private final Expressions expressions;
    private final Shuffles shuffles;
    private final StatementNumbers numbers;
    private final boolean subroutines;
    /** Loops around the statement being generated that it may leave, outermost first. */
    private final List<Loop> loops = new ArrayList<>();

    private int nesting;

    private record Loop(Label goesOn, Label end) {}

    Statements(ClassPlan plan, MethodNode code, Locals locals, Random random, StatementNumbers numbers) {
        this.code = code;
        this.locals = locals;
        this.random = random;
        this.numbers = numbers;
        expressions = new Expressions(plan, code, locals, random);
        shuffles = new Shuffles(code, expressions, random);
        subroutines = plan.version() <= Opcodes.V1_5;
    }

    Expressions expressions() {
        return expressions;
    }

    void block(int most) {
        locals.scope(() -> {
            for (int left = 1 + random.nextInt(most); left > 0; left--) {
                if (random.nextInt(3) == 0) {
                    declare(Kind.any(random));
                }
                numbered(this::statement);
            }
        });
    }

    private Locals.Local declare(Kind kind) {
        Locals.Local local = locals.declare(kind);
        code.visitInsn(kind.zero());
        code.visitVarInsn(kind.store(), local.slot());
        return local;
    }

    /** Generates a statement, and takes it back if it is one of those to be left out. */
    void numbered(Runnable statement) {
        AbstractInsnNode last = code.instructions.getLast();
        int handlers = code.tryCatchBlocks.size();
        boolean omitted = numbers.omitsNext();
        if (!omitted) {
            Label line = new Label();
            code.visitLabel(line);
            code.visitLineNumber(numbers.last() + 1, line);
        }
        statement.run();
        if (omitted) {
            while (code.instructions.getLast() != last) {
                code.instructions.remove(code.instructions.getLast());
            }
            code.tryCatchBlocks.subList(handlers, code.tryCatchBlocks.size()).clear();
        }
    }

    private void statement() {
        nesting++;
        switch (random.nextInt(nesting > MOST_NESTED ? 5 : 13)) {
            case 0, 1 -> assign();
            case 2 -> note();
            case 3 -> shuffles.emit();
            case 4 -> leave();
            case 5 -> choice();
            case 6 -> whileLoop();
            case 7 -> doLoop();
            case 8 -> select();
            case 9 -> guarded();
            case 10 -> locked();
            case 11 -> twoEntries();
            default -> subroutine();
        }
        nesting--;
    }

    private void assign() {
        Kind kind = Kind.any(random);
        Locals.Local local = locals.any(kind, random);
        expressions.push(kind, 2);
        if (local != null) {
            code.visitVarInsn(kind.store(), local.slot());
        } else {
            note(kind);
        }
    }

    private void note() {
        Kind kind = Kind.any(random);
        expressions.push(kind, 3);
        note(kind);
    }

    private void note(Kind kind) {
        expressions.ground("note", "(" + kind.type + ")V");
    }

    /** Leaves a loop, or goes on with its next turn. */
    private void leave() {
        if (loops.isEmpty()) {
            note();
            return;
        }
        Loop loop = loops.get(random.nextInt(loops.size()));
        Label stay = new Label();
        expressions.jumpUnless(stay, 1);
        code.visitJumpInsn(Opcodes.GOTO, random.nextBoolean() ? loop.end : loop.goesOn);
        code.visitLabel(stay);
    }

    private void choice() {
        Label otherwise = new Label();
        Label end = new Label();
        expressions.jumpUnless(otherwise, 2);
        block(3);
        code.visitJumpInsn(Opcodes.GOTO, end);
        code.visitLabel(otherwise);
        if (random.nextBoolean()) {
            block(2);
        }
        code.visitLabel(end);
    }

    private void whileLoop() {
        Loop loop = new Loop(new Label(), new Label());
        code.visitLabel(loop.goesOn);
        expressions.ground("goesOn", "()Z");
        code.visitJumpInsn(Opcodes.IFEQ, loop.end);
        expressions.jumpUnless(loop.end, 1);
        body(loop);
        code.visitJumpInsn(Opcodes.GOTO, loop.goesOn);
        code.visitLabel(loop.end);
    }

    private void doLoop() {
        Loop loop = new Loop(new Label(), new Label());
        Label head = new Label();
        code.visitLabel(head);
        body(loop);
        code.visitLabel(loop.goesOn);
        expressions.ground("goesOn", "()Z");
        code.visitJumpInsn(Opcodes.IFEQ, loop.end);
        if (random.nextBoolean()) {
            expressions.push(Kind.LONG, 1);
            expressions.push(Kind.LONG, 1);
            code.visitInsn(Opcodes.LCMP);
            code.visitJumpInsn(Opcodes.IFLE, head);
        } else {
            expressions.jumpUnless(head, 1);
        }
        code.visitLabel(loop.end);
    }

    private void body(Loop loop) {
        loops.add(loop);
        block(3);
        loops.remove(loop);
    }

    private void select() {
        Label[] cases = {new Label(), new Label(), new Label()};
        Label end = new Label();
        expressions.push(Kind.INT, 2);
        if (random.nextBoolean()) {
            code.visitInsn(Opcodes.ICONST_3);
            code.visitInsn(Opcodes.IAND);
            code.visitTableSwitchInsn(0, 2, end, cases);
        } else {
            code.visitLookupSwitchInsn(end, new int[] {-7, 1, 50}, cases);
        }
        for (Label each : cases) {
            code.visitLabel(each);
            block(2);
            if (random.nextBoolean()) {
                code.visitJumpInsn(Opcodes.GOTO, end);
            }
        }
        code.visitLabel(end);
    }

    /** A block with a handler, or with one for whatever is thrown that throws it on. */
    private void guarded() {
        Label start = new Label();
        Label stop = new Label();
        Label handler = new Label();
        Label end = new Label();
        boolean rethrows = random.nextInt(3) == 0;
        code.visitLabel(start);
        code.visitInsn(Opcodes.NOP); // no range may be empty
        block(3);
        code.visitLabel(stop);
        code.visitJumpInsn(Opcodes.GOTO, end);
        code.visitLabel(handler);
        locals.scope(() -> {
            int thrown = locals.reserve();
            code.visitVarInsn(Opcodes.ASTORE, thrown);
            code.visitVarInsn(Opcodes.ALOAD, thrown);
            expressions.ground("note", "(Ljava/lang/Throwable;)V");
            block(2);
            if (rethrows) {
                code.visitVarInsn(Opcodes.ALOAD, thrown);
                code.visitInsn(Opcodes.ATHROW);
            }
        });
        code.visitLabel(end);
        String type = rethrows ? null : random.nextBoolean() ? "java/lang/RuntimeException" : "java/lang/Throwable";
        code.visitTryCatchBlock(start, stop, handler, type);
    }

    /** A synchronized block, as compilers make it. */
    private void locked() {
        Label start = new Label();
        Label stop = new Label();
        Label handler = new Label();
        Label end = new Label();
        List<Loop> around = new ArrayList<>(loops);
        loops.clear(); // a jump out of it would have to give the monitor up
        locals.scope(() -> {
            int monitor = locals.reserve();
            code.visitLdcInsn("monitor " + random.nextInt(2));
            code.visitInsn(Opcodes.DUP);
            code.visitVarInsn(Opcodes.ASTORE, monitor);
            code.visitInsn(Opcodes.MONITORENTER);
            code.visitLabel(start);
            block(3);
            code.visitVarInsn(Opcodes.ALOAD, monitor);
            code.visitInsn(Opcodes.MONITOREXIT);
            code.visitLabel(stop);
            code.visitJumpInsn(Opcodes.GOTO, end);
            code.visitLabel(handler);
            int thrown = locals.reserve();
            code.visitVarInsn(Opcodes.ASTORE, thrown);
            code.visitVarInsn(Opcodes.ALOAD, monitor);
            code.visitInsn(Opcodes.MONITOREXIT);
            Label handled = new Label();
            code.visitLabel(handled);
            code.visitVarInsn(Opcodes.ALOAD, thrown);
            code.visitInsn(Opcodes.ATHROW);
            code.visitTryCatchBlock(start, stop, handler, null);
            code.visitTryCatchBlock(handler, handled, handler, null);
        });
        code.visitLabel(end);
        loops.addAll(around);
    }

    /** A loop that is entered at its head or in its midst. */
    private void twoEntries() {
        Label head = new Label();
        Label midst = new Label();
        Label end = new Label();
        expressions.jumpUnless(midst, 1);
        code.visitLabel(head);
        block(2);
        code.visitLabel(midst);
        block(2);
        expressions.ground("goesOn", "()Z");
        code.visitJumpInsn(Opcodes.IFEQ, end);
        expressions.jumpUnless(head, 1);
        code.visitLabel(end);
    }

    /** A {@code finally} as it was compiled once, called from two places. */
    private void subroutine() {
        if (!subroutines) {
            note();
            return;
        }
        Label routine = new Label();
        Label end = new Label();
        block(2);
        code.visitJumpInsn(Opcodes.JSR, routine);
        block(2);
        code.visitJumpInsn(Opcodes.JSR, routine);
        code.visitJumpInsn(Opcodes.GOTO, end);
        code.visitLabel(routine);
        List<Loop> around = new ArrayList<>(loops);
        loops.clear(); // a jump out of a subroutine would not return from it
        locals.scope(() -> {
            int back = locals.reserve();
            code.visitVarInsn(Opcodes.ASTORE, back);
            note();
            block(1);
            code.visitVarInsn(Opcodes.RET, back);
        });
        code.visitLabel(end);
        loops.addAll(around);
    }
}
