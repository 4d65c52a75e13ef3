/* entry.c - see entry.h. */
#include "record/entry.h"

#include <string.h>

#include "record/merkle.h"

static const Str FIRST_LINE = {"entente/entry/v1", 16};

static bool refuse(Str *why, Str what)
{
    *why = what;
    return false;
}

static bool is_small(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool member_valid(Str name)
{
    if (name.len == 0 || name.len > MEMBER_MOST || !is_small(name.at[0]) || !is_small(name.at[name.len - 1]))
        return false;
    for (Size i = 0; i < name.len; i++)
        if (!is_small(name.at[i]) && name.at[i] != '-' && name.at[i] != '_')
            return false;
    return true;
}

bool word_valid(Str word)
{
    for (Size i = 0; i < word.len; i++) {
        char c = word.at[i];
        if (!is_small(c) && !(c >= 'A' && c <= 'Z') && c != '.' && c != '-' && c != '+')
            return false;
    }
    return word.len > 0 && word.len <= WORD_MOST;
}

bool origin_read(Str origin, Str *agreement, Str *member)
{
    const Str prefix = S("entente/");
    Size      name = prefix.len + AGREEMENT_DIGITS + 1;
    uint8_t   digest[HASH_BYTES];
    if (!str_starts(origin, prefix) || origin.len <= name || origin.at[name - 1] != '/')
        return false;
    Str first = str_slice(origin, prefix.len, name - 1), second = str_slice(origin, name, origin.len);
    if (!hex_read(first, digest, HASH_BYTES) || !member_valid(second))
        return false;
    *agreement = first;
    *member = second;
    return true;
}

Str origin_text(Arena *arena, Str agreement, Str member)
{
    return str_format(arena, "entente/%.*s/%.*s", STR_ARG(agreement), STR_ARG(member));
}

static bool read_heads(Arena *arena, Str *text, Entry *entry, Str *why)
{
    Str  origin, line, agreement, member;
    bool good =
        line_next(text, &origin) && line_next(text, &line) && origin_read(origin, &agreement, &member);
    good = good && head_read(str_format(arena, "%.*s %.*s", STR_ARG(origin), STR_ARG(line)), &entry->before);
    if (!good)
        return refuse(why, S("an entry names its feed, then the size and root of the feed before it"));
    entry->before.origin = origin;
    while (line_named(text, S("saw "), &line)) {
        Head head;
        Str  last = entry->saw.count ? entry->saw.items[entry->saw.count - 1].origin : S("");
        if (!head_read(line, &head) || !origin_read(head.origin, &agreement, &member) || head.size == 0)
            return refuse(why, S("a head that was seen reads `saw origin size root`"));
        if (str_order(last, head.origin) >= 0 || str_equal(head.origin, origin))
            return refuse(why, S("heads that were seen ascend by origin; the own feed is not among them"));
        if (entry->saw.count == ENTRY_SAW_MOST)
            return refuse(why, S("an entry has seen at most 64 heads"));
        *PUSH(arena, &entry->saw) = head;
    }
    return true;
}

/* engine N digest */
static bool read_state(Str line, Entry *entry)
{
    Size first = str_find(line, ' ');
    if (first < 0)
        return false;
    entry->engine = str_slice(line, 0, first);
    line = str_slice(line, first + 1, line.len);
    Size second = str_find(line, ' ');
    return second >= 0 && word_valid(entry->engine) &&
           count_read(str_slice(line, 0, second), INT64_MAX, &entry->state_entries) &&
           hash_read(str_slice(line, second + 1, line.len), &entry->state);
}

static bool read_rest(Arena *arena, Str *text, Entry *entry, Str *why)
{
    Str line;
    if (!line_named(text, S("key "), &line) || !count_read(line, INT64_MAX, &entry->key) || entry->key == 0)
        return refuse(why, S("`key N` is missing, N from 1"));
    if (!line_named(text, S("time "), &line) || !count_read(line, ENTRY_TIME_MOST, &entry->time))
        return refuse(why, S("`time N` is missing, N in seconds since 1970"));
    if (!line_named(text, S("kind "), &entry->kind) || !word_valid(entry->kind))
        return refuse(why, S("`kind KIND` is missing"));
    if (!line_named(text, S("state "), &line) || !read_state(line, entry))
        return refuse(why, S("`state ENGINE N digest` is missing"));
    if (line_named(text, S("body "), &entry->body_text)) {
        entry->place = BODY_HERE;
        if (!body_read(arena, entry->body_text, &entry->body, why))
            return false;
    } else if (line_named(text, S("sealed "), &line)) {
        entry->place = BODY_SEALED;
        if (!hash_read(line, &entry->sealed))
            return refuse(why, S("`sealed` has a hash in base64"));
    }
    return text->len == 0 || refuse(why, S("an entry has a line too many, or one out of its order"));
}

bool entry_read(Arena *arena, Str bytes, Entry *out, Str *why)
{
    Entry entry = {.bytes = bytes};
    Note  note;
    Str   line, text;
    if (bytes.len > ENTRY_BYTES_MOST)
        return refuse(why, S("an entry is at most 65,535 bytes"));
    if (!note_read(arena, bytes, &note, why))
        return false;
    entry.text = text = note.text;
    if (!line_next(&text, &line) || !str_equal(line, FIRST_LINE))
        return refuse(why, S("an entry begins with the line `entente/entry/v1`"));
    if (!read_heads(arena, &text, &entry, why) || !read_rest(arena, &text, &entry, why))
        return false;
    const NoteSignature *signature = &note.signatures.items[0];
    if (note.signatures.count != 1 || !str_equal(signature->name, entry.before.origin) ||
        signature->bytes.len != SIGNATURE_BYTES)
        return refuse(why, S("an entry has one Ed25519 signature, by a key that is named like its feed"));
    entry.key_id = signature->id;
    memcpy(entry.signature.at, signature->bytes.at, SIGNATURE_BYTES);
    *out = entry;
    return true;
}

static Str entry_text(Arena *arena, const Entry *entry)
{
    Text text = text_new(arena);
    text_add(&text, FIRST_LINE);
    text_char(&text, '\n');
    text_add(&text, entry->before.origin);
    text_format(&text, "\n%lld ", (long long)entry->before.size);
    text_add(&text, hash_text(arena, &entry->before.root));
    text_char(&text, '\n');
    for (Size i = 0; i < entry->saw.count; i++) {
        text_add(&text, S("saw "));
        head_write(&text, &entry->saw.items[i]);
        text_char(&text, '\n');
    }
    text_format(&text, "key %lld\ntime %lld\n", (long long)entry->key, (long long)entry->time);
    text_format(&text, "kind %.*s\nstate %.*s %lld ", STR_ARG(entry->kind), STR_ARG(entry->engine),
                (long long)entry->state_entries);
    text_add(&text, hash_text(arena, &entry->state));
    text_char(&text, '\n');
    if (entry->place != BODY_NONE) {
        text_add(&text, entry->place == BODY_HERE ? S("body ") : S("sealed "));
        text_add(&text, entry->place == BODY_HERE ? entry->body_text : hash_text(arena, &entry->sealed));
        text_char(&text, '\n');
    }
    return text_str(&text);
}

void entry_sign(Arena *arena, Entry *entry, const VerifierKey *vkey, const SecretKey *secret)
{
    Note note = {.text = entry_text(arena, entry)};
    INVARIANT(str_equal(vkey->name, entry->before.origin));
    note_sign(arena, &note, vkey, secret);
    entry->text = note.text;
    entry->bytes = note_write(arena, &note);
    entry->key_id = vkey->id;
    memcpy(entry->signature.at, note.signatures.items[0].bytes.at, SIGNATURE_BYTES);
}

bool entry_signed_by(const Entry *entry, const VerifierKey *vkey)
{
    return vkey->type == KEY_NOTE && entry->key_id == vkey->id &&
           str_equal(vkey->name, entry->before.origin) &&
           sign_holds(&vkey->key, entry->text, &entry->signature);
}

Hash entry_leaf(const Entry *entry) { return merkle_leaf(entry->bytes); }

Hash entry_act(const Entry *entry)
{
    Sha256 sha = sha256_new();
    sha256_add(&sha, S("entente/act/v1\n"));
    sha256_add(&sha, entry->kind);
    sha256_add(&sha, S("\n"));
    Hash body = entry->place == BODY_SEALED ? entry->sealed : sha256(entry->body_text);
    sha256_add(&sha, hash_bytes(&body));
    return sha256_end(&sha);
}
