package dev.sprite.image.carrier;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;

/** The system properties, but for those that describe a host and its JVM: these stay what they are there. */
final class PropertiesCarrier implements Carrier {
    @Override
    public String name() {
        return "system properties";
    }

    @Override
    public Object take(Predicate<Object> everywhere) {
        Properties properties = System.getProperties();
        Map<Object, Object> own = new HashMap<>();
        for (Map.Entry<Object, Object> property : properties.entrySet()) {
            if (!describesHost(property.getKey())) {
                own.put(property.getKey(), property.getValue());
            }
        }
        return own;
    }

    @Override
    public void put(Object state) {
        Map<?, ?> own = (Map<?, ?>) state;
        Properties properties = System.getProperties();
        for (Object key : properties.keySet().toArray()) {
            if (!describesHost(key) && !own.containsKey(key)) {
                properties.remove(key);
            }
        }
        properties.putAll(own);
    }

    private static boolean describesHost(Object key) {
        if (!(key instanceof String)) {
            return false;
        }
        switch ((String) key) {
            case "java.home":
            case "java.class.path":
            case "java.class.version":
            case "java.library.path":
            case "native.encoding":
            case "user.home":
                return true;
            default:
                String name = (String) key;
                return name.startsWith("java.vm.") || name.startsWith("java.vendor")
                        || name.startsWith("java.runtime.") || name.startsWith("java.specification.")
                        || name.startsWith("java.version") || name.startsWith("os.")
                        || name.startsWith("sun.") || name.startsWith("jdk.");
        }
    }
}
