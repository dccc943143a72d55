package dev.sprite.restore;

import dev.sprite.capture.HeapCapture;
import dev.sprite.capture.ResidualHeap;
import dev.sprite.image.ClassFiles;
import dev.sprite.image.HiddenClasses;
import dev.sprite.image.ThreadImage;
import dev.sprite.image.codec.Roles;
import dev.sprite.zoo.Specimen;
import dev.sprite.zoo.Zoo;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Main class of the source JVM: fills the zoo with the houses named and captures it into a file; all at once, or with
 * {@code -Dlazy=true} so that contents follow the image.
 */
public final class Source {
    private static final int PAGE = 500;

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
        capture.prepare(Boolean.getBoolean("lazy"));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[0])))) {
            capture.capture(List.of(new ThreadImage(main, new SpriteFrames())), out);
            if (Boolean.getBoolean("lazy")) {
                sendRest(capture.residue());
                return;
            }
        } finally {
            capture.release();
        }
        Target.report("source ");
    }

    /** In small pages. Nothing can be said of this heap afterwards but what of it has been kept. */
    private static void sendRest(ResidualHeap heap) throws IOException {
        List<WeakReference<Specimen>> sent = new ArrayList<>();
        for (Specimen specimen : Zoo.SPECIMENS) {
            sent.add(new WeakReference<>(specimen));
        }
        while (heap.writeNext(PAGE)) {
            // one after the other
        }
        heap.end();
        Zoo.SPECIMENS.clear();
        System.gc();
        Reference.reachabilityFence(heap);
        for (WeakReference<Specimen> each : sent) {
            Specimen specimen = each.get();
            if (specimen != null) {
                System.out.println("kept " + specimen.name());
            }
        }
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
