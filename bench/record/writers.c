/* writers.c - see writers.h. */
#include "writers.h"

#include "record/kinds.h"

uint64_t random_word(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 32;
}

static Str founding(Arena *arena, Pen pens[2], uint64_t *random)
{
    static const char *const names[2] = {"aurora", "borealis"};
    Hash                     hash = sha256(S("none"));
    Str                      none = hash_text(arena, &hash);
    Text                     text = text_new(arena);
    PublicKey                keys[2];
    text_add(&text, S("{\"agreement\":\"bench\",\"members\":["));
    for (int i = 0; i < 2; i++) {
        uint8_t seed[SEED_BYTES];
        for (int b = 0; b < SEED_BYTES; b++)
            seed[b] = (uint8_t)random_word(random);
        pens[i].secret = key_of_seed(seed, &keys[i]);
        Str key = vkey_key_text(arena, KEY_NOTE, &keys[i]);
        text_format(&text, "%s{\"key\":\"%.*s\",\"name\":\"%s\",\"next\":\"%.*s\",\"role\":\"party\"}",
                    i ? "," : "", STR_ARG(key), names[i], STR_ARG(none));
    }
    text_format(&text, "],\"nonce\":\"%.*s\"}", STR_ARG(none));
    Hash id = sha256(text_str(&text));
    Str  agreement = hex_text(arena, hash_bytes(&id));
    for (int i = 0; i < 2; i++)
        pens[i].vkey = vkey_new(origin_text(arena, agreement, str_from(names[i])), KEY_NOTE, &keys[i]);
    return text_str(&text);
}

Writers writers_new(Arena *arena, Record *record, uint64_t seed)
{
    Writers writers = {.record = record, .random = seed};
    Str     why = S("");
    writers.founding = founding(arena, writers.pens, &writers.random);
    bool good = record_new(arena, writers.founding, RULES_ALL, record, &why);
    INVARIANT(good);
    return writers;
}

Str writers_next(Writers *writers, Arena *scratch)
{
    static const char *const kinds[] = {"measurement", "usage.report", "comment", "payment", "notice"};
    int                      i = writers->written++, who = writers->who;
    bool                     founds = i < 2;
    Str                      why = S("");
    Entry                    entry = record_draft(writers->record, scratch, who);
    entry.kind = founds ? S("founding") : str_from(kinds[random_word(&writers->random) % COUNT(kinds)]);
    entry.place = founds ? BODY_HERE : BODY_SEALED;
    entry.body_text = writers->founding;
    entry.sealed = sha256(entry.kind);
    entry.engine = S("0.1.0");
    entry.state = sha256(S("state"));
    entry.time = 1795488000 + i;
    entry_sign(scratch, &entry, &writers->pens[who].vkey, &writers->pens[who].secret);
    Take take = record_take(writers->record, scratch, entry.bytes, &why);
    INVARIANT(take == TAKE_NEW);
    if (i == 0 || random_word(&writers->random) % 3 == 0)
        writers->who = 1 - who;
    return entry.bytes;
}
