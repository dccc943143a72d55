package dev.sprite.tests.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** Generates operands that are duplicated and swapped, and then used one by one while the others lie beneath. */
final class Shuffles {
    private final MethodNode code;
    private final Expressions expressions;
    private final Random random;

    Shuffles(MethodNode code, Expressions expressions, Random random) {
        this.code = code;
        this.expressions = expressions;
        this.random = random;
    }

    void emit() {
        List<Kind> stack = new ArrayList<>();
        for (int left = 2 + random.nextInt(4); left > 0; left--) {
            Kind kind = Kind.any(random);
            expressions.push(kind, 1);
            stack.add(kind);
            if (random.nextBoolean()) {
                shuffle(stack);
            }
        }
        while (!stack.isEmpty()) {
            Kind kind = stack.remove(stack.size() - 1);
            expressions.ground("note", "(" + kind.type + ")V");
        }
    }

    /** Applies one of the instructions that fit what lies on top. */
    private void shuffle(List<Kind> stack) {
        int size = stack.size();
        Kind top = stack.get(size - 1);
        Kind second = size > 1 ? stack.get(size - 2) : null;
        Kind third = size > 2 ? stack.get(size - 3) : null;
        boolean form = random.nextBoolean();
        if (top.isWide()) {
            if (second == null || form) {
                code.visitInsn(Opcodes.DUP2);
                stack.add(top);
            } else {
                code.visitInsn(second.isWide() ? Opcodes.DUP2_X2 : Opcodes.DUP2_X1);
                stack.add(size - 2, top);
            }
        } else if (second == null) {
            code.visitInsn(Opcodes.DUP);
            stack.add(top);
        } else if (second.isWide()) {
            code.visitInsn(Opcodes.DUP_X2);
            stack.add(size - 2, top);
        } else if (third == null || form) {
            narrowPair(stack, top, second);
        } else {
            code.visitInsn(third.isWide() ? Opcodes.DUP2_X2 : Opcodes.DUP2_X1);
            stack.add(size - 3, top);
            stack.add(size - 3, second);
        }
    }

    private void narrowPair(List<Kind> stack, Kind top, Kind second) {
        int size = stack.size();
        switch (random.nextInt(3)) {
            case 0 -> {
                code.visitInsn(Opcodes.SWAP);
                stack.set(size - 1, second);
                stack.set(size - 2, top);
            }
            case 1 -> {
                code.visitInsn(Opcodes.DUP_X1);
                stack.add(size - 2, top);
            }
            default -> {
                code.visitInsn(Opcodes.DUP2);
                stack.add(second);
                stack.add(top);
            }
        }
    }
}
