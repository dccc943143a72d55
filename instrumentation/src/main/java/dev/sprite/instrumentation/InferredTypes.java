package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;

/** Types of a method without a stack map, found as the old verifier does (JVMS 4.10.2): by data flow. */
final class InferredTypes extends TypeFlow {
    InferredTypes(String owner, MethodNode method, MethodFlow flow, BinaryOperator<String> commonSuperclass) {
        super(method, flow);
        Frame<BasicValue>[] frames;
        try {
            frames = new Inference(commonSuperclass, method.name.equals("<init>")).analyze(owner, method);
        } catch (AnalyzerException e) {
            throw new IllegalArgumentException("the code does not verify: " + e.getMessage(), e);
        }
        int i = 0;
        AbstractInsnNode[] all = method.instructions.toArray();
        for (int k = 0; k < all.length; k++) {
            if (all[k].getOpcode() >= 0) {
                before[i++] = frames[k] == null ? null : state(frames[k]);
            }
        }
    }

    @Override
    boolean mapped() {
        return false;
    }

    private static TypeState state(Frame<BasicValue> frame) {
        Object[] locals = new Object[frame.getLocals()];
        for (int i = 0; i < locals.length; i++) {
            locals[i] = verificationType(frame.getLocal(i));
        }
        List<Object> stack = new ArrayList<>();
        for (int i = 0; i < frame.getStackSize(); i++) {
            Object type = verificationType(frame.getStack(i));
            stack.add(type);
            if (TypeState.isWide(type)) {
                stack.add(Opcodes.TOP);
            }
        }
        return new TypeState(locals, stack.toArray());
    }

    private static Object verificationType(BasicValue value) {
        if (value instanceof Allocation allocation) {
            return allocation.label == null ? Opcodes.UNINITIALIZED_THIS : allocation.label;
        }
        Type type = value.getType();
        if (type == null) {
            return Opcodes.TOP;
        }
        return type.equals(BasicInterpreter.NULL_TYPE) ? Opcodes.NULL : Values.verificationType(type);
    }

    /** An object whose constructor has not been called, known by its {@code new}; without one, a constructor's own. */
    private static final class Allocation extends BasicValue {
        private final Label label;

        Allocation(Type type, Label label) {
            super(type);
            this.label = label;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Allocation allocation && allocation.label == label;
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(label);
        }
    }

    /** The data flow analysis with references by class. */
    private static final class Inference extends Analyzer<BasicValue> {
        Inference(BinaryOperator<String> commonSuperclass, boolean constructor) {
            super(new References(commonSuperclass, constructor));
        }

        @Override
        protected Frame<BasicValue> newFrame(int locals, int stack) {
            return new State(locals, stack);
        }

        @Override
        protected Frame<BasicValue> newFrame(Frame<? extends BasicValue> frame) {
            return new State(frame);
        }
    }

    /** A frame in which calling a constructor turns the object it is called on into an initialised one. */
    private static final class State extends Frame<BasicValue> {
        State(int locals, int stack) {
            super(locals, stack);
        }

        State(Frame<? extends BasicValue> frame) {
            super(frame);
        }

        @Override
        public void execute(AbstractInsnNode insn, Interpreter<BasicValue> interpreter) throws AnalyzerException {
            BasicValue constructed = null;
            if (insn instanceof MethodInsnNode call && call.name.equals("<init>")) {
                constructed = getStack(getStackSize() - Type.getArgumentTypes(call.desc).length - 1);
            }
            super.execute(insn, interpreter);
            if (constructed instanceof Allocation) {
                BasicValue initialised = new BasicValue(constructed.getType());
                for (int i = 0; i < getLocals(); i++) {
                    if (getLocal(i).equals(constructed)) {
                        setLocal(i, initialised);
                    }
                }
                for (int i = 0; i < getStackSize(); i++) {
                    if (getStack(i).equals(constructed)) {
                        setStack(i, initialised);
                    }
                }
            }
        }
    }

    private static final class References extends BasicInterpreter {
        private final BinaryOperator<String> commonSuperclass;
        private final boolean constructor;

        References(BinaryOperator<String> commonSuperclass, boolean constructor) {
            super(Opcodes.ASM9);
            this.commonSuperclass = commonSuperclass;
            this.constructor = constructor;
        }

        @Override
        public BasicValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
            boolean uninitialised = constructor && isInstanceMethod && local == 0;
            return uninitialised ? new Allocation(type, null) : super.newParameterValue(isInstanceMethod, local, type);
        }

        @Override
        public BasicValue newValue(Type type) {
            if (type != null && type.getSort() >= Type.ARRAY && !type.equals(NULL_TYPE)) {
                return new BasicValue(type);
            }
            return type != null && type.equals(NULL_TYPE) ? new BasicValue(NULL_TYPE) : super.newValue(type);
        }

        @Override
        public BasicValue newOperation(AbstractInsnNode insn) throws AnalyzerException {
            if (insn.getOpcode() == Opcodes.NEW) {
                Type type = Type.getObjectType(((TypeInsnNode) insn).desc);
                return new Allocation(type, ((LabelNode) insn.getPrevious()).getLabel());
            }
            return super.newOperation(insn);
        }

        @Override
        public BasicValue binaryOperation(AbstractInsnNode insn, BasicValue array, BasicValue index)
                throws AnalyzerException {
            if (insn.getOpcode() == Opcodes.AALOAD) {
                Type type = array.getType();
                boolean known = type != null && type.getSort() == Type.ARRAY;
                return newValue(known ? Type.getType(type.getDescriptor().substring(1)) : NULL_TYPE);
            }
            return super.binaryOperation(insn, array, index);
        }

        @Override
        public BasicValue merge(BasicValue a, BasicValue b) {
            if (a.equals(b)) {
                return a;
            }
            if (a instanceof Allocation || b instanceof Allocation || !a.isReference() || !b.isReference()) {
                return BasicValue.UNINITIALIZED_VALUE;
            }
            if (a.getType().equals(NULL_TYPE)) {
                return b;
            }
            if (b.getType().equals(NULL_TYPE)) {
                return a;
            }
            return new BasicValue(common(a.getType(), b.getType()));
        }

        private Type common(Type a, Type b) {
            if (a.getSort() == Type.OBJECT && b.getSort() == Type.OBJECT) {
                return Type.getObjectType(commonSuperclass.apply(a.getInternalName(), b.getInternalName()));
            }
            if (a.getSort() == Type.ARRAY && b.getSort() == Type.ARRAY) {
                Type x = Type.getType(a.getDescriptor().substring(1));
                Type y = Type.getType(b.getDescriptor().substring(1));
                if (x.getSort() >= Type.ARRAY && y.getSort() >= Type.ARRAY) {
                    return Type.getType('[' + common(x, y).getDescriptor());
                }
            }
            return Type.getObjectType(Names.OBJECT);
        }
    }
}
