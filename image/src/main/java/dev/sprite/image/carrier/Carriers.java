package dev.sprite.image.carrier;

import dev.sprite.image.codec.Roles;
import java.util.List;

/** Every carrier there is. */
public final class Carriers {
    private Carriers() {}

    public static List<Carrier> all(Roles roles) {
        return List.of(
                new StaticCarrier(System.class, "in"),
                new StaticCarrier(System.class, "out"),
                new StaticCarrier(System.class, "err"));
    }
}
