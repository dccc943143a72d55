/** Whether a host is busy, with computing or with its owner, or has room for others' work. */
package dev.sprite.cluster.activity;
