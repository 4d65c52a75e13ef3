/* note.c - see note.h. */
#include "record/note.h"

#include <string.h>

#include "record/hash.h"

static const Str DASH = {"\xe2\x80\x94 ", 4};

enum { ID_BYTES = 4, TIME_BYTES = 8 };

static bool refuse(Str *why, Str what)
{
    *why = what;
    return false;
}

static uint32_t id_of(Str bytes)
{
    uint32_t id = 0;
    for (int i = 0; i < ID_BYTES; i++)
        id = id << 8 | (uint8_t)bytes.at[i];
    return id;
}

/* One line without its LF. */
static bool line_read(Arena *arena, Str line, NoteSignature *out, Str *why)
{
    if (!str_starts(line, DASH))
        return refuse(why, S("a signature line begins with an em dash and a space"));
    line = str_slice(line, DASH.len, line.len);
    Size space = str_find(line, ' ');
    if (space < 0 || !name_valid(str_slice(line, 0, space)))
        return refuse(why, S("a signature line names its key"));
    Str bytes;
    if (!base64_read(arena, str_slice(line, space + 1, line.len), &bytes) || bytes.len <= ID_BYTES)
        return refuse(why, S("a signature is base64 of a key id and a signature"));
    *out = (NoteSignature){str_slice(line, 0, space), id_of(bytes), str_slice(bytes, ID_BYTES, bytes.len)};
    return true;
}

static const NoteSignature *signature_by(const Note *note, Str name, uint32_t id)
{
    for (Size i = 0; i < note->signatures.count; i++) {
        const NoteSignature *signature = &note->signatures.items[i];
        if (signature->id == id && str_equal(signature->name, name))
            return signature;
    }
    return NULL;
}

/* Where the last empty line is: the offset of the first of two LF; -1: none. */
static Size last_gap(Str bytes)
{
    for (Size at = bytes.len - 2; at >= 0; at--)
        if (bytes.at[at] == '\n' && bytes.at[at + 1] == '\n')
            return at;
    return -1;
}

bool note_read(Arena *arena, Str bytes, Note *out, Str *why)
{
    if (bytes.len > NOTE_BYTES_MOST)
        return refuse(why, S("a note is at most 1 MiB"));
    if (!text_valid(bytes))
        return refuse(why, S("a note is UTF-8 text without control characters other than line feeds"));
    Size gap = last_gap(bytes);
    if (gap < 1)
        return refuse(why, S("a note is a text, an empty line and signature lines"));
    Note note = {.text = str_slice(bytes, 0, gap + 1)};
    Str  rest = str_slice(bytes, gap + 2, bytes.len);
    if (rest.len == 0)
        return refuse(why, S("a note needs a signature"));
    while (rest.len) {
        Size          end = str_find(rest, '\n');
        NoteSignature signature;
        if (end < 0)
            return refuse(why, S("a signature line ends in a line feed"));
        if (note.signatures.count == NOTE_SIGNATURES_MOST)
            return refuse(why, S("a note has at most 64 signatures"));
        if (!line_read(arena, str_slice(rest, 0, end), &signature, why))
            return false;
        if (signature_by(&note, signature.name, signature.id))
            return refuse(why, S("two signature lines are of one key"));
        *PUSH(arena, &note.signatures) = signature;
        rest = str_slice(rest, end + 1, rest.len);
    }
    *out = note;
    return true;
}

Str note_write(Arena *arena, const Note *note)
{
    Text text = text_new(arena);
    text_add(&text, note->text);
    text_char(&text, '\n');
    for (Size i = 0; i < note->signatures.count; i++) {
        const NoteSignature *signature = &note->signatures.items[i];
        char                *bytes = NEW(arena, char, ID_BYTES + signature->bytes.len);
        for (int b = 0; b < ID_BYTES; b++)
            bytes[b] = (char)(signature->id >> (24 - 8 * b));
        memcpy(bytes + ID_BYTES, signature->bytes.at, (size_t)signature->bytes.len);
        text_add(&text, DASH);
        text_add(&text, signature->name);
        text_char(&text, ' ');
        text_add(&text, base64_text(arena, (Str){bytes, ID_BYTES + signature->bytes.len}));
        text_char(&text, '\n');
    }
    return text_str(&text);
}

static Str cosigned_text(Arena *arena, const Note *note, int64_t time)
{
    Text text = text_new(arena);
    text_format(&text, "cosignature/v1\ntime %lld\n", (long long)time);
    text_add(&text, note->text);
    return text_str(&text);
}

NoteVerdict note_verify(Arena *arena, const Note *note, const VerifierKey *vkey, int64_t *time)
{
    const NoteSignature *line = signature_by(note, vkey->name, vkey->id);
    Signature            signature;
    Size                 before = vkey->type == KEY_COSIGNATURE ? TIME_BYTES : 0;
    uint64_t             seconds = 0;
    if (!line)
        return NOTE_NOT_SIGNED;
    if (line->bytes.len != before + SIGNATURE_BYTES)
        return NOTE_WRONG;
    for (Size i = 0; i < before; i++)
        seconds = seconds << 8 | (uint8_t)line->bytes.at[i];
    memcpy(signature.at, line->bytes.at + before, SIGNATURE_BYTES);
    if (seconds > INT64_MAX)
        return NOTE_WRONG;
    Str text = before ? cosigned_text(arena, note, (int64_t)seconds) : note->text;
    if (!sign_holds(&vkey->key, text, &signature))
        return NOTE_WRONG;
    if (before && time)
        *time = (int64_t)seconds;
    return NOTE_SIGNED;
}

static void add_signature(Arena *arena, Note *note, const VerifierKey *vkey, Str time,
                          const Signature *signature)
{
    INVARIANT(!signature_by(note, vkey->name, vkey->id) && note->signatures.count < NOTE_SIGNATURES_MOST);
    char *bytes = NEW(arena, char, time.len + SIGNATURE_BYTES);
    if (time.len)
        memcpy(bytes, time.at, (size_t)time.len);
    memcpy(bytes + time.len, signature->at, SIGNATURE_BYTES);
    *PUSH(arena, &note->signatures) =
        (NoteSignature){vkey->name, vkey->id, {bytes, time.len + SIGNATURE_BYTES}};
}

void note_sign(Arena *arena, Note *note, const VerifierKey *vkey, const SecretKey *secret)
{
    INVARIANT(vkey->type == KEY_NOTE && str_ends(note->text, S("\n")));
    Signature signature = sign_bytes(secret, note->text);
    add_signature(arena, note, vkey, S_NONE, &signature);
}

void note_cosign(Arena *arena, Note *note, const VerifierKey *vkey, const SecretKey *secret, int64_t time)
{
    INVARIANT(vkey->type == KEY_COSIGNATURE && time >= 0);
    Signature signature = sign_bytes(secret, cosigned_text(arena, note, time));
    char      bytes[TIME_BYTES];
    for (int i = 0; i < TIME_BYTES; i++)
        bytes[i] = (char)(time >> (56 - 8 * i));
    add_signature(arena, note, vkey, (Str){bytes, TIME_BYTES}, &signature);
}
