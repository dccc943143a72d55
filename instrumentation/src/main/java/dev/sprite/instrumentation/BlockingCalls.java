package dev.sprite.instrumentation;

import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Has threads wait in the runtime, where a capture can wake them, rather than in the JDK, where it cannot. */
final class BlockingCalls {
    private static final Set<String> STREAMS = Set.of(
            "java/io/InputStream", "java/io/FileInputStream", "java/io/FilterInputStream",
            "java/io/BufferedInputStream", "java/io/DataInputStream",
            "java/io/Reader", "java/io/InputStreamReader", "java/io/BufferedReader");
    private static final String UNIT = "java/util/concurrent/TimeUnit";
    private static final String MANAGED = "java/lang/management/ThreadMXBean";
    private static final String SCANNER = "java/util/Scanner";

    private BlockingCalls() {}

    /** @param ofProgram whether the method is the program's; the JDK neither joins threads nor reads standard input */
    static void redirect(MethodNode method, boolean ofProgram) {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn instanceof MethodInsnNode call) {
                if (isSleep(call)) {
                    redirectSleep(method.instructions, call);
                } else if (isWait(call)) {
                    redirectWait(method.instructions, call);
                } else if (ofProgram && (isJoin(call) || isRemoval(call))) {
                    method.instructions.insertBefore(call, awaitEnd(call.desc));
                } else if (ofProgram && asksForLife(call)) {
                    method.instructions.insertBefore(call, awaitStart());
                } else if (ofProgram && asksForAll(call)) {
                    method.instructions.insertBefore(call, runtime(Names.THREADS, "awaitStarts", "()V"));
                } else if (hasThreadGoOn(call)) {
                    method.instructions.insertBefore(call, hurry());
                } else if (isPark(call)) {
                    redirectPark(method.instructions, call);
                } else if (isPoll(call)) {
                    become(call, Names.BLOCKING, "poll", call.desc);
                } else if (call.owner.equals("sun/nio/ch/EPoll") && call.name.equals("wait")) {
                    become(call, Names.BLOCKING, "select", call.desc);
                } else if (beginsToUse(call)) {
                    method.instructions.insert(call, unblock());
                } else if (beginsToUseChannel(call)) {
                    method.instructions.insert(call, unblockChannel());
                } else if (isUnsafePark(call)) {
                    become(call, Names.BLOCKING, "park", "(Ljava/lang/Object;ZJ)V");
                } else if (ofProgram && call.getOpcode() == Opcodes.INVOKEVIRTUAL && reads(call)) {
                    method.instructions.insertBefore(call, awaitInput(call.desc.startsWith("()") ? 0 : 1));
                }
            }
        }
    }

    private static boolean isSleep(MethodInsnNode call) {
        return call.name.equals("sleep")
                && (call.owner.equals("java/lang/Thread") && (call.desc.equals("(J)V") || call.desc.equals("(JI)V"))
                        || call.owner.equals("java/lang/Thread") && call.desc.equals("(Ljava/time/Duration;)V")
                        || call.owner.equals(UNIT));
    }

    private static void redirectSleep(InsnList code, MethodInsnNode call) {
        if (call.owner.equals(UNIT)) {
            code.insertBefore(call, new MethodInsnNode(Opcodes.INVOKEVIRTUAL, UNIT, "toNanos", "(J)J", false)); // .. nanos
            become(call, Names.BLOCKING, "sleepNanos", "(J)V");
            return;
        }
        if (call.desc.startsWith("(L")) {
            code.insertBefore(call, runtime(Names.MONITOR, "nanos", "(Ljava/time/Duration;)J")); // .. nanos
            become(call, Names.BLOCKING, "sleepNanos", "(J)V");
            return;
        }
        if (call.desc.equals("(JI)V")) {
            code.insertBefore(call, runtime(Names.MONITOR, "millis", "(JI)J")); // .. millis
        }
        become(call, Names.BLOCKING, "sleep", "(J)V");
    }

    /** Nothing but {@code Object} can declare such a method: they are final there. */
    private static boolean isWait(MethodInsnNode call) {
        return call.name.equals("wait") && call.getOpcode() != Opcodes.INVOKESTATIC
                && (call.desc.equals("()V") || call.desc.equals("(J)V") || call.desc.equals("(JI)V"));
    }

    private static void redirectWait(InsnList code, MethodInsnNode call) {
        if (call.desc.equals("()V")) {
            code.insertBefore(call, new InsnNode(Opcodes.LCONST_0)); // .. monitor 0
        } else if (call.desc.equals("(JI)V")) {
            code.insertBefore(call, runtime(Names.MONITOR, "millis", "(JI)J")); // .. monitor millis
        }
        become(call, Names.MONITOR, "wait", "(Ljava/lang/Object;J)V");
    }

    private static boolean isJoin(MethodInsnNode call) {
        return call.name.equals("join") && call.getOpcode() == Opcodes.INVOKEVIRTUAL
                && (call.desc.equals("()V") || call.desc.equals("(J)V")
                        || call.owner.equals("java/lang/Thread") && call.desc.equals("(Ljava/time/Duration;)Z"));
    }

    /** Whether a thread waits for a reference to be queued. */
    private static boolean isRemoval(MethodInsnNode call) {
        return call.owner.equals("java/lang/ref/ReferenceQueue") && call.name.equals("remove");
    }

    /** With a thread, or something else that can be joined, and perhaps a timeout on the stack. */
    private static InsnList awaitEnd(String descriptor) {
        InsnList code = new InsnList();
        if (descriptor.startsWith("(L")) {
            code.add(new InsnNode(Opcodes.SWAP)); // .. timeout thread
            code.add(new InsnNode(Opcodes.DUP_X1)); // .. thread timeout thread
            code.add(new InsnNode(Opcodes.SWAP)); // .. thread thread timeout
            code.add(runtime(Names.MONITOR, "millis", "(Ljava/time/Duration;)J")); // .. thread thread millis
            code.add(new InsnNode(Opcodes.DUP2_X1)); // .. thread millis thread millis
            code.add(new InsnNode(Opcodes.POP2)); // .. thread millis thread
            code.add(runtime(Names.MONITOR, "awaitEnd", "(JLjava/lang/Object;)J")); // .. thread left
            code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, "java/time/Duration", "ofMillis",
                    "(J)Ljava/time/Duration;", false)); // .. thread timeout
        } else if (descriptor.startsWith("()")) {
            code.add(new InsnNode(Opcodes.DUP)); // .. thread thread
            code.add(new InsnNode(Opcodes.LCONST_0)); // .. thread thread 0
            code.add(new InsnNode(Opcodes.DUP2_X1)); // .. thread 0 thread 0
            code.add(new InsnNode(Opcodes.POP2)); // .. thread 0 thread
            code.add(runtime(Names.MONITOR, "awaitEnd", "(JLjava/lang/Object;)J")); // .. thread left
            code.add(new InsnNode(Opcodes.POP2)); // .. thread
        } else {
            code.add(new InsnNode(Opcodes.DUP2_X1)); // .. millis thread millis
            code.add(new InsnNode(Opcodes.POP2)); // .. millis thread
            code.add(new InsnNode(Opcodes.DUP_X2)); // .. thread millis thread
            code.add(runtime(Names.MONITOR, "awaitEnd", "(JLjava/lang/Object;)J")); // .. thread left
        }
        return code;
    }

    private static boolean asksForLife(MethodInsnNode call) {
        return call.getOpcode() == Opcodes.INVOKEVIRTUAL && call.name.equals("isAlive") && call.desc.equals("()Z");
    }

    /** With a thread, or something else that may be alive, on the stack. */
    private static InsnList awaitStart() {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP)); // .. thread thread
        code.add(runtime(Names.THREADS, "awaitStart", "(Ljava/lang/Object;)V")); // .. thread
        return code;
    }

    /** Whether the JVM is asked which threads there are, for their stacks, or to wait for one in a rarer way. */
    private static boolean asksForAll(MethodInsnNode call) {
        if (call.owner.equals(MANAGED) || call.getOpcode() == Opcodes.INVOKEVIRTUAL && call.name.equals("join")
                && (call.desc.equals("(JI)V") || call.desc.equals("(Ljava/time/Duration;)Z"))) {
            return true;
        }
        return call.owner.equals("java/lang/Thread") && (call.name.equals("getStackTrace")
                        || call.name.equals("getAllStackTraces"))
                || (call.owner.equals("java/lang/Thread") || call.owner.equals("java/lang/ThreadGroup"))
                        && (call.name.equals("activeCount") || call.name.equals("enumerate") || call.name.equals("list"));
    }

    private static boolean hasThreadGoOn(MethodInsnNode call) {
        return (call.owner.equals("java/util/concurrent/locks/LockSupport") || call.owner.equals("jdk/internal/misc/Unsafe"))
                        && call.name.equals("unpark")
                || call.owner.equals("java/lang/Thread") && call.name.equals("interrupt");
    }

    /** With the thread on the stack. */
    private static InsnList hurry() {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP)); // .. thread thread
        code.add(runtime(Names.THREADS, "hurry", "(Ljava/lang/Object;)V")); // .. thread
        return code;
    }

    private static boolean isPark(MethodInsnNode call) {
        return call.owner.equals("java/util/concurrent/locks/LockSupport") && call.name.startsWith("park");
    }

    private static boolean isPoll(MethodInsnNode call) {
        return (call.owner.equals("sun/nio/ch/Net") || call.owner.equals("sun/nio/ch/Poller")) && call.name.equals("poll");
    }

    /** Whether a socket of {@code java.net} is about to be read, written, connected or accepted from. */
    private static boolean beginsToUse(MethodInsnNode call) {
        return call.owner.equals("sun/nio/ch/NioSocketImpl") && call.name.startsWith("begin")
                && call.desc.endsWith(")Ljava/io/FileDescriptor;");
    }

    /** The same of a channel; it is told whether that is in its blocking mode. */
    private static boolean beginsToUseChannel(MethodInsnNode call) {
        return (call.owner.equals("sun/nio/ch/SocketChannelImpl") || call.owner.equals("sun/nio/ch/ServerSocketChannelImpl"))
                && call.name.startsWith("begin") && call.desc.startsWith("(Z");
    }

    private static InsnList unblockChannel() {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // .. channel
        code.add(runtime(Names.SOCKETS, "unblock", "(Ljava/lang/Object;)V")); // ..
        return code;
    }

    /** With the descriptor on the stack, in a method of the socket's own. */
    private static InsnList unblock() {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP)); // descriptor descriptor
        code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // descriptor descriptor socket
        code.add(new InsnNode(Opcodes.SWAP)); // descriptor socket descriptor
        code.add(runtime(Names.SOCKETS, "unblock", "(Ljava/lang/Object;Ljava/io/FileDescriptor;)V")); // descriptor
        return code;
    }

    private static boolean isUnsafePark(MethodInsnNode call) {
        return call.owner.equals("jdk/internal/misc/Unsafe") && call.name.equals("park");
    }

    private static void redirectPark(InsnList code, MethodInsnNode call) {
        if (call.desc.equals("()V")) {
            code.insertBefore(call, new InsnNode(Opcodes.ACONST_NULL)); // .. blocker
        } else if (call.desc.equals("(J)V")) {
            code.insertBefore(call, new InsnNode(Opcodes.ACONST_NULL)); // .. time blocker
            code.insertBefore(call, new InsnNode(Opcodes.DUP_X2)); // .. blocker time blocker
            code.insertBefore(call, new InsnNode(Opcodes.POP)); // .. blocker time
        }
        if (!call.desc.contains("J")) {
            code.insertBefore(call, new InsnNode(Opcodes.LCONST_0)); // .. blocker time
        }
        int kind = call.name.equals("park") ? 0 : call.name.equals("parkNanos") ? 1 : 2;
        code.insertBefore(call, new InsnNode(Opcodes.ICONST_0 + kind)); // .. blocker time kind
        become(call, Names.BLOCKING, "park", "(Ljava/lang/Object;JI)V");
    }

    private static MethodInsnNode runtime(String owner, String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }

    private static void become(MethodInsnNode call, String owner, String name, String descriptor) {
        call.setOpcode(Opcodes.INVOKESTATIC);
        call.owner = owner;
        call.name = name;
        call.desc = descriptor;
        call.itf = false;
    }

    private static boolean reads(MethodInsnNode call) {
        if (call.owner.equals(SCANNER)) {
            return call.desc.startsWith("()") && (call.name.startsWith("next") || call.name.startsWith("hasNext"));
        }
        return STREAMS.contains(call.owner)
                && (call.name.equals("read") || call.name.equals("readLine"))
                && (call.desc.startsWith("()") || call.desc.equals("([B)I") || call.desc.equals("([C)I"));
    }

    /** With the stream on the stack, beneath so many arguments of one slot each. */
    private static InsnList awaitInput(int arguments) {
        InsnList code = new InsnList();
        if (arguments == 0) {
            code.add(new InsnNode(Opcodes.DUP)); // .. stream stream
        } else {
            code.add(new InsnNode(Opcodes.DUP2)); // .. stream array stream array
            code.add(new InsnNode(Opcodes.POP)); // .. stream array stream
        }
        code.add(runtime(Names.BLOCKING, "awaitInput", "(Ljava/lang/Object;)V")); // as before
        return code;
    }
}
