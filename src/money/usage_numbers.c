/* usage_numbers.c - a column of decimal numbers, without asking where each one ends.
 *
 * The 16 bytes before the end of a cell are loaded whole, the decimal mark is taken out by moving what stands
 * before it, what lies outside of the cell is masked away, and digits are summed eight (or with AVX2 sixteen)
 * at a time. */
#include "money/usage_inside.h"

#ifdef HAVE_AVX2
#include <immintrin.h>
#endif

/* ---- portable ---- */

/* Eight digits as bytes 0 to 9, the first one lowest. */
static inline uint64_t eight_digits(uint64_t word)
{
    const uint64_t pairs = 0x000000ff000000ffu;
    word = word * 10 + (word >> 8);
    return ((word & pairs) * (100 + ((uint64_t)1000000 << 32)) +
            ((word >> 16) & pairs) * (1 + ((uint64_t)10000 << 32))) >>
           32;
}

/* The last `len` bytes of two words, 0 to 16; 17 to 31 are as none. */
static const uint64_t low_masks[32] = {
    [9] = 0xff00000000000000u,  [10] = 0xffff000000000000u, [11] = 0xffffff0000000000u,
    [12] = 0xffffffff00000000u, [13] = 0xffffffffff000000u, [14] = 0xffffffffffff0000u,
    [15] = 0xffffffffffffff00u, [16] = 0xffffffffffffffffu};
static const uint64_t high_masks[32] = {
    [1] = 0xff00000000000000u, [2] = 0xffff000000000000u, [3] = 0xffffff0000000000u,
    [4] = 0xffffffff00000000u, [5] = 0xffffffffff000000u, [6] = 0xffffffffffff0000u,
    [7] = 0xffffffffffffff00u, [8] = ~(uint64_t)0,        [9] = ~(uint64_t)0,
    [10] = ~(uint64_t)0,       [11] = ~(uint64_t)0,       [12] = ~(uint64_t)0,
    [13] = ~(uint64_t)0,       [14] = ~(uint64_t)0,       [15] = ~(uint64_t)0,
    [16] = ~(uint64_t)0};

/* The last 16 bytes up to the end of a cell. */
typedef struct {
    uint64_t low, high;
    unsigned len, decimals;
} Digits;

/* Takes the decimal mark out of the last 8 bytes: what stands before it moves up. */
static inline Digits without_mark(Digits in, char mark)
{
    uint64_t differ = in.high ^ EACH_BYTE(mark);
    uint64_t found = ~(((differ & EACH_BYTE(0x7f)) + EACH_BYTE(0x7f)) | differ | EACH_BYTE(0x7f));
    found &= high_masks[in.len];
    unsigned byte = (63 - (unsigned)__builtin_clzll(found | 1)) >> 3;
    if (!found)
        return in;
    uint64_t above = in.high & (~(uint64_t)0 << (8 * byte) << 8);
    return (Digits){in.low << 8, above | usage_first_bytes(in.high, byte) << 8 | in.low >> 56, in.len - 1,
                    7 - byte};
}

/* Any number of at most 16 bytes; 0: it is surely one. */
static unsigned read_number(UsageSlice cell, char mark, int64_t *value, uint8_t *decimals)
{
    unsigned minus = *cell.from == '-', len = (unsigned)(cell.to - cell.from) - minus;
    unsigned bad = len - 1 >= BATCH_MARGIN;
    Digits   in = {usage_word(cell.to - 16), usage_word(cell.to - 8), bad ? BATCH_MARGIN : len, 0};
    bool     ends_with_mark = cell.to[-1] == mark;
    if (mark)
        in = without_mark(in, mark);
    in.high = (in.high ^ EACH_BYTE('0')) & high_masks[in.len];
    in.low = (in.low ^ EACH_BYTE('0')) & low_masks[in.len];
    uint64_t size = eight_digits(in.high) + eight_digits(in.low) * 100000000;
    bad |= (usage_not_digits(in.high) | usage_not_digits(in.low)) != 0;
    bad |= ends_with_mark | (in.decimals > SUM_SCALE) | (in.len <= in.decimals) | (minus & (size == 0));
    *value = minus ? -(int64_t)size : (int64_t)size;
    *decimals = (uint8_t)in.decimals;
    return bad;
}

static void read_unusual(const UsageColumn *column, Size count, char mark, int64_t *values, uint8_t *decimals)
{
    for (Size k = 0; k < count; k++) {
        Size i = column->unusual[k];
        column->bad[i] |= (uint8_t)read_number(usage_slice(column, i), mark, &values[i], &decimals[i]);
    }
}

/* Digits with two decimals or none are usual; what else may be a number is read once more. */
void usage_numbers_portable(const UsageColumn *of, char mark, int64_t *values, uint8_t *decimals)
{
    const UsageColumn column = *of;
    const uint64_t    above = 0xffff000000000000u, below = 0x000000ffffffffffu;
    Size              unusual = 0;
    for (Size i = 0; i < column.count; i++) {
        UsageSlice cell = usage_slice(&column, i);
        unsigned marked = (cell.to[-3] == mark) & (mark != 0), len = (unsigned)(cell.to - cell.from) - marked;
        uint64_t high = usage_word(cell.to - 8), low = usage_word(cell.to - 16), has = (uint64_t)0 - marked;
        uint64_t moved = (high & above) | (high & below) << 8 | low >> 56;
        high = (((moved ^ high) & has) ^ high ^ EACH_BYTE('0')) & high_masks[len & 31];
        low = ((low << (8 * marked)) ^ EACH_BYTE('0')) & low_masks[len & 31];
        values[i] = (int64_t)(eight_digits(high) + eight_digits(low) * 100000000);
        decimals[i] = (uint8_t)(2 * marked);
        unsigned outside =
            len - 2 * marked - 1 >= BATCH_MARGIN - 2 * marked; /* no digit before the mark, or too many */
        column.unusual[unusual] = (uint32_t)i;
        unusual += ((usage_not_digits(high) | usage_not_digits(low)) != 0) | outside;
    }
    read_unusual(&column, unusual, mark, values, decimals);
}

/* ---- AVX2 ---- */

#ifdef HAVE_AVX2
enum { NO_MARK = 16 };

/* By the number of decimals: how many digits there must be; 32: more decimals than are read, or a mark at the
 * end. */
static const unsigned char least_digits[NO_MARK + 1] = {32, 2,  3,  4,  5,  6,  7,  32, 32,
                                                        32, 32, 32, 32, 32, 32, 32, 1};

/* By the number of decimals: which byte goes where when the mark is taken out; 0x80 gives 0. */
#define BEFORE_MARK 0x80, 0, 1, 2, 3, 4, 5, 6, 7, 8
static const unsigned char without[NO_MARK + 1][16] = {
    [1] = {BEFORE_MARK, 9, 10, 11, 12, 13, 15},
    [2] = {BEFORE_MARK, 9, 10, 11, 12, 14, 15},
    [3] = {BEFORE_MARK, 9, 10, 11, 13, 14, 15},
    [4] = {BEFORE_MARK, 9, 10, 12, 13, 14, 15},
    [5] = {BEFORE_MARK, 9, 11, 12, 13, 14, 15},
    [6] = {BEFORE_MARK, 10, 11, 12, 13, 14, 15},
    [16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}};

/* Loaded from n on, 0 to 16, they are a mask of the last n bytes. */
static const signed char masks[31 + 16] = {[16] = -1, -1, -1, -1, -1, -1, -1, -1,
                                           -1,        -1, -1, -1, -1, -1, -1, -1};

AVX2 static inline __m128i load_16(const void *at)
{
    __m128i bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

AVX2 static inline uint64_t sixteen_digits(__m128i digits)
{
    const __m128i tens = _mm_set1_epi16(0x010a), hundreds = _mm_set1_epi32(0x00010064);
    const __m128i thousands = _mm_set1_epi32(0x00012710);
    __m128i       fours = _mm_madd_epi16(_mm_maddubs_epi16(digits, tens), hundreds);
    uint64_t eights = (uint64_t)_mm_cvtsi128_si64(_mm_madd_epi16(_mm_packus_epi32(fours, fours), thousands));
    return (eights & UINT32_MAX) * 100000000 + (eights >> 32);
}

/* Digits with up to 6 decimals are usual; what is taken back, and what is no number, is read once more. */
AVX2 void usage_numbers_avx2(const UsageColumn *of, char mark, int64_t *values, uint8_t *decimals)
{
    const UsageColumn column = *of;
    const __m128i     marks = _mm_set1_epi8(mark), zeros = _mm_set1_epi8('0'), nines = _mm_set1_epi8(9);
    const uint32_t    any = mark ? 0xffff0000u : 0;
    Size              unusual = 0;
    for (Size i = 0; i < column.count; i++) {
        UsageSlice cell = usage_slice(&column, i);
        unsigned   len = (unsigned)(cell.to - cell.from);
        __m128i    bytes = load_16(cell.to - 16);
        uint32_t   found =
            (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, marks)) & any >> (len & 31) & 0xffff;
        unsigned behind = (unsigned)__builtin_clz(found << 1 | 1) - 15; /* NO_MARK: none */
        unsigned digits = len - (found != 0);
        bytes = _mm_shuffle_epi8(_mm_sub_epi8(bytes, zeros), load_16(without[behind]));
        bytes = _mm_and_si128(bytes, load_16(masks + (digits & 31)));
        __m128i above = _mm_subs_epu8(bytes, nines);
        values[i] = (int64_t)sixteen_digits(bytes);
        decimals[i] = (uint8_t)(behind & 15);
        column.unusual[unusual] = (uint32_t)i;
        unusual +=
            (len > BATCH_MARGIN) | (digits < least_digits[behind]) | (_mm_testz_si128(above, above) == 0);
    }
    read_unusual(&column, unusual, mark, values, decimals);
}
#endif
