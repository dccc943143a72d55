package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import dev.sprite.image.codec.ProviderCodec;
import java.lang.reflect.Field;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The security properties that differ from the JDK's, and the security providers that the program has added to these. */
final class SecurityCarrier implements Carrier {
    private static final String PROVIDERS = "sun.security.jca.";

    private Field list;
    private long configured;
    private long provider;

    @Override
    public String name() {
        return "security providers and properties";
    }

    @Override
    public void prepare() {
        try {
            configured = Raw.offset(Class.forName(PROVIDERS + "ProviderList", false, null), "configs");
            provider = Raw.offset(Class.forName(PROVIDERS + "ProviderConfig", false, null), "provider");
            list = Raw.staticField(Class.forName(PROVIDERS + "Providers", false, null), "providerList");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The properties; position and provider, and so on. Null where the program has had no use for them. */
    @Override
    public Object take(Predicate<Object> everywhere) {
        if (list == null || Raw.UNSAFE.shouldBeInitialized(Security.class)) {
            return null;
        }
        List<Object> state = new ArrayList<>();
        state.add(changed());
        if (!Raw.UNSAFE.shouldBeInitialized(list.getDeclaringClass())) {
            Object[] configs = (Object[]) Raw.UNSAFE.getReference(Raw.get(list), configured);
            for (int i = 0; i < configs.length; i++) {
                Object added = Raw.UNSAFE.getReferenceVolatile(configs[i], provider);
                if (added != null && !ProviderCodec.isOfTheJdk((Provider) added)) {
                    state.add(i + 1);
                    state.add(added);
                }
            }
        }
        return state.toArray();
    }

    /** All of them where the JDK does not know what they were. */
    private static Map<Object, Object> changed() {
        Map<Object, Object> changed = new HashMap<>((Map<?, ?>) Raw.get(Raw.staticField(Security.class, "props")));
        Field initially = Raw.staticField(Security.class, "initialSecurityProperties");
        if (initially != null && Raw.get(initially) != null) {
            changed.entrySet().removeAll(((Map<?, ?>) Raw.get(initially)).entrySet());
        }
        return changed;
    }

    @Override
    public void put(Object state) {
        if (state == null) {
            return;
        }
        Object[] all = (Object[]) state;
        for (Map.Entry<?, ?> property : ((Map<?, ?>) all[0]).entrySet()) {
            if (property.getKey() instanceof String name && property.getValue() instanceof String value
                    && !value.equals(Security.getProperty(name))) {
                Security.setProperty(name, value);
            }
        }
        for (int i = 1; i < all.length; i += 2) {
            Security.insertProviderAt((Provider) all[i + 1], (Integer) all[i]);
        }
    }
}
