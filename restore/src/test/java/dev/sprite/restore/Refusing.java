package dev.sprite.restore;

import dev.sprite.capture.HeapCapture;
import dev.sprite.image.MarkWord;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.ThreadImage;
import dev.sprite.zoo.Unmovable;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.util.List;

/** Main class of a JVM that tries to capture what cannot move, and says for each how it was refused. */
public final class Refusing {
    private static HeapCapture capture;

    private Refusing() {}

    public static void main(String[] args) throws Exception {
        capture = new HeapCapture(Source.inst(), Source::isApplicationClass, Source.roles());
        capture.prepare(false);
        List<Object> bystanders = Unmovable.bystanders();
        long before = MarkWord.of(bystanders.get(0));
        for (Unmovable.Kind kind : Unmovable.Kind.values()) {
            Unmovable.fill(kind);
            report(kind.name(), new SpriteFrames());
        }
        Unmovable.cache = new Refusing();
        report("OURS", new SpriteFrames());
        Unmovable.cache = null;
        SpriteFrames frames = new SpriteFrames();
        frames.depth = 1;
        frames.owner = new Class<?>[] {Unmovable.class};
        frames.method = new String[] {"work()V"};
        frames.refs[0] = List.of(Cleaner.create());
        frames.refEnd[0] = 1;
        report("FRAME", frames);
        report("NOTHING", new SpriteFrames());
        long after = MarkWord.of(bystanders.get(0));
        boolean intact = MarkWord.hash(before) == 0 && MarkWord.hash(after) == 0;
        System.out.println("HEADERS " + (intact ? "intact" : "changed"));
    }

    private static void report(String kind, SpriteFrames frames) throws Exception {
        try {
            capture.capture(List.of(new ThreadImage(Thread.currentThread(), frames)), OutputStream.nullOutputStream());
            System.out.println(kind + " captured");
        } catch (NotMovableException e) {
            System.out.println(kind + " " + e.blockers().get(0));
        } finally {
            capture.release();
        }
    }
}
