package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Refusal;

/** The boot layer. */
final class LayerCodec implements Codec<ModuleLayer> {
    @Override
    public void write(ModuleLayer layer, ImageWriter out) {
        if (layer != ModuleLayer.boot()) {
            throw new Refusal("module layers other than the boot layer cannot be moved");
        }
    }

    @Override
    public ModuleLayer read(ImageReader in) {
        return ModuleLayer.boot();
    }
}
