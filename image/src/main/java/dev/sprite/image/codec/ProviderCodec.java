package dev.sprite.image.codec;

import dev.sprite.image.Blocker;
import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import java.security.Provider;
import java.security.Security;

/** The JDK's security providers, by name. */
public final class ProviderCodec implements Codec<Provider> {
    /** Others are copied like any object. */
    public static boolean isOfTheJdk(Provider provider) {
        return isOfTheJdk(provider.getClass());
    }

    static boolean isOfTheJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    @Override
    public void write(Provider provider, ImageWriter out) {
        out.text(provider.getName());
    }

    @Override
    public Provider read(ImageReader in) throws ImageFormatException, NotMovableException {
        String name = in.text();
        Provider provider = Security.getProvider(name);
        if (provider == null) {
            throw new NotMovableException(Blocker.object("security provider " + name, "this host does not have it"));
        }
        return provider;
    }
}
