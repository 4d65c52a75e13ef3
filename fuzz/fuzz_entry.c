/* fuzz_entry.c - any bytes as an entry: refused with a reason, or signed anew over the same text. */
#include "record/entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = {0};
    Str   bytes = {(const char *)data, (Size)size}, why = S("");
    Entry entry;
    if (entry_read(&arena, bytes, &entry, &why)) {
        static const uint8_t seed[SEED_BYTES] = {1};
        PublicKey            key;
        SecretKey            secret = key_of_seed(seed, &key);
        VerifierKey          vkey = vkey_new(entry.before.origin, KEY_NOTE, &key);
        Entry                again = entry;
        entry_sign(&arena, &again, &vkey, &secret);
        INVARIANT(str_equal(again.text, entry.text));
        INVARIANT(entry_read(&arena, again.bytes, &entry, &why) && entry_signed_by(&entry, &vkey));
    } else {
        INVARIANT(why.len > 0);
    }
    arena_free(&arena);
    return 0;
}
