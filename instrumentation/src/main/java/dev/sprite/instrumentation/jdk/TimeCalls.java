package dev.sprite.instrumentation.jdk;

import java.util.List;

/** Makes classes, the JDK's and the program's, read the clocks by way of {@code java.lang.SpriteTime}. */
public final class TimeCalls implements CallPatch {
    private static final String TIME = "java/lang/SpriteTime";

    @Override
    public boolean concerns(String className) {
        return false;
    }

    @Override
    public List<String> constants() {
        return List.of("nanoTime", "currentTimeMillis", "getNanoTimeAdjustment");
    }

    @Override
    public byte[] apply(byte[] bytes) {
        return CallRewriter.rewrite(bytes, (code, opcode, owner, name, descriptor) -> {
            if (!isClock(owner, name)) {
                return false;
            }
            code.visitMethodInsn(opcode, TIME, name, descriptor, false);
            return true;
        });
    }

    private static boolean isClock(String owner, String name) {
        return owner.equals("java/lang/System") && (name.equals("nanoTime") || name.equals("currentTimeMillis"))
                || owner.equals("jdk/internal/misc/VM") && name.equals("getNanoTimeAdjustment");
    }
}
