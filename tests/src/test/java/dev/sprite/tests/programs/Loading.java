package dev.sprite.tests.programs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.jar.JarOutputStream;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;

/** Waits at the gate in a class that a class loader of its own has defined, and goes on to load others. */
public final class Loading {
    private Loading() {}

    /** Defines the classes of {@link Loading}'s plug-in itself, with a lookup order of its own, and keeps a log. */
    static final class ChildFirst extends ClassLoader {
        static {
            registerAsParallelCapable();
        }

        final List<String> asked = new ArrayList<>();
        private final Map<String, Integer> sizes = new HashMap<>();

        ChildFirst(ClassLoader parent) {
            super("child-first", parent);
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            asked.add(name);
            return super.loadClass(name);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && name.startsWith(Loading.class.getName() + "$Plugin")) {
                    byte[] bytes = bytesOf(name);
                    sizes.put(name, bytes.length);
                    loaded = defineClass(name, bytes, 0, bytes.length);
                }
                return loaded != null ? loaded : super.loadClass(name, resolve);
            }
        }
    }

    static byte[] bytesOf(String name) {
        try (InputStream in = Loading.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    abstract static class PluginBase implements Supplier<String> {
        protected static int instances;
        protected final int number = ++instances;
    }

    public static final class Plugin extends PluginBase {
        static final Map<Class<?>, String> NAMES = new HashMap<>();
        private final Supplier<String> lambda = () -> "lambda of " + number;

        static {
            NAMES.put(Plugin.class, "plugin");
        }

        public Plugin() {}

        @Override
        public String get() {
            String before = lambda.get();
            try {
                Gate.await(System.getProperty("gate"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return before + ", " + NAMES.get(Plugin.class) + ", " + lambda.get() + ", " + new PluginLate().get();
        }

        /** Nobody calls it, so nobody asks for the classes that it is declared with. */
        PluginUnmet uncalled(CRC32C sum) {
            return null;
        }
    }

    static final class PluginUnmet {}

    /** Not loaded before the gate. */
    static final class PluginLate extends PluginBase {
        @Override
        public String get() {
            return "late " + number + " of " + getClass().getClassLoader().getName();
        }
    }

    public static void main(String[] args) throws Exception {
        Path jar = Path.of(args[1]);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of(Plugin.class.getName(), PluginBase.class.getName(), PluginLate.class.getName())) {
                out.putNextEntry(new ZipEntry(name.replace('.', '/') + ".class"));
                out.write(bytesOf(name));
            }
            out.putNextEntry(new ZipEntry("resource"));
            out.write("in the jar".getBytes());
        }
        ChildFirst childFirst = new ChildFirst(Loading.class.getClassLoader());
        URLClassLoader urls = new URLClassLoader("urls", new URL[] {jar.toUri().toURL()}, new HidingPlugins());
        for (ClassLoader loader : List.of(childFirst, urls)) {
            System.setProperty("gate", args[0] + loader.getName());
            Class<?> type = loader.loadClass(Plugin.class.getName());
            Object plugin = type.getConstructor().newInstance();
            System.out.println(((Supplier<?>) plugin).get());
            System.out.println((type == Plugin.class) + " " + (plugin.getClass().getClassLoader() == loader) + " "
                    + (loader.loadClass(Plugin.class.getName()) == type) + " " + loader.getName() + type.getModule().isNamed()
                    + " " + type.getPackage() + " " + type.getProtectionDomain().getClassLoader().getName());
        }
        System.out.println(childFirst.asked);
        System.out.println(childFirst.sizes);
        System.out.println(new String(urls.getResourceAsStream("resource").readAllBytes()));
        urls.close();
    }

    /** Hides what {@link URLClassLoader} is to define. */
    static final class HidingPlugins extends ClassLoader {
        HidingPlugins() {
            super(Loading.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(Loading.class.getName() + "$Plugin")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
