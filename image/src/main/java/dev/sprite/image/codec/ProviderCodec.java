package dev.sprite.image.codec;

import dev.sprite.image.Blocker;
import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Refusal;
import java.security.Provider;
import java.security.Security;

/** The JDK's security providers, by name. */
final class ProviderCodec implements Codec<Provider> {
    @Override
    public void write(Provider provider, ImageWriter out) {
        ClassLoader loader = provider.getClass().getClassLoader();
        if (loader != null && loader != ClassLoader.getPlatformClassLoader()) {
            throw new Refusal("security providers of one's own cannot be moved yet: " + provider.getName());
        }
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
