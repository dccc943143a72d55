package dev.sprite.capture;

import com.esotericsoftware.kryo.KryoException;
import dev.sprite.image.Blocker;
import dev.sprite.image.ImageFormat;
import dev.sprite.image.ImageOutput;
import dev.sprite.image.Layout;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.PageOutput;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import dev.sprite.image.ThreadImage;
import dev.sprite.image.carrier.Carrier;
import dev.sprite.image.carrier.Carriers;
import dev.sprite.image.codec.Codecs;
import dev.sprite.image.codec.Roles;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Writes the image of a process whose application threads have stopped.
 *
 * <p>Order of calls: {@link #prepare} while the program runs, {@link #capture} while it stands still, {@link #release}
 * before any application thread runs again, whatever became of the capture.
 */
public final class HeapCapture {
    private final Instrumentation inst;
    private final Predicate<Class<?>> isApplicationClass;
    private final Roles roles;
    private final Codecs codecs;
    private final CapturedClasses classes;
    private final List<Carrier> carriers;
    private WellKnownObjects wellKnown;
    private ObjectWriter writer;

    /** @param isApplicationClass whether a class belongs to the program, rather than to the JDK or to us */
    public HeapCapture(Instrumentation inst, Predicate<Class<?>> isApplicationClass, Roles roles) {
        this.inst = inst;
        this.isApplicationClass = isApplicationClass;
        this.roles = roles;
        codecs = new Codecs(roles);
        classes = new CapturedClasses(codecs, new Movability(isApplicationClass));
        carriers = Carriers.all(roles, inst);
    }

    /** Does ahead of the freeze what need not wait for it. */
    public void prepare() {
        Class<?>[] loaded = inst.getAllLoadedClasses();
        wellKnown = WellKnownObjects.among(loaded);
        for (Class<?> type : loaded) {
            if (isMovable(type)) {
                classes.of(type);
            }
        }
        for (Carrier carrier : carriers) {
            carrier.prepare();
        }
    }

    /**
     * Writes statics, frames and carriers, and every object they lead to.
     *
     * @throws NotMovableException if an object cannot move; the heap is unharmed once {@link #release} has been called
     */
    public CaptureResult capture(List<ThreadImage> threads, OutputStream out) throws IOException, NotMovableException {
        if (wellKnown == null) {
            prepare();
        }
        String library = NativeLibraries.loadedBy(roles.application());
        if (library != null) {
            throw new NotMovableException(Blocker.object("native library " + library,
                    "a program that has loaded native code cannot be moved"));
        }
        PageOutput pages = new PageOutput(out);
        ImageOutput encoded = new ImageOutput(pages);
        Roots roots = new Roots();
        writer = new ObjectWriter(encoded, codecs, classes, wellKnown);
        try {
            header(encoded);
            statics(encoded, roots);
            threads(encoded, roots, threads);
            carriers(encoded, roots);
            writer.contents();
            writer.descriptors();
            encoded.int32(ImageFormat.END);
            encoded.flush();
            pages.close();
            return new CaptureResult(writer.objects(), pages.written());
        } catch (Refusal refusal) {
            throw new NotMovableException(roots.blocker(writer, refusal));
        } catch (KryoException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        }
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
    }

    private void statics(ImageOutput out, Roots roots) {
        List<Class<?>> initialised = new ArrayList<>();
        for (Class<?> type : inst.getAllLoadedClasses()) {
            if (isMovable(type) && !Raw.UNSAFE.shouldBeInitialized(type)) {
                initialised.add(type);
            }
        }
        out.number(initialised.size());
        for (Class<?> type : initialised) {
            writer.root(roots.add(type));
            writer.reference(type);
            Layout layout = Layout.ofStatics(type);
            layout.describe(out);
            if (layout.size() != 0) {
                writer.fields(Layout.staticBase(type), layout);
            }
        }
    }

    /** Proxies are made anew at the target; hidden classes that cannot be made again have no state of the program. */
    private boolean isMovable(Class<?> type) {
        return !type.isArray() && !type.isPrimitive() && isApplicationClass.test(type) && !Proxy.isProxyClass(type)
                && (!type.isHidden() || roles.hidden().recipeOf(type) != null);
    }

    private void threads(ImageOutput out, Roots roots, List<ThreadImage> threads) {
        out.number(threads.size());
        for (ThreadImage image : threads) {
            writer.root(roots.add(image));
            writer.reference(image.thread());
            writer.reference(image.frames());
        }
    }

    private void carriers(ImageOutput out, Roots roots) {
        out.number(carriers.size());
        for (Carrier carrier : carriers) {
            writer.root(roots.add(carrier.name()));
            out.text(carrier.name());
            writer.reference(carrier.take(writer::isWellKnown));
        }
    }
}
