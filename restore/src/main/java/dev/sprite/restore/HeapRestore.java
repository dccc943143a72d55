package dev.sprite.restore;

import com.esotericsoftware.kryo.KryoException;
import dev.sprite.image.Blocker;
import dev.sprite.image.ImageFormat;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageInput;
import dev.sprite.image.Layout;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.PageInput;
import dev.sprite.image.Raw;
import dev.sprite.image.ThreadImage;
import dev.sprite.image.carrier.Carrier;
import dev.sprite.image.carrier.Carriers;
import dev.sprite.image.carrier.ThreadLocals;
import dev.sprite.image.codec.Codecs;
import dev.sprite.image.codec.Roles;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/** Rebuilds the heap of a process from its image, in a JVM that has run no application code yet. */
public final class HeapRestore {
    private final ImageInput in;
    private final ObjectReader reader;
    private final List<Carrier> carriers;
    /** Classes whose static initialisers are to go on. */
    private final List<Class<?>> begun = new ArrayList<>();
    /** The thread locals of each thread but main. */
    private final List<Object[]> locals = new ArrayList<>();

    private HeapRestore(ImageInput in, Instrumentation inst, Roles roles) {
        this.in = in;
        reader = new ObjectReader(in, new Codecs(roles), roles.hidden());
        carriers = Carriers.all(roles, inst);
    }

    /**
     * Reads one image and nothing beyond it. On failure the JVM holds half a process and must be discarded.
     *
     * @throws ImageFormatException if the image is truncated, oversized, damaged or of a foreign version
     * @throws NotMovableException if this JVM lacks something that the process needs
     */
    public static RestoredProcess restore(InputStream image, Instrumentation inst, Roles roles)
            throws IOException, NotMovableException {
        return restore(image, inst, roles, true);
    }

    /**
     * Reads an image written by {@code HeapCapture.rehearse} and forgets it, so that the code that restores is linked
     * and compiled when the true image comes.
     */
    public static void rehearse(InputStream image, Instrumentation inst, Roles roles)
            throws IOException, NotMovableException {
        restore(image, inst, roles, false);
        Chains.values(); // which only keys with another hash than at the source bring in
    }

    private static RestoredProcess restore(InputStream image, Instrumentation inst, Roles roles, boolean inPlace)
            throws IOException, NotMovableException {
        PageInput pages = new PageInput(image);
        ImageInput in = new ImageInput(pages);
        SpriteResume.initialising(Thread.currentThread());
        try {
            HeapRestore restore = new HeapRestore(in, inst, roles);
            List<ThreadImage> threads = restore.read(inPlace);
            return new RestoredProcess(
                    threads, restore.reader.objects(), pages.taken(), new ResidualPages(pages, in, restore.reader));
        } catch (KryoException e) {
            throw ImageInput.unwrap(e);
        } catch (LinkageError | InternalError e) {
            throw new NotMovableException(Blocker.object(null, "a class cannot be linked or initialised on this host: " + e));
        } catch (OutOfMemoryError e) {
            throw new NotMovableException(Blocker.object("the heap", "this host's JVM has no room for it within "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MB. Give the program a larger -Xmx"));
        } catch (ArrayStoreException | ClassCastException | IndexOutOfBoundsException | NullPointerException e) {
            throw new ImageFormatException("image damaged: its records make no sense", e);
        } finally {
            SpriteLoaders.arrived();
            SpriteResume.initialising(null);
        }
    }

    private List<ThreadImage> read(boolean inPlace) throws ImageFormatException, NotMovableException {
        header();
        loaders();
        statics();
        List<ThreadImage> threads = threads();
        List<Object> states = carriers();
        reader.announced();
        reader.contents();
        reader.waiting();
        reader.parts();
        if (in.int32() != ImageFormat.END) {
            throw new ImageFormatException("image damaged: its end mark is missing");
        }
        reader.complete();
        for (int i = 0; i < threads.size(); i++) {
            if (locals.get(i) != null) {
                ThreadLocals.ORDINARY.put(threads.get(i).thread(), locals.get(i));
            }
        }
        for (int i = 0; inPlace && i < states.size(); i++) {
            carriers.get(i).put(states.get(i));
        }
        refuseInitialised();
        return threads;
    }

    private void header() throws ImageFormatException {
        if (in.int32() != ImageFormat.MAGIC) {
            throw new ImageFormatException("not an image of a process");
        }
        int version = in.number();
        if (version != ImageFormat.VERSION) {
            throw new ImageFormatException("image of format " + version + ", this version reads format "
                    + ImageFormat.VERSION + ". Use the same sprite.jar on all hosts");
        }
        int feature = in.number();
        if (feature != Runtime.version().feature()) {
            throw new ImageFormatException("image from JDK " + feature + ", this JVM is JDK "
                    + Runtime.version().feature() + ". Use the same JDK on all hosts");
        }
        String agent = in.text();
        if (!agent.equals(ImageFormat.AGENT_VERSION)) {
            throw new ImageFormatException("image from sprite " + agent + ", this is sprite "
                    + ImageFormat.AGENT_VERSION + ". Use the same sprite.jar on all hosts");
        }
        // Buffers on arrays hold it.
        if (in.longNumber() != Raw.arrayBase(byte[].class)) {
            throw new ImageFormatException("image from a JVM with other object headers. Use the same -XX options for"
                    + " class pointers and object headers on all hosts");
        }
    }

    /**
     * The loaders of the program, with all classes that each has been asked for. The JVM asks again here, and is answered
     * by {@link SpriteLoaders}, so that it need never ask the loader itself for what that has found before.
     */
    private void loaders() throws ImageFormatException, NotMovableException {
        for (int left = in.number(); left > 0; left--) {
            ClassLoader loader = reader.reference(ClassLoader.class);
            for (int classes = in.number(); classes > 0; classes--) {
                Class<?> type = reader.reference(Class.class);
                SpriteLoaders.found(loader, type);
                if (type.getClassLoader() != loader) {
                    ask(loader, type.getName());
                }
            }
        }
    }

    private static void ask(ClassLoader loader, String name) throws NotMovableException {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new NotMovableException(Blocker.object("class " + name, "it cannot be loaded on this host: " + e));
        }
    }

    /** All classes first: an initialiser that we could not silence must not meet half of the program's objects. */
    private void statics() throws ImageFormatException, NotMovableException {
        List<Class<?>> initialised = classes();
        for (Class<?> type : initialised) {
            Raw.UNSAFE.ensureClassInitialized(type);
        }
        statics(initialised);
        begun.addAll(classes());
        statics(begun);
    }

    private List<Class<?>> classes() throws ImageFormatException, NotMovableException {
        List<Class<?>> classes = new ArrayList<>();
        for (int left = in.number(); left > 0; left--) {
            classes.add(reader.reference(Class.class));
        }
        return classes;
    }

    private void statics(List<Class<?>> classes) throws ImageFormatException, NotMovableException {
        for (Class<?> type : classes) {
            Layout layout = Layout.ofStatics(type);
            layout.check(type, in);
            if (layout.size() != 0) {
                reader.fields(Layout.staticBase(type), layout);
            }
        }
    }

    /** An initialiser that is to go on must find its class as it was before it had begun. */
    private void refuseInitialised() throws NotMovableException {
        for (Class<?> type : begun) {
            if (!Raw.UNSAFE.shouldBeInitialized(type)) {
                throw new NotMovableException(Blocker.object("class " + type.getName(),
                        "its static initialiser is running, and what else moves needs it initialised"));
            }
        }
    }

    private List<ThreadImage> threads() throws ImageFormatException, NotMovableException {
        int count = in.number();
        List<ThreadImage> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(new ThreadImage(reader.reference(Thread.class), reader.reference(SpriteFrames.class)));
            locals.add(reader.reference(Object[].class));
        }
        return threads;
    }

    private List<Object> carriers() throws ImageFormatException, NotMovableException {
        int count = in.number();
        if (count != carriers.size()) {
            throw new ImageFormatException("image damaged: " + count + " carriers, expected " + carriers.size());
        }
        List<Object> states = new ArrayList<>();
        for (Carrier carrier : carriers) {
            String name = in.text();
            if (!name.equals(carrier.name())) {
                throw new ImageFormatException("image damaged: carrier " + name + ", expected " + carrier.name());
            }
            states.add(reader.reference());
        }
        return states;
    }
}
