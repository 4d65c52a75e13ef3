/* fuzz_keys.c - any bytes as a file of keys and as a card: refused with a reason, or as they were written. */
#include "app/keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena   arena = {0};
    Str     text = {(const char *)data, (Size)size}, why = S("");
    KeyFile file;
    Card    card;
    if (key_file_read(&arena, text, &file, &why)) {
        INVARIANT(str_starts(text, file.head) && file.member.len > 0 && file.box.len > HASH_BYTES);
        INVARIANT(!file.seal.sealed || (file.seal.passes > 0 && file.seal.memory > 0));
    } else {
        INVARIANT(why.len > 0);
    }
    why = S("");
    if (card_read(&arena, text, &card, &why))
        INVARIANT(card_fingerprint(&arena, &card).len == 39);
    else
        INVARIANT(why.len > 0);
    arena_free(&arena);
    return 0;
}
