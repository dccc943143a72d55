/** What the JDK has under way for the child processes of a program. */
package dev.sprite.image.children;
