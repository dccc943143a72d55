/** A host's daemon: starts the JVMs that take migrating programs over, and knows the other hosts. */
package dev.sprite.cluster;
