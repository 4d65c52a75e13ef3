/* peer.c - see peer.h. Straight-line SHA-256 of one and two blocks, a stack of hashes, nothing else. */
#include "peer.h"

#include <string.h>

#include "record/hash.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#include <immintrin.h>

#define TARGET __attribute__((target("sha,sse4.1")))

bool peer_runs_here(void) { return __builtin_cpu_supports("sha") && __builtin_cpu_supports("sse4.1"); }

/* Two blocks: enough for 1 to 119 bytes with their padding. */
TARGET static inline void hash_two(const uint8_t *at, int blocks, uint8_t out[32])
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i       abef = _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c);
    __m128i       cdgh = _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19);
    for (; blocks > 0; blocks--, at += 64) {
        __m128i a0 = abef, c0 = cdgh, w[4];
        for (int i = 0; i < 4; i++)
            w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(at + 16 * i)), swap);
#pragma GCC unroll 16
        for (int i = 0; i < 16; i++) {
            if (i >= 4) {
                __m128i x = _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]);
                x = _mm_add_epi32(x, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
                w[i & 3] = _mm_sha256msg2_epu32(x, w[(i + 3) & 3]);
            }
            __m128i k = _mm_add_epi32(w[i & 3],
                                      _mm_load_si128((const __m128i *)(const void *)(SHA256_ROUND + 4 * i)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, k);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(k, 0x0E));
        }
        abef = _mm_add_epi32(abef, a0);
        cdgh = _mm_add_epi32(cdgh, c0);
    }
    __m128i       low = _mm_shuffle_epi32(abef, 0x1B), high = _mm_shuffle_epi32(cdgh, 0xB1);
    __m128i       abcd = _mm_blend_epi16(low, high, 0xF0), efgh = _mm_alignr_epi8(high, low, 8);
    const __m128i big = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    _mm_storeu_si128((__m128i *)(void *)out, _mm_shuffle_epi8(abcd, big));
    _mm_storeu_si128((__m128i *)(void *)(out + 16), _mm_shuffle_epi8(efgh, big));
}

TARGET void peer_root(const uint8_t *lines, int64_t count, uint8_t root[32])
{
    uint8_t leaf[128] = {0}, node[128] = {0}, stack[64][32];
    int     top = 0;
    leaf[1 + LINE_BYTES] = 0x80;
    leaf[126] = (1 + LINE_BYTES) * 8 >> 8;
    leaf[127] = (uint8_t)((1 + LINE_BYTES) * 8);
    node[0] = 1;
    node[65] = 0x80;
    node[126] = 65 * 8 >> 8;
    node[127] = (uint8_t)(65 * 8);
    for (int64_t i = 0; i < count; i++) {
        memcpy(leaf + 1, lines + i * LINE_BYTES, LINE_BYTES);
        hash_two(leaf, 2, stack[top++]);
        for (int64_t bit = i + 1; bit % 2 == 0; bit /= 2, top--) {
            memcpy(node + 1, stack[top - 2], 64);
            hash_two(node, 2, stack[top - 2]);
        }
    }
    for (; top > 1; top--) {
        memcpy(node + 1, stack[top - 2], 64);
        hash_two(node, 2, stack[top - 2]);
    }
    memcpy(root, stack[0], 32);
}
#else
bool peer_runs_here(void) { return false; }
void peer_root(const uint8_t *lines, int64_t count, uint8_t root[32])
{
    (void)lines;
    (void)count;
    memset(root, 0, 32);
}
#endif
