package dev.sprite.instrumentation;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes {@code loadClass(String)} ask the runtime first, which answers for loaders that are being rebuilt. */
public final class LoaderHook extends MethodVisitor {
    private final String owner;
    private final boolean mapped;

    private LoaderHook(MethodVisitor out, String owner, boolean mapped) {
        super(Opcodes.ASM9, out);
        this.owner = owner;
        this.mapped = mapped;
    }

    /** Whether the JVM may call a method to load a class. */
    public static boolean concerns(int access, String name, String descriptor) {
        return name.equals("loadClass") && descriptor.equals("(Ljava/lang/String;)Ljava/lang/Class;")
                && (access & (Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
    }

    /**
     * @param owner the class of the method, which {@link #concerns} has named
     * @param mapped whether its class file has stack maps; they are to be visited in expanded form
     */
    public static MethodVisitor around(MethodVisitor out, String owner, boolean mapped) {
        return new LoaderHook(out, owner, mapped);
    }

    @Override
    public void visitCode() {
        super.visitCode();
        Label own = new Label();
        visitVarInsn(Opcodes.ALOAD, 0); // this
        visitVarInsn(Opcodes.ALOAD, 1); // this name
        visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/SpriteLoaders", "find",
                "(Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Class;", false); // class
        visitInsn(Opcodes.DUP); // class class
        visitJumpInsn(Opcodes.IFNULL, own); // class
        visitInsn(Opcodes.ARETURN);
        visitLabel(own);
        if (mapped) {
            visitFrame(Opcodes.F_NEW, 2, new Object[] {owner, "java/lang/String"}, 1, new Object[] {"java/lang/Class"});
        }
        visitInsn(Opcodes.POP);
    }
}
