/** What objects have outside the heap: descriptors, cleaners, compressors, direct memory. */
package dev.sprite.image.part;
