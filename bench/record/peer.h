/* peer.h - the tree to beat: the same lines without salts, in as few instructions as we could write. */
#ifndef BENCH_RECORD_PEER_H
#define BENCH_RECORD_PEER_H
#include <stdbool.h>
#include <stdint.h>

enum { LINE_BYTES = 60 };

bool peer_runs_here(void); /* it needs the SHA instructions */
/* The root of leaves SHA-256(0x00 line) over `count` lines of LINE_BYTES, by RFC 6962. */
void peer_root(const uint8_t *lines, int64_t count, uint8_t root[32]);
#endif
