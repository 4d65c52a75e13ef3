/* fork.c - see fork.h. */
#include "record/fork.h"

static const Str FIRST_LINE = {"entente/fork/v1", 15};

static bool refuse(Str *why, Str what)
{
    *why = what;
    return false;
}

static bool read_one(Arena *arena, Str *bytes, ForkProof *proof, int number, Str *why)
{
    Str     line;
    int64_t len;
    if (!line_named(bytes, S("key "), &line))
        return refuse(why, S("`key VKEY` is missing"));
    if (!vkey_read(line, &proof->keys[number], why))
        return false;
    if (!line_named(bytes, S("entry "), &line) || !count_read(line, ENTRY_BYTES_MOST, &len) ||
        len > bytes->len)
        return refuse(why, S("`entry LENGTH` and so many bytes are missing"));
    if (!entry_read(arena, str_slice(*bytes, 0, len), &proof->entries[number], why))
        return false;
    *bytes = str_slice(*bytes, len, bytes->len);
    return entry_signed_by(&proof->entries[number], &proof->keys[number]) ||
           refuse(why, S("an entry is not signed by the key that is given for it"));
}

bool fork_read(Arena *arena, Str bytes, ForkProof *out, Str *why)
{
    ForkProof proof;
    Str       line;
    if (!line_next(&bytes, &line) || !str_equal(line, FIRST_LINE))
        return refuse(why, S("a proof of a fork begins with the line `entente/fork/v1`"));
    if (!read_one(arena, &bytes, &proof, 0, why) || !read_one(arena, &bytes, &proof, 1, why))
        return false;
    if (bytes.len)
        return refuse(why, S("something follows the second entry"));
    const Entry *a = &proof.entries[0], *b = &proof.entries[1];
    if (!str_equal(a->before.origin, b->before.origin) || a->before.size != b->before.size)
        return refuse(why, S("the entries are not of one place in one feed, so both can be right"));
    if (str_order(a->bytes, b->bytes) >= 0)
        return refuse(why, S("the entries are the same, or not in the order of their bytes"));
    *out = proof;
    return true;
}

Str fork_write(Arena *arena, const ForkProof *proof)
{
    Text text = text_new(arena);
    int  first = str_order(proof->entries[0].bytes, proof->entries[1].bytes) < 0 ? 0 : 1;
    text_add(&text, FIRST_LINE);
    text_char(&text, '\n');
    for (int i = 0; i < 2; i++) {
        int at = i ? 1 - first : first;
        Str vkey = vkey_text(arena, &proof->keys[at]);
        text_format(&text, "key %.*s\nentry %lld\n", STR_ARG(vkey), (long long)proof->entries[at].bytes.len);
        text_add(&text, proof->entries[at].bytes);
    }
    return text_str(&text);
}
