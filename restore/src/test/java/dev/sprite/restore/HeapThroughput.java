package dev.sprite.restore;

import dev.sprite.capture.CaptureResult;
import dev.sprite.capture.HeapCapture;
import dev.sprite.image.ThreadImage;
import dev.sprite.zoo.SmallObjects;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Measures capture and rebuild of a heap of small objects: {@code HeapThroughput [rounds [thousands of objects]]}. */
public final class HeapThroughput {
    private HeapThroughput() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        int thousands = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
        for (SmallObjects.Kind kind : SmallObjects.Kind.values()) {
            if (args.length > 2 && !args[2].equals(kind.name())) {
                continue;
            }
            SmallObjects.fill(kind, thousands * 1000);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            long heap = runtime.totalMemory() - runtime.freeMemory() - SmallObjects.baseline();
            double bestCapture = Double.MAX_VALUE;
            double bestRestore = Double.MAX_VALUE;
            long objects = 0;
            long bytes = 0;
            ByteArrayOutputStream image = new ByteArrayOutputStream(1 << 28);
            for (int i = 0; i < rounds; i++) {
                image.reset();
                HeapCapture capture = new HeapCapture(Source.inst(), Source::isApplicationClass, Source.roles());
                capture.prepare(false);
                long start = System.nanoTime();
                CaptureResult result =
                        capture.capture(List.of(new ThreadImage(Thread.currentThread(), new SpriteFrames())), image);
                capture.release();
                bestCapture = Math.min(bestCapture, System.nanoTime() - start);
                objects = result.objects();
                bytes = result.bytes();
                ByteArrayInputStream in = new ByteArrayInputStream(image.toByteArray());
                start = System.nanoTime();
                HeapRestore.restore(in, Source.inst(), Source.roles());
                bestRestore = Math.min(bestRestore, System.nanoTime() - start);
            }
            System.out.printf("%-8s %8d objects, heap %4d MB, image %4d MB: capture %4.0f MB/s %3.0f ns/object, "
                    + "rebuild %4.0f MB/s %3.0f ns/object%n", kind, objects, heap >> 20, bytes >> 20,
                    heap / bestCapture * 1e3, bestCapture / objects, heap / bestRestore * 1e3, bestRestore / objects);
        }
    }
}
