/* hash.c - see hash.h. FIPS 180-4, with two compression functions that must agree (test/record/test_hash.c).
 */
#include "record/hash.h"

#include <sodium.h>
#include <string.h>

static const uint32_t FIRST[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

const uint32_t SHA256_ROUND[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t turned(uint32_t word, int by) { return word >> by | word << (32 - by); }

static uint32_t word_at(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

void sha256_blocks_plain(uint32_t state[8], const uint8_t *at, Size blocks)
{
    for (; blocks > 0; blocks--, at += SHA256_BLOCK) {
        uint32_t w[64], v[8];
        for (int i = 0; i < 16; i++)
            w[i] = word_at(at + (Size)4 * i);
        for (int i = 16; i < 64; i++) {
            uint32_t a = w[i - 15], b = w[i - 2];
            w[i] = w[i - 16] + (turned(a, 7) ^ turned(a, 18) ^ a >> 3) + w[i - 7] +
                   (turned(b, 17) ^ turned(b, 19) ^ b >> 10);
        }
        memcpy(v, state, sizeof v);
        for (int i = 0; i < 64; i++) {
            uint32_t a = v[0], e = v[4];
            uint32_t one = v[7] + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) +
                           ((e & v[5]) ^ (~e & v[6])) + SHA256_ROUND[i] + w[i];
            uint32_t two =
                (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
            memmove(v + 1, v, 7 * sizeof *v);
            v[4] += one;
            v[0] = one + two;
        }
        for (int i = 0; i < 8; i++)
            state[i] += v[i];
    }
}

/* clang 14 cannot ask for "sha" at run time. What ships is built with gcc; builds by clang take the plain
 * way. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#include <immintrin.h>

__attribute__((target("sha,sse4.1"))) static void blocks_fast(uint32_t state[8], const uint8_t *at,
                                                              Size blocks)
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i       low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)state), 0xB1);
    __m128i       high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)(state + 4)), 0x1B);
    __m128i       abef = _mm_alignr_epi8(low, high, 8), cdgh = _mm_blend_epi16(high, low, 0xF0);
    for (; blocks > 0; blocks--, at += SHA256_BLOCK) {
        __m128i abef_before = abef, cdgh_before = cdgh, w[4];
        for (int i = 0; i < 4; i++)
            w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(at + 16 * i)), swap);
#pragma GCC unroll 16
        for (int i = 0; i < 16; i++) { /* four rounds each; w[i & 3] holds the words of 16 rounds ago */
            if (i >= 4) {
                __m128i sum = _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]);
                sum = _mm_add_epi32(sum, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
                w[i & 3] = _mm_sha256msg2_epu32(sum, w[(i + 3) & 3]);
            }
            __m128i with = _mm_add_epi32(
                w[i & 3], _mm_load_si128((const __m128i *)(const void *)(SHA256_ROUND + 4 * i)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, with);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(with, 0x0E));
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    low = _mm_shuffle_epi32(abef, 0x1B);
    high = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(low, high, 0xF0));
    _mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

static void blocks_take(uint32_t state[8], const uint8_t *at, Size blocks)
{
    if (__builtin_cpu_supports("sha") && __builtin_cpu_supports("sse4.1"))
        blocks_fast(state, at, blocks);
    else
        sha256_blocks_plain(state, at, blocks);
}
#else
static void blocks_take(uint32_t state[8], const uint8_t *at, Size blocks)
{
    sha256_blocks_plain(state, at, blocks);
}
#endif

Sha256 sha256_new(void)
{
    Sha256 sha = {0};
    memcpy(sha.state, FIRST, sizeof sha.state);
    return sha;
}

void sha256_add(Sha256 *sha, Str bytes)
{
    Size held = (Size)(sha->bytes % SHA256_BLOCK);
    sha->bytes += (uint64_t)bytes.len;
    if (held && bytes.len) {
        Size more = SHA256_BLOCK - held < bytes.len ? SHA256_BLOCK - held : bytes.len;
        memcpy(sha->rest + held, bytes.at, (size_t)more);
        bytes = str_slice(bytes, more, bytes.len);
        if (held + more < SHA256_BLOCK)
            return;
        blocks_take(sha->state, sha->rest, 1);
    }
    Size blocks = bytes.len / SHA256_BLOCK;
    if (blocks)
        blocks_take(sha->state, (const uint8_t *)bytes.at, blocks);
    bytes = str_slice(bytes, blocks * SHA256_BLOCK, bytes.len);
    if (bytes.len)
        memcpy(sha->rest, bytes.at, (size_t)bytes.len);
}

static Hash hash_of_state(const uint32_t state[8])
{
    Hash hash;
    for (int i = 0; i < 8; i++) {
        uint8_t word[4] = {(uint8_t)(state[i] >> 24), (uint8_t)(state[i] >> 16), (uint8_t)(state[i] >> 8),
                           (uint8_t)state[i]};
        memcpy(hash.at + (Size)i * 4, word, sizeof word);
    }
    return hash;
}

/* The end of a message of `len` bytes, of which `held` stand at the start of `block`: 0x80, zeros, its bits.
 */
static Size pad(uint8_t block[2 * SHA256_BLOCK], Size held, uint64_t len)
{
    Size    blocks = held + 9 <= SHA256_BLOCK ? 1 : 2, end = blocks * SHA256_BLOCK;
    uint8_t bits[8];
    for (int i = 0; i < 8; i++)
        bits[i] = (uint8_t)(len * 8 >> (56 - 8 * i));
    memset(block + held, 0, (size_t)(end - held));
    block[held] = 0x80;
    memcpy(block + end - sizeof bits, bits, sizeof bits);
    return blocks;
}

Hash sha256_end(Sha256 *sha)
{
    uint8_t block[2 * SHA256_BLOCK];
    Size    held = (Size)(sha->bytes % SHA256_BLOCK);
    memcpy(block, sha->rest, (size_t)held);
    blocks_take(sha->state, block, pad(block, held, sha->bytes));
    return hash_of_state(sha->state);
}

Hash sha256(Str bytes)
{
    Sha256 sha = sha256_new();
    sha256_add(&sha, bytes);
    return sha256_end(&sha);
}

Hash sha256_join(uint8_t first, Str a, Str b)
{
    uint8_t block[2 * SHA256_BLOCK];
    Size    len = 1 + a.len + b.len;
    if (len + 9 > (Size)sizeof block) {
        Sha256 sha = sha256_new();
        sha256_add(&sha, (Str){(const char *)&first, 1});
        sha256_add(&sha, a);
        sha256_add(&sha, b);
        return sha256_end(&sha);
    }
    uint32_t state[8];
    memcpy(state, FIRST, sizeof state);
    block[0] = first;
    if (a.len)
        memcpy(block + 1, a.at, (size_t)a.len);
    if (b.len)
        memcpy(block + 1 + a.len, b.at, (size_t)b.len);
    blocks_take(state, block, pad(block, len, (uint64_t)len));
    return hash_of_state(state);
}

bool hash_equal(const Hash *a, const Hash *b) { return memcmp(a->at, b->at, HASH_BYTES) == 0; }

Str hash_bytes(const Hash *hash) { return (Str){(const char *)hash->at, HASH_BYTES}; }

Str hash_text(Arena *arena, const Hash *hash) { return base64_text(arena, hash_bytes(hash)); }

/* libsodium 1.0.18 reads some bytes from 0x80 on as letters of base64. */
static bool base64_letters(Str text)
{
    Size padding = text.len >= 2 && text.at[text.len - 1] == '=' ? 1 + (text.at[text.len - 2] == '=') : 0;
    for (Size i = 0; i < text.len - padding; i++) {
        char c = text.at[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
              c == '/'))
            return false;
    }
    return true;
}

static bool base64_bytes(Str text, void *out, Size room, Size *count)
{
    size_t len = 0;
    if (text.len % 4 != 0 || !base64_letters(text) ||
        sodium_base642bin(out, (size_t)room, text.at ? text.at : "", (size_t)text.len, NULL, &len, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    *count = (Size)len;
    return true;
}

bool hash_read(Str text, Hash *out)
{
    Hash hash;
    Size count;
    if (text.len != HASH_BASE64 || !base64_bytes(text, hash.at, HASH_BYTES, &count) || count != HASH_BYTES)
        return false;
    *out = hash;
    return true;
}

Str base64_text(Arena *arena, Str bytes)
{
    size_t room = sodium_base64_encoded_len((size_t)bytes.len, sodium_base64_VARIANT_ORIGINAL);
    char  *text = NEW(arena, char, (Size)room);
    sodium_bin2base64(text, room, (const unsigned char *)(bytes.at ? bytes.at : ""), (size_t)bytes.len,
                      sodium_base64_VARIANT_ORIGINAL);
    return (Str){text, (Size)room - 1};
}

bool base64_read(Arena *arena, Str text, Str *bytes)
{
    Size  room = text.len / 4 * 3, count;
    char *out = NEW(arena, char, room + 1);
    if (!base64_bytes(text, out, room, &count))
        return false;
    *bytes = (Str){out, count};
    return true;
}

Str hex_text(Arena *arena, Str bytes)
{
    char *text = NEW(arena, char, bytes.len * 2 + 1);
    for (Size i = 0; i < bytes.len * 2; i++)
        text[i] = "0123456789abcdef"[(uint8_t)bytes.at[i / 2] >> (i % 2 ? 0 : 4) & 15];
    return (Str){text, bytes.len * 2};
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_read(Str text, uint8_t *out, Size count)
{
    if (text.len != count * 2)
        return false;
    for (Size i = 0; i < count; i++) {
        int high = hex_digit(text.at[i * 2]), low = hex_digit(text.at[i * 2 + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high * 16 + low);
    }
    return true;
}

bool count_read(Str text, int64_t most, int64_t *out)
{
    int64_t value = 0;
    if (text.len == 0 || (text.len > 1 && text.at[0] == '0'))
        return false;
    for (Size i = 0; i < text.len; i++) {
        int digit = text.at[i] - '0';
        if (digit < 0 || digit > 9 || digit > most || value > (most - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}
