/** Changes to the JDK's own classes. */
package dev.sprite.instrumentation.jdk;
