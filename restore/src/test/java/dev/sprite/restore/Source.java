package dev.sprite.restore;

import dev.sprite.capture.HeapCapture;
import dev.sprite.image.ClassFiles;
import dev.sprite.image.HiddenClasses;
import dev.sprite.image.ThreadImage;
import dev.sprite.image.codec.Roles;
import dev.sprite.zoo.Zoo;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Main class of the source JVM: fills the zoo with the houses named and captures it into a file. */
public final class Source {
    private static Instrumentation inst;

    private Source() {}

    public static void premain(String options, Instrumentation instrumentation) {
        inst = instrumentation;
    }

    public static void main(String[] args) throws Exception {
        for (int i = 1; i < args.length; i++) {
            Zoo.open(Class.forName(args[i]));
        }
        Thread main = Thread.currentThread();
        HeapCapture capture = new HeapCapture(inst, Source::isApplicationClass, roles());
        capture.prepare(false);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[0])))) {
            capture.capture(List.of(new ThreadImage(main, new SpriteFrames())), out);
        } finally {
            capture.release();
        }
        Target.report("source ");
    }

    static boolean isApplicationClass(Class<?> type) {
        return type.getName().startsWith("dev.sprite.zoo.");
    }

    static Instrumentation inst() {
        return inst;
    }

    static Roles roles() {
        return new Roles(Thread.currentThread(), Thread.currentThread().getThreadGroup(),
                ClassLoader.getSystemClassLoader(), HiddenClasses.NONE, ClassFiles.NONE);
    }
}
