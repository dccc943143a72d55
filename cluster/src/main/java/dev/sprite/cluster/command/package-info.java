/** Shell commands that run on one host for a caller on another. */
package dev.sprite.cluster.command;
