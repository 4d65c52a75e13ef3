/* fuzz_bundle.c - any bytes as a bundle and as a proof of a fork: refused with a reason, or written as the
 * same bytes. */
#include "record/bundle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena        arena = {0};
    Str          bytes = {(const char *)data, (Size)size}, why = S("");
    Bundle       bundle;
    BundleResult result;
    Record       record;
    ForkProof    fork;
    if (bundle_read(&arena, bytes, &bundle, &why)) {
        INVARIANT(str_equal(bundle_write(&arena, &bundle), bytes));
        if (bundle_found(&arena, &bundle, &record, &why))
            (void)!bundle_apply(&record, &arena, &bundle, &result, &why);
    } else {
        INVARIANT(why.len > 0);
    }
    if (fork_read(&arena, bytes, &fork, &why))
        INVARIANT(str_equal(fork_write(&arena, &fork), bytes));
    arena_free(&arena);
    return 0;
}
