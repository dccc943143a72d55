/** Open regular files: described at the source, recognised and opened again at the target. */
package dev.sprite.image.files;
