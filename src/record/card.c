/* card.c - see card.h. */
#include "record/card.h"

#include <string.h>

#include "record/entry.h"

static bool refuse(Str *why, Str what)
{
    *why = what;
    return false;
}

Hash key_hash(const PublicKey *key)
{
    uint8_t typed[1 + PUBLIC_KEY_BYTES] = {KEY_NOTE};
    memcpy(typed + 1, key->at, PUBLIC_KEY_BYTES);
    return sha256((Str){(const char *)typed, sizeof typed});
}

static Str card_text(Arena *arena, const Card *card)
{
    Str vkey = vkey_text(arena, &card->vkey), next = hash_text(arena, &card->next);
    return str_format(arena, "entente/card/v1\nkey %.*s\nnext %.*s\n", STR_ARG(vkey), STR_ARG(next));
}

static bool read_text(Str text, Card *out, Str *why)
{
    Str line;
    if (!line_next(&text, &line) || !str_equal(line, S("entente/card/v1")))
        return refuse(why, S("a card begins with the line `entente/card/v1`"));
    if (!line_named(&text, S("key "), &line))
        return refuse(why, S("the second line of a card is `key` and a key"));
    if (!vkey_read(line, &out->vkey, why))
        return false;
    if (out->vkey.type != KEY_NOTE || !member_valid(out->vkey.name))
        return refuse(why, S("the key of a card is one that signs entries, under the name of a member"));
    if (!line_named(&text, S("next "), &line) || !hash_read(line, &out->next) || text.len)
        return refuse(why, S("the third and last line of a card is `next` and a hash"));
    return true;
}

bool card_read(Arena *arena, Str bytes, Card *out, Str *why)
{
    Note note;
    Card card;
    if (bytes.len > CARD_BYTES_MOST)
        return refuse(why, S("a card is at most 4,096 bytes"));
    if (!note_read(arena, bytes, &note, why) || !read_text(note.text, &card, why))
        return false;
    if (note.signatures.count != 1 || note_verify(arena, &note, &card.vkey, NULL) != NOTE_SIGNED)
        return refuse(why, S("the card is not signed by its own key: it was altered, or is not whole"));
    *out = card;
    return true;
}

Str card_write(Arena *arena, const Card *card, const SecretKey *secret)
{
    Note note = {.text = card_text(arena, card)};
    note_sign(arena, &note, &card->vkey, secret);
    return note_write(arena, &note);
}

Str card_fingerprint(Arena *arena, const Card *card)
{
    Hash hash = sha256(card_text(arena, card));
    Text text = text_new(arena);
    for (int i = 0; i < 16; i++)
        text_format(&text, "%s%02x", i && i % 2 == 0 ? " " : "", hash.at[i]);
    return text_str(&text);
}
