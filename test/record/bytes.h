/* bytes.h - hexadecimal to bytes, for tables of published vectors. */
#ifndef ENT_TEST_RECORD_BYTES_H
#define ENT_TEST_RECORD_BYTES_H
#include "record/hash.h"
#include "test.h"

static inline Str hex_bytes(Arena *arena, const char *hex)
{
    Str   text = str_from(hex);
    char *bytes = NEW(arena, char, text.len / 2 + 1);
    assert_true(hex_read(text, (uint8_t *)bytes, text.len / 2));
    return (Str){bytes, text.len / 2};
}

static inline Hash hex_hash(const char *hex)
{
    Hash hash;
    assert_true(hex_read(str_from(hex), hash.at, HASH_BYTES));
    return hash;
}

static inline void assert_hash(Hash got, Hash want)
{
    Arena arena = {0};
    assert_text(hex_text(&arena, hash_bytes(&got)), hex_text(&arena, hash_bytes(&want)));
    arena_free(&arena);
}

static inline Str random_bytes(Arena *arena, Random *random, Size len)
{
    char *bytes = NEW(arena, char, len + 1);
    for (Size i = 0; i < len; i++)
        bytes[i] = (char)random_next(random);
    return (Str){bytes, len};
}
#endif
