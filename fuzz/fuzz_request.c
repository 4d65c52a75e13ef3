/* fuzz_request.c - any bytes as a request and as a signed path: refused, or written as the same bytes. */
#include "record/publish.h"
#include "record/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena      arena = {0};
    Str        text = {(const char *)data, (Size)size}, why = S("");
    Request    request;
    PublicPath path;
    Bundle     heads;
    if (!request_read(&arena, text, &request, &why))
        INVARIANT(why.len > 0);
    if (public_path_read(text, &path))
        INVARIANT(str_equal(public_path_text(&arena, &path), text));
    if (heads_read(&arena, text, &heads)) {
        Text again = text_new(&arena);
        for (Size i = 0; i < heads.gives.count; i++) {
            head_write(&again, &heads.gives.items[i]);
            text_char(&again, '\n');
        }
        INVARIANT(str_equal(text_str(&again), text));
    }
    arena_free(&arena);
    return 0;
}
