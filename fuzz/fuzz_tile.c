/* fuzz_tile.c - any bytes as the path of a tile and as a tile of entries: refused, or written as the same
 * bytes. */
#include "record/tile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = {0};
    Str   text = {(const char *)data, (Size)size};
    Tile  tile;
    Strs  entries;
    if (tile_read(text, &tile))
        INVARIANT(str_equal(tile_path(&arena, tile), text));
    for (int width = 1; width <= 3; width++)
        if (tile_read_entries(&arena, text, width, &entries))
            INVARIANT(str_equal(tile_entries(&arena, entries), text));
    arena_free(&arena);
    return 0;
}
