/**
 * Home: the process control block, standard streams and exit status of a program wherever it runs. The shadow's side
 * is {@link dev.sprite.home.HomeServer}, the foreign process's {@link dev.sprite.home.HomeClient}.
 */
package dev.sprite.home;
