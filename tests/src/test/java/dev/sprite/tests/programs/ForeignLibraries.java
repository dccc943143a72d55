package dev.sprite.tests.programs;

import java.io.File;
import java.lang.reflect.Method;

/**
 * Uses its own versions of libraries that the agent uses too, and says where each was loaded from. Netty, which holds
 * memory outside the heap, only behind the gate.
 */
public final class ForeignLibraries {
    private ForeignLibraries() {}

    public static void main(String[] args) throws Exception {
        use();
        Gate.await(args[0]);
        use();
        useNetty();
    }

    private static void use() throws Exception {
        Object writer = Class.forName("org.objectweb.asm.ClassWriter").getConstructor(int.class).newInstance(0);
        show("asm", writer.getClass());
        show("byte-buddy", Class.forName("net.bytebuddy.ByteBuddy"));
        Object kryo = Class.forName("com.esotericsoftware.kryo.Kryo").getConstructor().newInstance();
        show("kryo", kryo.getClass());
        show("picocli", Class.forName("picocli.CommandLine"));
    }

    private static void useNetty() throws Exception {
        Class<?> unpooled = Class.forName("io.netty.buffer.Unpooled");
        Method copied = unpooled.getMethod("wrappedBuffer", byte[].class);
        Object buffer = copied.invoke(null, new byte[3]);
        show("netty " + buffer.getClass().getMethod("readableBytes").invoke(buffer), unpooled);
    }

    private static void show(String what, Class<?> library) throws Exception {
        File jar = new File(library.getProtectionDomain().getCodeSource().getLocation().toURI());
        System.out.println(what + " from " + jar.getName());
    }
}
