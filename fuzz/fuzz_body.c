/* fuzz_body.c - any bytes as a body and as a sealed body: refused with a reason, or written as the same
 * bytes. */
#include "record/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena      arena = {0};
    Str        bytes = {(const char *)data, (Size)size}, why = S("");
    Body       body;
    SealedBody sealed;
    if (body_read(&arena, bytes, &body, &why))
        INVARIANT(str_equal(body_write(&arena, &body), bytes));
    else
        INVARIANT(why.len > 0);
    if (sealed_read(&arena, bytes, &sealed, &body, &why)) {
        INVARIANT(str_equal(sealed_write(&arena, &sealed), bytes));
        INVARIANT(str_equal(body_write(&arena, &body), sealed.text));
    }
    arena_free(&arena);
    return 0;
}
