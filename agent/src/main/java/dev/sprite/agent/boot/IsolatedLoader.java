package dev.sprite.agent.boot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLDecoder;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.security.AllPermission;
import java.security.PermissionCollection;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import java.util.zip.ZipFile;

/**
 * Defines the classes of one jar nested in ours, so that a program with its own version of a library never meets ours.
 * There are two: {@code core}, part of every start, and {@code far}, its child, made when a program is to move.
 */
public final class IsolatedLoader extends ClassLoader {
    /** Where our own jar is. */
    public static final String JAR = jar();

    private static final String BOOT = IsolatedLoader.class.getPackageName() + '.';

    private static String identity;

    private final ZipFile file;
    private final NestedJar jar;
    /** With all permissions, whatever the program's security manager thinks. */
    private final ProtectionDomain domain;

    static {
        registerAsParallelCapable();
    }

    private IsolatedLoader(String name, ZipFile file, ClassLoader parent) throws IOException {
        super("sprite-" + name, parent);
        this.file = file;
        this.jar = new NestedJar(file, name + ".jar");
        AllPermission all = new AllPermission();
        PermissionCollection permissions = all.newPermissionCollection();
        permissions.add(all);
        domain = new ProtectionDomain(null, permissions);
    }

    private static String jar() {
        String path = IsolatedLoader.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        // Decoding costs a start more than to see that there is nothing to decode.
        return path.indexOf('%') < 0 ? path : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The loader of what every start needs: the transformer and the instrumentation. */
    static IsolatedLoader core() throws IOException {
        ZipFile file = new ZipFile(JAR);
        identity = Long.toHexString(file.getEntry("core.jar").getCrc());
        return new IsolatedLoader("core", file, getPlatformClassLoader());
    }

    /** A loader, with this one as its parent, of what only a migration, a daemon or the command line needs. */
    public IsolatedLoader far() throws IOException {
        return new IsolatedLoader("far", file, this);
    }

    /** What tells this version of the agent from any other that instruments differently. */
    public static String identity() {
        return identity;
    }

    /** The names of all entries. */
    public Set<String> names() {
        return jar.names();
    }

    /** The content of an entry, or {@code null} if there is none of that name. */
    public byte[] read(String name) throws IOException {
        return jar.read(name);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith(BOOT)) {
            return Class.forName(name, false, IsolatedLoader.class.getClassLoader());
        }
        byte[] bytes;
        try {
            bytes = jar.read(name.replace('.', '/').concat(".class"));
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    @Override
    protected URL findResource(String name) {
        if (!jar.names().contains(name)) {
            return null;
        }
        try {
            return new URL(null, getName() + ":/" + name, new Handler());
        } catch (IOException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL url = findResource(name);
        return url == null ? Collections.emptyEnumeration() : Collections.enumeration(Set.of(url));
    }

    /** Opens the URLs of nested entries, for service loaders and the like. */
    private final class Handler extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() throws IOException {
                    return new ByteArrayInputStream(jar.read(getURL().getPath().substring(1)));
                }
            };
        }
    }
}
