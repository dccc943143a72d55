/** Which of a host's own processes go to idle hosts unasked, and when. */
package dev.sprite.cluster.offload;
