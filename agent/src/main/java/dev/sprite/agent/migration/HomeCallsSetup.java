package dev.sprite.agent.migration;

import dev.sprite.image.Raw;
import dev.sprite.image.files.HomeDescriptors;
import dev.sprite.instrumentation.jdk.FileCalls;
import dev.sprite.instrumentation.jdk.HomeCalls;
import dev.sprite.instrumentation.jdk.TimeCalls;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;

/** Makes the JDK of a JVM that is to be foreign call home. */
final class HomeCallsSetup {
    private HomeCallsSetup() {}

    /**
     * To be called while no other thread deals with files. Calls are linked when they are first made, which loads
     * classes; a thread that reads a class from a jar and then had to link its read would read from that jar in the
     * midst of it. So all that linking needs is loaded first, and the calls with which jars are read are linked at once.
     *
     * @param file any file of this host
     */
    static void install(Instrumentation instrumentation, Path file) {
        rehearse();
        CallPatcher.install(instrumentation, HomeCalls.ABROAD, new FileCalls(), new TimeCalls());
        HomeDescriptors.serve();
        try {
            link(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rehearse() {
        for (String owner : FileCalls.classes()) {
            try {
                Class<?> type = Class.forName(owner.replace('/', '.'), false, null);
                for (Method method : Raw.declaredMethods(type)) {
                    if (FileCalls.names(owner).contains(method.getName())) {
                        rehearse(type, method);
                    }
                }
            } catch (ClassNotFoundException e) {
                // another JDK's
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void rehearse(Class<?> type, Method method) throws ReflectiveOperationException {
        MethodType own = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        SpriteFiles.link(Raw.TRUSTED, method.getName(), isStatic ? own : own.insertParameterTypes(0, type), type,
                own.toMethodDescriptorString(), isStatic ? 1 : 0);
    }

    private static void link(Path path) throws IOException {
        File file = path.toFile();
        byte[] bytes = new byte[1];
        try (RandomAccessFile random = new RandomAccessFile(file, "r")) {
            random.seek(random.length() - 1);
            random.readFully(bytes);
            random.read();
        }
        try (FileInputStream stream = new FileInputStream(file)) {
            stream.read(bytes);
            stream.read();
            stream.skip(stream.available());
        }
        try (FileChannel channel = FileChannel.open(path)) {
            channel.position(channel.size());
            channel.read(ByteBuffer.wrap(bytes));
        }
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(path.getParent())) {
            siblings.iterator().next();
        }
        Files.readAttributes(path.toRealPath(), PosixFileAttributes.class).owner();
        if (Files.exists(path) && file.exists() && file.length() > 0) {
            file.getCanonicalPath();
        }
    }
}
