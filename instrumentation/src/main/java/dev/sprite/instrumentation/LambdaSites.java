package dev.sprite.instrumentation;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Has the lambda sites of a class linked by the runtime, which is told the number of the site: that is how the class
 * behind a lambda object is found again in another JVM. Sites are counted in the order of the class file.
 */
final class LambdaSites extends ClassVisitor {
    private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
    private static final Handle LINK = new Handle(Opcodes.H_INVOKESTATIC, Names.LAMBDAS, "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
            false);

    private int count;

    LambdaSites(ClassVisitor out) {
        super(Opcodes.ASM9, out);
    }

    /** Whether there was any. */
    boolean found() {
        return count > 0;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor out = super.visitMethod(access, name, descriptor, signature, exceptions);
        return new MethodVisitor(Opcodes.ASM9, out) {
            @Override
            public void visitInvokeDynamicInsn(String site, String type, Handle bootstrap, Object... arguments) {
                if (!bootstrap.getOwner().equals(METAFACTORY)) {
                    super.visitInvokeDynamicInsn(site, type, bootstrap, arguments);
                    return;
                }
                Object[] ours = new Object[arguments.length + 2];
                ours[0] = count++;
                ours[1] = bootstrap.getName();
                System.arraycopy(arguments, 0, ours, 2, arguments.length);
                super.visitInvokeDynamicInsn(site, type, LINK, ours);
            }
        };
    }
}
