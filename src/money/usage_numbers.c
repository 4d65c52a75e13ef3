/* usage_numbers.c - a column of decimal numbers, without asking where each one ends.
 *
 * The 16 bytes before the end of a cell are loaded whole, the decimal mark is taken out by moving what stands
 * on one side of it, what lies outside of the cell is masked away, and digits are summed many at a time. With
 * AVX2 the bytes are moved to where 10^-SUM_SCALE has them, of two cells in one register, so that nothing has
 * to be multiplied afterwards. */
#include "money/usage_inside.h"

#ifdef HAVE_AVX2
#include <immintrin.h>
#endif

_Static_assert(SUM_SCALE == 6, "the tables here are made for six decimals");

/* By the bytes from the mark on. */
static const int64_t powers[SUM_SCALE + 2] = {1000000, 1000000, 100000, 10000, 1000, 100, 10, 1};

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
    unsigned len, tail;
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
                    8 - byte};
}

/* Any number of at most 16 bytes; 0: it is surely one. */
static unsigned read_number(UsageSlice cell, char mark, int64_t *value, uint8_t *tail)
{
    unsigned minus = *cell.from == '-', len = (unsigned)(cell.to - cell.from) - minus;
    unsigned bad = len - 1 >= BATCH_MARGIN;
    Digits   in = {usage_word(cell.to - 16), usage_word(cell.to - 8), bad ? BATCH_MARGIN : len, 0};
    if (mark)
        in = without_mark(in, mark);
    in.high = (in.high ^ EACH_BYTE('0')) & high_masks[in.len];
    in.low = (in.low ^ EACH_BYTE('0')) & low_masks[in.len];
    int64_t size = (int64_t)(eight_digits(in.high) + eight_digits(in.low) * 100000000);
    bad |= (usage_not_digits(in.high) | usage_not_digits(in.low)) != 0;
    /* A mark has digits on both sides; minus zero is none. */
    bad |= (in.tail == 1) | (in.tail > SUM_SCALE + 1) | (in.len < in.tail) | (minus & (size == 0));
    *value = 0;
    *tail = (uint8_t)in.tail;
    if (!bad)
        bad = __builtin_mul_overflow(minus ? -size : size, powers[in.tail], value);
    return bad;
}

static void read_unusual(const UsageColumn *column, Size i, char mark, int64_t *values, uint8_t *tails)
{
    column->bad[i] |= (uint8_t)read_number(usage_slice(column, i), mark, &values[i], &tails[i]);
}

/* Digits with two decimals or none are usual; what else may be a number is read once more. */
void usage_numbers_portable(const UsageColumn *of, char mark, int64_t *values, uint8_t *tails)
{
    enum { USUAL_MOST = 12 }; /* digits that fit 64 bits with all decimals */
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
        tails[i] = (uint8_t)(3 * marked);
        /* Of too many digits it is no number, and is read again below. */
        values[i] = (int64_t)((eight_digits(high) + eight_digits(low) * 100000000) *
                              (marked ? UINT64_C(10000) : UINT64_C(1000000)));
        /* no digit before the mark, or too many */
        unsigned outside = len - 2 * marked - 1 >= USUAL_MOST - 2 * marked;
        column.unusual[unusual] = (uint32_t)i;
        unusual += ((usage_not_digits(high) | usage_not_digits(low)) != 0) | outside;
    }
    for (Size k = 0; k < unusual; k++)
        read_unusual(&column, column.unusual[k], mark, values, tails);
}

/* ---- AVX2 ---- */

#ifdef HAVE_AVX2
enum { FOUR = 4, NO_MARK = 16, WHOLE_MOST = 9 /* digits before the mark: all of it is in 16 bytes */ };

/* By the place of the first mark in 16 bytes: which byte goes where, so that 10 digits stand before and 6
 * behind where it was; 0x80 gives 0. Where no number can have a mark, the mark itself is taken, which is no
 * digit. */
static const unsigned char moves[NO_MARK + 1][16] = {
    {0},
    {1},
    {2},
    {3},
    {4},
    {5},
    {6},
    {7},
    {8},
    {0x80, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 0x80},
    {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 0x80, 0x80},
    {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 0x80, 0x80, 0x80},
    {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 0x80, 0x80, 0x80, 0x80},
    {4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 0x80, 0x80, 0x80, 0x80, 0x80},
    {15},
    {6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80}};

/* Where marks are not read, one is no digit wherever it is. */
static const unsigned char unmarked[NO_MARK + 1][16] = {
    {0},
    {1},
    {2},
    {3},
    {4},
    {5},
    {6},
    {7},
    {8},
    {9},
    {10},
    {11},
    {12},
    {13},
    {14},
    {15},
    {6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80}};

/* Loaded from n on, 0 to 16, they are a mask of the last n bytes. */
static const signed char masks[31 + 16] = {[16] = -1, -1, -1, -1, -1, -1, -1, -1,
                                           -1,        -1, -1, -1, -1, -1, -1, -1};

AVX2 static inline __m256i two_of(const void *first, const void *second)
{
    __m128i a, b;
    memcpy(&a, first, sizeof a);
    memcpy(&b, second, sizeof b);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(a), b, 1);
}

typedef struct {
    __m256i  above; /* what is no digit: not 0 */
    unsigned outside;
} Doubts;

/* Two cells; gives four numbers of four digits for each. */
AVX2 static inline __m256i two_cells(UsageSlice a, UsageSlice b, char mark, uint8_t *tail_a, uint8_t *tail_b,
                                     Doubts *doubts)
{
    const __m256i marks = _mm256_set1_epi8((char)((mark ? mark : '.') - '0'));
    const unsigned char(*table)[16] = mark ? moves : unmarked;
    unsigned len_a = (unsigned)(a.to - a.from), len_b = (unsigned)(b.to - b.from);
    __m256i  bytes = _mm256_sub_epi8(two_of(a.to - 16, b.to - 16), _mm256_set1_epi8('0'));
    bytes = _mm256_and_si256(bytes, two_of(masks + (len_a & 31), masks + (len_b & 31)));
    uint32_t found = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, marks));
    unsigned at_a = (unsigned)__builtin_ctz(found | 1u << NO_MARK);
    unsigned at_b = (unsigned)__builtin_ctz(found >> 16 | 1u << NO_MARK);
    bytes = _mm256_shuffle_epi8(bytes, two_of(table[at_a], table[at_b]));
    doubts->above = _mm256_or_si256(doubts->above, _mm256_subs_epu8(bytes, _mm256_set1_epi8(9)));
    doubts->outside |= (len_a + at_a - 17 >= WHOLE_MOST) | (len_b + at_b - 17 >= WHOLE_MOST);
    *tail_a = (uint8_t)(16 - at_a);
    *tail_b = (uint8_t)(16 - at_b);
    return _mm256_madd_epi16(_mm256_maddubs_epi16(bytes, _mm256_set1_epi16(0x010a)),
                             _mm256_set1_epi32(0x00010064));
}

/* Cells 0 and 2 are in `even`, 1 and 3 in `odd`. */
AVX2 static inline __m256i four_numbers(__m256i even, __m256i odd)
{
    const __m256i thousands = _mm256_set1_epi32(0x00012710), eighth = _mm256_set1_epi64x(100000000);
    __m256i       eights = _mm256_madd_epi16(_mm256_packus_epi32(even, odd), thousands);
    return _mm256_add_epi64(_mm256_mul_epu32(eights, eighth), _mm256_srli_epi64(eights, 32));
}

/* Digits with at most 9 before the mark and 6 behind it are usual. What is taken back, what is larger, and
 * what is no number is read once more, with those it was read together with. */
AVX2 void usage_numbers_avx2(const UsageColumn *of, char mark, int64_t *values, uint8_t *tails)
{
    const UsageColumn column = *of;
    Size              unusual = 0, fours = column.count / FOUR * FOUR;
    for (Size i = 0; i < fours; i += FOUR) {
        Doubts  doubts = {_mm256_setzero_si256(), 0};
        __m256i even = two_cells(usage_slice(&column, i), usage_slice(&column, i + 2), mark, &tails[i],
                                 &tails[i + 2], &doubts);
        __m256i odd = two_cells(usage_slice(&column, i + 1), usage_slice(&column, i + 3), mark, &tails[i + 1],
                                &tails[i + 3], &doubts);
        __m256i numbers = four_numbers(even, odd);
        memcpy(&values[i], &numbers, sizeof numbers);
        column.unusual[unusual] = (uint32_t)i;
        unusual += (_mm256_testz_si256(doubts.above, doubts.above) == 0) | doubts.outside;
    }
    for (Size k = 0; k < unusual; k++)
        for (Size i = column.unusual[k], to = i + FOUR; i < to; i++)
            read_unusual(&column, i, mark, values, tails);
    for (Size i = fours; i < column.count; i++)
        read_unusual(&column, i, mark, values, tails);
}
#endif
