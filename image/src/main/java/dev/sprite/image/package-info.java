/**
 * The model and the format of a captured process.
 *
 * <p>An image is one stream that is written and read in a single pass: header, initialised classes, their statics,
 * threads, carriers, then the contents of the objects in the order in which they were found. It is cut into checked
 * pages; see {@link dev.sprite.image.PageOutput}.
 */
package dev.sprite.image;
