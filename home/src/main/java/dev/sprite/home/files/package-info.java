/**
 * Files and child processes that home serves to a foreign process: the JDK's own system calls, made in home's JVM. {@link
 * dev.sprite.home.files.ForeignFiles} is where they come from, {@link dev.sprite.home.files.HomeFiles} where they are
 * made.
 */
package dev.sprite.home.files;
