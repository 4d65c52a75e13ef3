/* fuzz_note.c - any bytes as a note, a verifier key and a checkpoint: refused with a reason, or written as
 * the same bytes. */
#include "record/checkpoint.h"
#include "record/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena       arena = {0};
    Str         text = {(const char *)data, (Size)size}, why = S("");
    Note        note;
    Checkpoint  checkpoint;
    VerifierKey vkey;
    Head        head;
    if (note_read(&arena, text, &note, &why)) {
        INVARIANT(str_equal(note_write(&arena, &note), text));
        text = note.text;
    } else {
        INVARIANT(why.len > 0);
    }
    if (checkpoint_read(text, &checkpoint, &why))
        INVARIANT(str_equal(checkpoint_text(&arena, &checkpoint), text));
    Str line = str_slice(text, 0, str_find(text, '\n') < 0 ? text.len : str_find(text, '\n'));
    if (vkey_read(line, &vkey, &why))
        INVARIANT(str_equal(vkey_text(&arena, &vkey), line));
    if (head_read(line, &head)) {
        Text written = text_new(&arena);
        head_write(&written, &head);
        INVARIANT(str_equal(text_str(&written), line));
    }
    arena_free(&arena);
    return 0;
}
