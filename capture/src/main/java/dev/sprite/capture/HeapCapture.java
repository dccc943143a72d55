package dev.sprite.capture;

import com.esotericsoftware.kryo.KryoException;
import dev.sprite.image.Blocker;
import dev.sprite.image.ImageFormat;
import dev.sprite.image.ImageOutput;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.PageOutput;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import dev.sprite.image.ThreadImage;
import dev.sprite.image.carrier.Carrier;
import dev.sprite.image.carrier.Carriers;
import dev.sprite.image.carrier.ThreadLocals;
import dev.sprite.image.codec.Codecs;
import dev.sprite.image.codec.Roles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Writes the image of a process whose application threads have stopped.
 *
 * <p>Order of calls: {@link #rehearse(BooleanSupplier)} and {@link #prepare} while the program runs, {@link #capture}
 * while it stands still, {@link #release} before any application thread runs again, whatever became of the capture.
 */
public final class HeapCapture {
    /** How often the capture is rehearsed where somebody waits: enough for the compiler to take notice. */
    private static final int LEAST = 8;
    /** How often where nobody does: enough for all of it to be compiled. */
    private static final int MOST = 24;
    /** A rehearsal that takes no longer than this has nothing left to warm up. */
    private static final long QUICK_NANOS = 6_000_000;

    private final Instrumentation inst;
    private final Roles roles;
    private final Codecs codecs;
    private final CapturedClasses classes;
    private final Predicate<Class<?>> isApplicationClass;
    private final ProgramStatics statics;
    private final ProgramLoaders loaders;
    private final List<Carrier> carriers;
    private LoadedClasses loaded;
    private WellKnownObjects wellKnown;
    private LateOutputStream destination;
    private PageOutput pages;
    private ImageOutput encoded;
    private ObjectWriter writer;
    private Deferral deferral = Deferral.NONE;

    /** @param isApplicationClass whether a class belongs to the program, rather than to the JDK or to us */
    public HeapCapture(Instrumentation inst, Predicate<Class<?>> isApplicationClass, Roles roles) {
        this.inst = inst;
        this.roles = roles;
        this.isApplicationClass = isApplicationClass;
        codecs = new Codecs(roles);
        classes = new CapturedClasses(codecs, new Movability(isApplicationClass));
        statics = new ProgramStatics(isApplicationClass, roles.hidden());
        loaders = new ProgramLoaders(inst, isApplicationClass, roles.classFiles());
        carriers = Carriers.all(roles, inst);
    }

    /**
     * Makes the code that captures run, so that it is linked and compiled by the time of the freeze. Touches no object
     * of the program.
     *
     * @param isAwaited whether somebody waits for the end
     */
    public void rehearse(BooleanSupplier isAwaited) {
        try {
            for (int i = 0; i < (isAwaited.getAsBoolean() ? LEAST : MOST); i++) {
                long begun = System.nanoTime();
                rehearse(OutputStream.nullOutputStream());
                if (System.nanoTime() - begun < QUICK_NANOS) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Does ahead of the freeze what need not wait for it: examines what is loaded.
     *
     * @param contentsMayWait whether the contents of the program's objects may follow the image
     */
    public void prepare(boolean contentsMayWait) {
        release();
        deferral = contentsMayWait ? new Deferral(isApplicationClass) : Deferral.NONE;
        loaded = LoadedClasses.of(inst.getAllLoadedClasses());
        wellKnown = WellKnownObjects.among(loaded.all());
        loaders.prepare(loaded);
        try {
            List<StaticFields> initialised = statics.among(loaded);
            for (StaticFields fields : initialised) {
                classes.of(fields.type());
            }
            LikelyClasses likely = new LikelyClasses(classes);
            likely.examine(initialised);
            likely.examine(new Object[] {System.in, System.out, System.err, roles.main()});
        } catch (Refusal e) {
            // The capture meets it again and reports it.
        }
        for (Carrier carrier : carriers) {
            carrier.prepare();
        }
        NativeLibraries.loadedBy(roles.application());
        begin();
    }

    /** Numbers the well-known objects, which takes longest in a small program, and needs no freeze. */
    private void begin() {
        destination = new LateOutputStream();
        pages = new PageOutput(destination);
        encoded = new ImageOutput(pages);
        writer = new ObjectWriter(encoded, codecs, classes, deferral, wellKnown);
    }

    /** Writes an image of objects of no consequence, for {@code HeapRestore.rehearse}. */
    public void rehearse(OutputStream out) throws IOException {
        PageOutput pages = new PageOutput(out);
        ImageOutput encoded = new ImageOutput(pages);
        ObjectWriter rehearsing = new ObjectWriter(
                encoded, codecs, classes, Deferral.NONE, WellKnownObjects.none());
        try {
            header(encoded);
            encoded.number(0);
            encoded.number(0);
            encoded.number(0);
            encoded.number(0);
            encoded.number(carriers.size());
            rehearsing.root(0);
            for (Carrier carrier : carriers) {
                carrier.take(everywhere(rehearsing));
                encoded.text(carrier.name());
                rehearsing.reference(Specimens.fresh());
            }
            encoded.number(0);
            rehearsing.contents();
            rehearsing.waiting(new int[0], 0);
            rehearsing.parts();
            finish(encoded, pages);
        } finally {
            rehearsing.release();
        }
    }

    /**
     * Writes statics, frames and carriers, and every object they lead to.
     *
     * @throws NotMovableException if an object cannot move; the heap is unharmed once {@link #release} has been called
     */
    public CaptureResult capture(List<ThreadImage> threads, OutputStream out) throws IOException, NotMovableException {
        if (wellKnown == null) {
            prepare(deferral != Deferral.NONE);
        } else if (writer == null) {
            begin();
        }
        String library = NativeLibraries.loadedBy(roles.application());
        if (library != null) {
            throw new NotMovableException(Blocker.object("native library " + library,
                    "a program that has loaded native code cannot be moved"));
        }
        destination.open(out);
        Roots roots = new Roots();
        try {
            header(encoded);
            loaded = loaded.then(inst.getAllLoadedClasses());
            List<ClassLoader> defining = loaders.among(loaded); // both before anything can be refused: each
            List<StaticFields> initialised = statics.among(loaded); // has to be shown every class once
            for (ThreadImage image : threads) {
                codecs.moving(image.thread());
            }
            loaders(encoded, roots, defining);
            BeingInitialised begun = BeingInitialised.by(threads, loaded.all());
            statics(encoded, roots, initialised, begun);
            threads(encoded, roots, threads);
            carriers(encoded, roots);
            announce(encoded, initialised);
            writer.contents();
            writer.root(roots.add("frames"));
            frames(threads);
            writer.parts();
            begun.refuseObjects(classes);
            finish(encoded, pages);
            return new CaptureResult(writer.objects(), pages.written());
        } catch (Refusal refusal) {
            throw new NotMovableException(roots.blocker(writer, refusal));
        } catch (OutOfMemoryError e) {
            throw new NotMovableException(Blocker.object("the heap", "it has no room left for the list of its objects,"
                    + " which a capture needs: four bytes for each. Give the program a larger -Xmx"));
        } catch (KryoException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        }
    }

    /** What the last {@link #capture} left for later. The program must not run here any more; nothing is released. */
    public ResidualHeap residue() {
        ResidualHeap residue = new ResidualHeap(writer, encoded, pages);
        writer = null;
        return residue;
    }

    /**
     * Why the contents of objects cannot follow an image of this program: what leads to an object that cannot move would
     * be found too late. Asks whether there are any classes of which there could be such objects.
     *
     * @return null if nothing is in the way
     */
    public String whyContentsCannotWait() {
        return new LateRefusals(classes, isApplicationClass, roles.hidden()).among(inst.getAllLoadedClasses());
    }

    /** Puts every object header back as it was. */
    public void release() {
        if (writer != null) {
            writer.release();
            writer = null;
        }
    }

    private static void header(ImageOutput out) {
        out.int32(ImageFormat.MAGIC);
        out.number(ImageFormat.VERSION);
        out.number(Runtime.version().feature());
        out.text(ImageFormat.AGENT_VERSION);
        out.number(Raw.arrayBase(byte[].class));
    }

    /** An image that is not all is not the end of its stream. */
    private void finish(ImageOutput out, PageOutput pages) throws IOException {
        out.int32(ImageFormat.END);
        out.flush();
        if (deferral == Deferral.NONE) {
            pages.close();
        } else {
            pages.send();
        }
    }

    private void announce(ImageOutput out, List<StaticFields> initialised) {
        List<Class<?>> waiting = new ArrayList<>();
        for (StaticFields fields : initialised) {
            Class<?> type = fields.type();
            if (deferral != Deferral.NONE && !type.isInterface() && !Modifier.isAbstract(type.getModifiers())
                    && writer.mayWait(type)) {
                waiting.add(type);
            }
        }
        out.number(waiting.size());
        for (Class<?> type : waiting) {
            writer.announce(type);
        }
    }

    /** The program's objects in frames are looked into at once, some of them by code that takes them to be there. */
    private void frames(List<ThreadImage> threads) {
        Positions held = new Positions();
        for (ThreadImage thread : threads) {
            for (Object object : thread.frames().refs) {
                int position = object == null ? -1 : writer.positionOfWaiter(object);
                if (position >= 0) {
                    held.add(position);
                }
            }
        }
        writer.waiting(held.toArray(), 0);
    }

    private void loaders(ImageOutput out, Roots roots, List<ClassLoader> found) {
        out.number(found.size());
        for (ClassLoader loader : found) {
            writer.root(roots.add("class loader"));
            if (NativeLibraries.loadedBy(loader) != null) {
                throw new Refusal("a program that has loaded native code cannot be moved; the class loader has "
                        + NativeLibraries.loadedBy(loader));
            }
            loaders.write(loader, writer);
        }
    }

    private void statics(ImageOutput out, Roots roots, List<StaticFields> initialised, BeingInitialised begun)
            throws NotMovableException {
        begun.refuseSubclasses(initialised);
        statics(out, roots, initialised);
        statics(out, roots, begun.statics());
    }

    private void statics(ImageOutput out, Roots roots, List<StaticFields> classes) {
        out.number(classes.size());
        for (StaticFields fields : classes) {
            writer.root(roots.add(fields.type()));
            writer.reference(fields.type());
        }
        for (StaticFields fields : classes) {
            writer.root(roots.add(fields.type()));
            fields.layout().describe(out);
            if (fields.layout().size() != 0) {
                writer.heldByProgram(true);
                writer.fields(fields.base(), fields.layout());
                writer.heldByProgram(false);
            }
        }
    }

    private void threads(ImageOutput out, Roots roots, List<ThreadImage> threads) {
        out.number(threads.size());
        for (ThreadImage image : threads) {
            writer.root(roots.add(image));
            writer.framesHold(image.frames().refs);
            writer.reference(image.thread());
            writer.reference(image.frames());
            writer.reference(image.thread() == roles.main()
                    ? null // its carrier has them
                    : ThreadLocals.ORDINARY.take(image.thread(), everywhere(writer)));
        }
    }

    private void carriers(ImageOutput out, Roots roots) {
        out.number(carriers.size());
        for (Carrier carrier : carriers) {
            writer.root(roots.add(carrier.name()));
            out.text(carrier.name());
            writer.reference(carrier.take(everywhere(writer)));
        }
    }

    private static Predicate<Object> everywhere(ObjectWriter writer) {
        return writer::isWellKnown;
    }
}
