/* usage_find.c - where cells and lines end, 64 bytes at a time.
 *
 * Each window gives a mask of separators and line ends, one bit a byte; the bits are then written out as
 * offsets. The portable way compares 8 bytes in one word; with AVX2 it is 32 in one register. Quotes are only
 * noticed: the line they are in is read the exact way. */
#include <string.h>

#include "money/usage_inside.h"

#ifdef HAVE_AVX2
#include <immintrin.h>
#endif

enum { WINDOW = 64 };

/* ---- portable ---- */

typedef struct {
    uint64_t ends, lines, quotes;
} Masks;

/* The high bit of each byte that is equal, gathered into 8 bits. */
static inline uint64_t equal_bytes(uint64_t word, uint64_t pattern)
{
    uint64_t differ = word ^ pattern;
    uint64_t high = ~(((differ & EACH_BYTE(0x7f)) + EACH_BYTE(0x7f)) | differ | EACH_BYTE(0x7f));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    high = __builtin_bswap64(high);
#endif
    return ((high >> 7) * 0x0102040810204080u) >> 56;
}

static inline Masks masks_portable(const char *at, char separator)
{
    Masks masks = {0};
    for (int i = 0; i < WINDOW; i += 8) {
        uint64_t word;
        memcpy(&word, at + i, sizeof word);
        uint64_t line = equal_bytes(word, EACH_BYTE('\n'));
        masks.lines |= line << i;
        masks.ends |= (line | equal_bytes(word, EACH_BYTE(separator))) << i;
        masks.quotes |= equal_bytes(word, EACH_BYTE('"')) << i;
    }
    return masks;
}

static inline void take(UsageIndex *index, Masks masks, Size at)
{
    uint32_t *ends = index->ends + index->end_count;
    index->end_count += __builtin_popcountll(masks.ends);
    index->line_count += __builtin_popcountll(masks.lines);
    index->quotes |= masks.quotes != 0;
    /* Eight without asking whether there are so many: `ends` has room for a window more. */
    for (uint64_t bits = masks.ends; bits; ends += 8)
        for (int i = 0; i < 8; i++) {
            ends[i] = (uint32_t)at + (uint32_t)__builtin_ctzll(bits | (uint64_t)1 << 63);
            bits &= bits - 1;
        }
}

/* The last window, which may be short: what is missing is filled with zeros, which end nothing. */
static Size padded(char window[WINDOW], const char *text, Size from, Size to)
{
    memset(window, 0, WINDOW);
    memcpy(window, text + from, (size_t)(to - from));
    return to - from;
}

static void begin(UsageIndex *index)
{
    index->end_count = index->line_count = 0;
    index->quotes = false;
}

void usage_find_portable(UsageIndex *index, const char *text, Size from, Size to, char separator)
{
    char window[WINDOW];
    begin(index);
    for (; to - from >= WINDOW; from += WINDOW)
        take(index, masks_portable(text + from, separator), from);
    if (padded(window, text, from, to))
        take(index, masks_portable(window, separator), from);
}

#ifdef HAVE_AVX2
/* As `take`, in fewer steps: the place of the lowest bit of none is defined here. Windows have 8 to 12 ends,
 * mostly. */
AVX2 static inline uint32_t *write_ends(uint32_t *ends, uint64_t bits, uint32_t at)
{
    enum { USUAL = 12, MORE = 4 };
    uint32_t *next = ends + _mm_popcnt_u64(bits);
    for (int i = 0; i < USUAL; i++, bits = _blsr_u64(bits))
        ends[i] = at + (uint32_t)_tzcnt_u64(bits);
    for (ends += USUAL; __builtin_expect(bits != 0, 0); ends += MORE)
        for (int i = 0; i < MORE; i++, bits = _blsr_u64(bits))
            ends[i] = at + (uint32_t)_tzcnt_u64(bits);
    return next;
}

AVX2 static inline uint64_t bits_of(__m256i low, __m256i high)
{
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32 | (uint32_t)_mm256_movemask_epi8(low);
}

/* What one window adds; gives where the next end is written. */
AVX2 static inline uint32_t *take_avx2(UsageIndex *index, uint32_t *ends, const char *window, uint32_t at,
                                       char separator)
{
    const __m256i separators = _mm256_set1_epi8(separator), feeds = _mm256_set1_epi8('\n');
    const __m256i quotes = _mm256_set1_epi8('"');
    __m256i       low, high;
    memcpy(&low, window, sizeof low);
    memcpy(&high, window + sizeof low, sizeof high);
    __m256i quoted = _mm256_or_si256(_mm256_cmpeq_epi8(low, quotes), _mm256_cmpeq_epi8(high, quotes));
    __m256i low_lines = _mm256_cmpeq_epi8(low, feeds), high_lines = _mm256_cmpeq_epi8(high, feeds);
    index->quotes |= !_mm256_testz_si256(quoted, quoted);
    index->line_count += _mm_popcnt_u64(bits_of(low_lines, high_lines));
    return write_ends(ends,
                      bits_of(_mm256_or_si256(low_lines, _mm256_cmpeq_epi8(low, separators)),
                              _mm256_or_si256(high_lines, _mm256_cmpeq_epi8(high, separators))),
                      at);
}

AVX2 void usage_find_avx2(UsageIndex *of, const char *text, Size from, Size to, char separator)
{
    char       window[WINDOW];
    UsageIndex index = *of; /* what is written to `ends` cannot change it */
    uint32_t  *ends = index.ends;
    begin(&index);
    for (; to - from >= WINDOW; from += WINDOW)
        ends = take_avx2(&index, ends, text + from, (uint32_t)from, separator);
    if (padded(window, text, from, to))
        ends = take_avx2(&index, ends, window, (uint32_t)from, separator);
    index.end_count = ends - index.ends;
    *of = index;
}
#endif

UsageMachine usage_machine_portable(void)
{
    return (UsageMachine){usage_find_portable, usage_numbers_portable};
}

UsageMachine usage_machine_best(void)
{
#ifdef HAVE_AVX2
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
        __builtin_cpu_supports("popcnt"))
        return (UsageMachine){usage_find_avx2, usage_numbers_avx2};
#endif
    return usage_machine_portable();
}
