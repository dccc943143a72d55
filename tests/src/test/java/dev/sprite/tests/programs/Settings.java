package dev.sprite.tests.programs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.Security;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import sun.misc.Signal;

/** Sets what there is to set for all of a JVM, and looks at it again behind the gate. */
public final class Settings {
    private static final Logger LOGGER = Logger.getLogger("some.logger");
    private static final Noting NOTING = new Noting();
    private static final ClassValue<int[]> VALUES = new ClassValue<>() {
        @Override
        protected int[] computeValue(Class<?> type) {
            return new int[1];
        }
    };
    private static SSLContext context;
    private static CountDownLatch signalled;

    private Settings() {}

    public static void main(String[] args) throws Exception {
        set();
        List<String> before = look();
        Gate.await(args[0]);
        System.gc(); // what is held weakly must be held otherwise, too
        List<String> after = look();
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).equals(after.get(i))) {
                System.out.println(before.get(i) + " became " + after.get(i));
            }
        }
        System.out.println("looked at " + after.size());
    }

    private static void set() throws Exception {
        LOGGER.setLevel(Level.FINEST);
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(NOTING);
        Logger.getGlobal().setUseParentHandlers(false);
        Logger.getGlobal().addHandler(NOTING);
        new Notice();
        DriverManager.registerDriver(new Unconnected());
        Security.addProvider(new Adding());
        Security.setProperty("of.the.program", "kept");
        URL.setURLStreamHandlerFactory(protocol -> protocol.equals("path") ? new PathHandler() : null);
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication("somebody", new char[0]);
            }
        });
        CookieHandler.setDefault(new CookieManager());
        ProxySelector.setDefault(new Direct());
        HttpURLConnection.setFollowRedirects(false);
        HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> host.equals("good"));
        context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        SSLContext.setDefault(context);
        Signal.handle(new Signal("USR2"), signal -> signalled.countDown());
        VALUES.get(String.class)[0] = 5;
    }

    private static List<String> look() throws Exception {
        List<String> seen = new ArrayList<>();
        seen.add("logger " + (Logger.getLogger("some.logger") == LOGGER) + Logger.getLogger("some.logger").getLevel());
        NOTING.noted = "";
        Logger.getLogger("some.logger.beneath").fine("fine");
        Logger.getGlobal().warning("all");
        seen.add("logged " + NOTING.noted + LogManager.getLogManager().getLogger("some.logger").getName());
        seen.add("level " + Level.parse("NOTICE").intValue());
        seen.add("driver " + DriverManager.getDriver("jdbc:some:where").getMajorVersion());
        seen.add("digest " + MessageDigest.getInstance("SUM").digest(new byte[] {1, 2})[0]);
        seen.add("property " + Security.getProperty("of.the.program"));
        seen.add("url " + new String(new URL("path:/some").openStream().readAllBytes()));
        seen.add("user " + Authenticator.requestPasswordAuthentication("", null, 1, "", "", "").getUserName());
        seen.add("cookies " + (CookieHandler.getDefault() instanceof CookieManager));
        seen.add("proxies " + ProxySelector.getDefault().getClass());
        seen.add("redirects " + HttpURLConnection.getFollowRedirects());
        seen.add("host " + HttpsURLConnection.getDefaultHostnameVerifier().verify("good", null));
        seen.add("context " + (SSLContext.getDefault() == context));
        signalled = new CountDownLatch(1);
        Signal.raise(new Signal("USR2"));
        signalled.await();
        seen.add("class value " + VALUES.get(String.class)[0]);
        return seen;
    }

    private static final class Noting extends Handler {
        private String noted;

        @Override
        public void publish(LogRecord record) {
            noted += record.getMessage() + " ";
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static final class Notice extends Level {
        private static final long serialVersionUID = 1;

        Notice() {
            super("NOTICE", 850);
        }
    }

    private static final class Unconnected implements Driver {
        @Override
        public Connection connect(String url, Properties info) {
            return null;
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:some:");
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 7;
        }

        @Override
        public int getMinorVersion() {
            return 1;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return LOGGER;
        }
    }

    private static final class Adding extends Provider {
        private static final long serialVersionUID = 1;

        Adding() {
            super("Adding", "1", "adds up");
            put("MessageDigest.SUM", Sum.class.getName());
        }
    }

    /** Made by reflection. */
    public static final class Sum extends MessageDigestSpi {
        private byte sum;

        @Override
        protected void engineUpdate(byte input) {
            sum += input;
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            for (int i = 0; i < length; i++) {
                sum += input[offset + i];
            }
        }

        @Override
        protected byte[] engineDigest() {
            return new byte[] {sum};
        }

        @Override
        protected void engineReset() {
            sum = 0;
        }
    }

    private static final class PathHandler extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(url.getPath().getBytes());
                }
            };
        }
    }

    private static final class Direct extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {}
    }
}
