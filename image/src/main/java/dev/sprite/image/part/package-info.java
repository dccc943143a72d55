/** What objects have outside the heap: descriptors, cleaners, compressors, direct memory, what runs virtual threads. */
package dev.sprite.image.part;
