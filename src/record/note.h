/* note.h - signed notes (C2SP signed-note), the container of everything that is signed.
 *
 *   text, ends in LF; UTF-8, no other control character
 *   (empty line)
 *   — name base64(id signature)        one line for each signature, em dash first
 *
 * The last empty line divides. What is signed is the text, byte for byte. Lines of keys that the reader does
 * not know are kept: a signature more never makes a note wrong. Reading is canonical or refused, so what
 * note_write makes of what note_read read are the same bytes. */
#ifndef ENT_RECORD_NOTE_H
#define ENT_RECORD_NOTE_H
#include "record/vkey.h"

enum { NOTE_BYTES_MOST = 1 << 20, NOTE_SIGNATURES_MOST = 64 };

typedef struct {
    Str      name;
    uint32_t id;
    Str      bytes; /* behind the id: what it holds depends on the type of key */
} NoteSignature;

typedef struct {
    Str text;
    LIST_OF(NoteSignature) signatures;
} Note;

/* False: `why` says what is wrong, *out untouched. Slices of `bytes` where they can be. */
CHECKED bool note_read(Arena *arena, Str bytes, Note *out, Str *why);
Str          note_write(Arena *arena, const Note *note);

typedef enum {
    NOTE_SIGNED,
    NOTE_NOT_SIGNED /* no line of this key */,
    NOTE_WRONG /* a line that does not hold */
} NoteVerdict;

/* `time` (may be NULL) is set for a cosignature that holds: seconds since 1970. */
NoteVerdict note_verify(Arena *arena, const Note *note, const VerifierKey *vkey, int64_t *time);
void        note_sign(Arena *arena, Note *note, const VerifierKey *vkey, const SecretKey *secret);
/* "At `time` this was the largest tree I had seen of this origin, consistent with all before" (C2SP
 * cosignature/v1): a receipt. The note must be a checkpoint, the key of type KEY_COSIGNATURE. */
void note_cosign(Arena *arena, Note *note, const VerifierKey *vkey, const SecretKey *secret, int64_t time);
#endif
