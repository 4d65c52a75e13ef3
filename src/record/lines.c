/* lines.c - see lines.h. */
#include "record/lines.h"

#include <sodium.h>
#include <string.h>

enum { STREAM_BLOCK = 64, SALTS_EACH = STREAM_BLOCK / SALT_BYTES, BATCH = 256 };

/* Salts of `count` lines from `first`, which is a multiple of SALTS_EACH. */
static void salts(const LinesKey *key, int64_t first, Size count, Salt *out)
{
    static const unsigned char nonce[crypto_stream_chacha20_NONCEBYTES] = {0};
    memset(out, 0, (size_t)count * sizeof *out);
    (void)crypto_stream_chacha20_xor_ic(out->at, out->at, (unsigned long long)count * SALT_BYTES, nonce,
                                        (uint64_t)(first / SALTS_EACH), key->at);
}

Salt line_salt(const LinesKey *key, int64_t number)
{
    Salt block[SALTS_EACH];
    salts(key, number - number % SALTS_EACH, SALTS_EACH, block);
    return block[number % SALTS_EACH];
}

Hash line_leaf(const Salt *salt, Str line)
{
    return sha256_join(0, (Str){(const char *)salt->at, SALT_BYTES}, line);
}

void lines_add(Merkle *tree, const LinesKey *key, int64_t first, Strs lines)
{
    Salt batch[BATCH + SALTS_EACH];
    for (Size at = 0; at < lines.count;) {
        int64_t number = first + at, skip = number % SALTS_EACH;
        Size    count = lines.count - at < BATCH ? lines.count - at : BATCH;
        salts(key, number - skip, count + skip, batch);
        for (Size i = 0; i < count; i++) {
            Hash leaf = line_leaf(&batch[skip + i], lines.at[at + i]);
            merkle_add(tree, &leaf);
        }
        at += count;
    }
}
