/**
 * What commands say to the processes and the daemon of their own host, over Unix-domain sockets in the run directory:
 * lines of JSON, one request, any number of progress lines, one reply.
 */
package dev.sprite.transport.control;
