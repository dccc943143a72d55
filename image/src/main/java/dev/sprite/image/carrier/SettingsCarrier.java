package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * What a program may set for all of its JVM and the JDK keeps in static fields that are not final: who authenticates,
 * selects proxies, keeps cookies, makes sockets and handlers of URLs. What the JDK has put there by itself stays behind.
 */
final class SettingsCarrier implements Carrier {
    /** Class and fields. */
    private static final String[][] SETTINGS = {
        {"java.io.ObjectInputFilter$Config", "serialFilter"},
        {"java.net.Authenticator", "theAuthenticator"},
        {"java.net.CookieHandler", "cookieHandler"},
        {"java.net.HttpURLConnection", "followRedirects"},
        {"java.net.ProxySelector", "theProxySelector"},
        {"java.net.ResponseCache", "theResponseCache"},
        {"java.net.ServerSocket", "factory"},
        {"java.net.Socket", "factory"},
        {"java.net.URL", "factory"},
        {"java.net.URLConnection", "factory", "defaultUseCaches", "defaultAllowUserInteraction"},
        {"java.sql.DriverManager", "driversInitialized", "loginTimeout", "logWriter"},
        {"java.util.logging.Level$KnownLevel", "nameToLevels", "intToLevels"},
        {"javax.net.ssl.HttpsURLConnection", "defaultHostnameVerifier", "defaultSSLSocketFactory"},
        {"javax.net.ssl.SSLContext", "defaultContext"},
    };

    private static final String SOCKET_FACTORY = "sun.security.ssl.SSLSocketFactoryImpl";
    private static final Set<String> DEFAULTS =
            Set.of("sun.net.spi.DefaultProxySelector", "sun.security.ssl.SSLContextImpl$DefaultSSLContext");

    private List<Field> fields = List.of();

    @Override
    public String name() {
        return "settings of the JDK";
    }

    /** Looks the fields up, which loads their classes. */
    @Override
    public void prepare() {
        if (!fields.isEmpty()) {
            return;
        }
        List<Field> found = new ArrayList<>();
        for (String[] setting : SETTINGS) {
            try {
                Class<?> holder = Class.forName(setting[0], false, ClassLoader.getPlatformClassLoader());
                for (int i = 1; i < setting.length; i++) {
                    Field field = Raw.staticField(holder, setting[i]);
                    if (field != null) {
                        found.add(field);
                    }
                }
            } catch (ClassNotFoundException e) {
                // a JVM need not have all of the JDK's modules
            }
        }
        fields = found;
    }

    /** Holder, name, value, holder, name, value … of those whose class the program has used. */
    @Override
    public Object take(Predicate<Object> everywhere) {
        List<Object> state = new ArrayList<>();
        for (Field field : fields) {
            if (!Raw.UNSAFE.shouldBeInitialized(field.getDeclaringClass())) {
                Object value = get(field);
                if (!isOfTheJdk(value)) {
                    state.add(field.getDeclaringClass());
                    state.add(field.getName());
                    state.add(value);
                }
            }
        }
        return state.toArray();
    }

    /** Whether the JDK has made it unasked. */
    private static boolean isOfTheJdk(Object value) {
        Object maker = value;
        if (value instanceof SSLContext) {
            maker = Raw.UNSAFE.getReference(value, Raw.offset(SSLContext.class, "contextSpi"));
        } else if (value != null && value.getClass().getName().equals(SOCKET_FACTORY)) {
            maker = Raw.UNSAFE.getReference(value, Raw.offset(value.getClass(), "context"));
        }
        return maker != null && DEFAULTS.contains(maker.getClass().getName());
    }

    @Override
    public void put(Object state) {
        Object[] settings = (Object[]) state;
        for (int i = 0; i < settings.length; i += 3) {
            Class<?> holder = (Class<?>) settings[i];
            Raw.UNSAFE.ensureClassInitialized(holder);
            set(Raw.staticField(holder, (String) settings[i + 1]), settings[i + 2]);
        }
    }

    private static Object get(Field field) {
        Object base = Raw.UNSAFE.staticFieldBase(field);
        long offset = Raw.UNSAFE.staticFieldOffset(field);
        if (field.getType() == boolean.class) {
            return Raw.UNSAFE.getBooleanVolatile(base, offset);
        }
        return field.getType() == int.class ? (Object) Raw.UNSAFE.getIntVolatile(base, offset) : Raw.get(field);
    }

    private static void set(Field field, Object value) {
        Object base = Raw.UNSAFE.staticFieldBase(field);
        long offset = Raw.UNSAFE.staticFieldOffset(field);
        if (field.getType() == boolean.class) {
            Raw.UNSAFE.putBooleanVolatile(base, offset, (Boolean) value);
        } else if (field.getType() == int.class) {
            Raw.UNSAFE.putIntVolatile(base, offset, (Integer) value);
        } else {
            Raw.set(field, value);
        }
    }
}
