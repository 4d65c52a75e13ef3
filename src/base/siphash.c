/* siphash.c - see siphash.h. Bytes are taken in words of 8, the lowest first, whatever the machine. */
#include "base/siphash.h"

typedef struct {
    uint64_t a, b, c, d;
} State;

static uint64_t rotate(uint64_t word, int by) { return word << by | word >> (64 - by); }

static void mix(State *s, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        s->a += s->b;
        s->c += s->d;
        s->b = rotate(s->b, 13) ^ s->a;
        s->d = rotate(s->d, 16) ^ s->c;
        s->a = rotate(s->a, 32);
        s->c += s->b;
        s->a += s->d;
        s->b = rotate(s->b, 17) ^ s->c;
        s->d = rotate(s->d, 21) ^ s->a;
        s->c = rotate(s->c, 32);
    }
}

static uint64_t word_at(Str text, Size at)
{
    uint64_t word = 0;
    for (Size i = 0; i < 8 && at + i < text.len; i++)
        word |= (uint64_t)(unsigned char)text.at[at + i] << (8 * i);
    return word;
}

static void take(State *s, uint64_t word)
{
    s->d ^= word;
    mix(s, 2);
    s->a ^= word;
}

uint64_t siphash(SipKey key, Str text)
{
    State s = {key.low ^ 0x736f6d6570736575u, key.high ^ 0x646f72616e646f6du, key.low ^ 0x6c7967656e657261u,
               key.high ^ 0x7465646279746573u};
    Size  whole = text.len & ~(Size)7;
    for (Size at = 0; at < whole; at += 8)
        take(&s, word_at(text, at));
    take(&s, word_at(text, whole) | (uint64_t)text.len << 56);
    s.c ^= 0xff;
    mix(&s, 4);
    return s.a ^ s.b ^ s.c ^ s.d;
}
