/* fuzz_workspace.c - any bytes as the config of a workspace and as what is kept of its standing: refused with
 * a reason, or written as the same bytes. */
#include "app/overview.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena           arena = {0};
    Str             text = {(const char *)data, (Size)size}, why = S("");
    WorkspaceConfig config;
    Overview        view;
    if (config_read(&arena, text, &config, &why))
        INVARIANT(str_equal(config_write(&arena, &config), text));
    else
        INVARIANT(why.len > 0);
    why = S("");
    if (overview_read(&arena, text, &view, &why)) {
        Str      written = overview_write(&arena, &view);
        Overview again;
        INVARIANT(overview_read(&arena, written, &again, &why));
        INVARIANT(str_equal(overview_write(&arena, &again), written));
    } else {
        INVARIANT(why.len > 0);
    }
    arena_free(&arena);
    return 0;
}
