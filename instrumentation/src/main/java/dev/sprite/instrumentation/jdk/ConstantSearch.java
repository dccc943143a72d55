package dev.sprite.instrumentation.jdk;

import java.nio.charset.StandardCharsets;

/** Looks for a name in the bytes of a class, without parsing it. */
final class ConstantSearch {
    private final byte[] name;

    ConstantSearch(String name) {
        this.name = name.getBytes(StandardCharsets.US_ASCII);
    }

    boolean matches(byte[] bytes) {
        for (int i = 0; i <= bytes.length - name.length; i++) {
            int length = 0;
            while (length < name.length && bytes[i + length] == name[length]) {
                length++;
            }
            if (length == name.length) {
                return true;
            }
        }
        return false;
    }
}
