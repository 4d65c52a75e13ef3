/* vkey.c - see vkey.h. */
#include "record/vkey.h"

#include <string.h>
#include <utf8proc.h>

#include "record/hash.h"

/* The next character, -1: not UTF-8. */
static int32_t next_character(Str *text)
{
    utf8proc_int32_t code = -1;
    utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)text->at, text->len, &code);
    if (len <= 0)
        return -1;
    *text = str_slice(*text, len, text->len);
    return code;
}

static bool is_control(int32_t code) { return code < 0x20 || (code >= 0x7f && code < 0xa0); }

bool name_valid(Str name)
{
    if (name.len == 0 || name.len > NAME_MOST)
        return false;
    while (name.len) {
        int32_t code = next_character(&name);
        if (code < 0 || is_control(code) || code == '+')
            return false;
        utf8proc_category_t category = utf8proc_category(code);
        if (category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
            category == UTF8PROC_CATEGORY_ZP)
            return false;
    }
    return true;
}

bool text_valid(Str text)
{
    while (text.len) {
        unsigned char first = (unsigned char)text.at[0];
        if (first >= 0x20 && first < 0x7f) {
            text = str_slice(text, 1, text.len);
            continue;
        }
        int32_t code = next_character(&text);
        if (code < 0 || (is_control(code) && code != '\n'))
            return false;
    }
    return true;
}

static void typed_key(KeyType type, const PublicKey *key, uint8_t out[1 + PUBLIC_KEY_BYTES])
{
    out[0] = (uint8_t)type;
    memcpy(out + 1, key->at, PUBLIC_KEY_BYTES);
}

VerifierKey vkey_new(Str name, KeyType type, const PublicKey *key)
{
    VerifierKey vkey = {.name = name, .type = type, .key = *key};
    uint8_t     typed[1 + PUBLIC_KEY_BYTES];
    Sha256      sha = sha256_new();
    typed_key(type, key, typed);
    sha256_add(&sha, name);
    sha256_add(&sha, S("\n"));
    sha256_add(&sha, (Str){(const char *)typed, sizeof typed});
    Hash hash = sha256_end(&sha);
    for (int i = 0; i < 4; i++)
        vkey.id = vkey.id << 8 | hash.at[i];
    return vkey;
}

static bool refuse(Str *why, Str what)
{
    *why = what;
    return false;
}

bool vkey_read_key(Str text, KeyType *type, PublicKey *key, Str *why)
{
    Arena     arena = {0};
    Str       bytes = S_NONE;
    PublicKey read = {0};
    bool      good = text.len <= 1024 && base64_read(&arena, text, &bytes) && bytes.len > 0;
    int       kind = good ? (uint8_t)bytes.at[0] : 0;
    bool      whole = bytes.len == 1 + PUBLIC_KEY_BYTES;
    if (good && whole)
        memcpy(read.at, bytes.at + 1, PUBLIC_KEY_BYTES);
    arena_free(&arena);
    if (!good)
        return refuse(why, S("the key is not base64"));
    if (kind != KEY_NOTE && kind != KEY_COSIGNATURE)
        return refuse(why, S("the key is of a type that this version does not know; it knows Ed25519 (1) and "
                             "Ed25519 cosignatures (4)"));
    if (!whole)
        return refuse(why, S("the key is not 32 bytes long"));
    if (!key_admitted(&read))
        return refuse(why,
                      S("the key is not a point that may be admitted: verifiers would not agree about it"));
    *type = (KeyType)kind;
    *key = read;
    return true;
}

Str vkey_key_text(Arena *arena, KeyType type, const PublicKey *key)
{
    uint8_t typed[1 + PUBLIC_KEY_BYTES];
    typed_key(type, key, typed);
    return base64_text(arena, (Str){(const char *)typed, sizeof typed});
}

bool vkey_read(Str text, VerifierKey *out, Str *why)
{
    Size first = str_find(text, '+');
    if (first < 0 || text.len < first + 10 || text.at[first + 9] != '+')
        return refuse(why, S("a verifier key reads `name+id+key`, the id in eight hexadecimal digits"));
    Str       name = str_slice(text, 0, first);
    uint8_t   id[4];
    KeyType   type;
    PublicKey key;
    if (!name_valid(name))
        return refuse(why,
                      S("the name of a key has no white space, no control characters and at most 255 bytes"));
    if (!hex_read(str_slice(text, first + 1, first + 9), id, 4))
        return refuse(why, S("the id of a key is eight hexadecimal digits in lower case"));
    if (!vkey_read_key(str_slice(text, first + 10, text.len), &type, &key, why))
        return false;
    VerifierKey vkey = vkey_new(name, type, &key);
    if (vkey.id != ((uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 | (uint32_t)id[2] << 8 | id[3]))
        return refuse(why, S("the id is not that of this name and key"));
    *out = vkey;
    return true;
}

Str vkey_text(Arena *arena, const VerifierKey *vkey)
{
    Str key = vkey_key_text(arena, vkey->type, &vkey->key);
    return str_format(arena, "%.*s+%08x+%.*s", STR_ARG(vkey->name), vkey->id, STR_ARG(key));
}
