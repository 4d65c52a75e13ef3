/* hash.h - SHA-256, the one hash of the record, and its spellings.
 *
 * The compression function uses the SHA instructions of the processor where it has them; the result is the
 * same (docs/decisions/005-record.md says why it is not a library's). Texts spell a hash in base64 (RFC 4648,
 * with padding), 44 characters; reading accepts the one canonical spelling and nothing else. */
#ifndef ENT_RECORD_HASH_H
#define ENT_RECORD_HASH_H
#include "base/base.h"

enum { HASH_BYTES = 32, HASH_BASE64 = 44, SHA256_BLOCK = 64 };

typedef struct {
    uint8_t at[HASH_BYTES];
} Hash;

typedef struct {
    Hash *at;
    Size  count;
} Hashes;

/* A hash under construction. */
typedef struct {
    uint32_t state[8];
    uint64_t bytes;
    uint8_t  rest[SHA256_BLOCK];
} Sha256;

Sha256 sha256_new(void);
void   sha256_add(Sha256 *sha, Str bytes);
Hash   sha256_end(Sha256 *sha);
Hash   sha256(Str bytes);
/* Of `first` as one byte, then `a`, then `b`: leaves and nodes of trees, without copying or a long set-up. */
Hash sha256_join(uint8_t first, Str a, Str b);
/* The constants of the 64 rounds, on 16 bytes: also for whoever measures what is possible (bench/record). */
extern const uint32_t SHA256_ROUND[64];
/* The plain compression function alone, for tests: on machines with SHA instructions nothing else runs it. */
void sha256_blocks_plain(uint32_t state[8], const uint8_t *at, Size blocks);

bool hash_equal(const Hash *a, const Hash *b);
Str  hash_bytes(const Hash *hash); /* a slice of it */
Str  hash_text(Arena *arena, const Hash *hash);
bool hash_read(Str text, Hash *out); /* exactly 44 characters; false: *out untouched */

Str base64_text(Arena *arena, Str bytes);
/* Canonical base64 with padding, nothing around it. False: *bytes untouched. */
bool base64_read(Arena *arena, Str text, Str *bytes);
Str  hex_text(Arena *arena, Str bytes);
/* Exactly `count` bytes in lower-case digits. False: `out` untouched or partly written. */
bool hex_read(Str text, uint8_t *out, Size count);
/* Decimal digits without sign or leading zeros, at most `most`. False: *out untouched. */
bool count_read(Str text, int64_t most, int64_t *out);
#endif
