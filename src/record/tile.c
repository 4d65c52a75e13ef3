/* tile.c - see tile.h. */
#include "record/tile.h"

#include <string.h>

static bool take(Str *text, Str prefix)
{
    if (!str_starts(*text, prefix))
        return false;
    *text = str_slice(*text, prefix.len, text->len);
    return true;
}

static bool group_read(Str *text, int64_t *index) /* three digits */
{
    int64_t value = 0;
    if (text->len < 3)
        return false;
    for (int i = 0; i < 3; i++) {
        if (text->at[i] < '0' || text->at[i] > '9')
            return false;
        value = value * 10 + (text->at[i] - '0');
    }
    if (*index > (INT64_MAX / 2 - value) / 1000)
        return false;
    *index = *index * 1000 + value;
    *text = str_slice(*text, 3, text->len);
    return true;
}

bool tile_read(Str path, Tile *out)
{
    Tile    tile = {.width = TILE_WIDTH};
    int64_t number;
    if (!take(&path, S("tile/")))
        return false;
    Size slash = str_find(path, '/');
    if (slash < 0)
        return false;
    Str level = str_slice(path, 0, slash);
    path = str_slice(path, slash + 1, path.len);
    tile.entries = str_equal(level, S("entries"));
    if (!tile.entries) {
        if (!count_read(level, TILE_LEVELS - 1, &number))
            return false;
        tile.level = (int)number;
    }
    bool first = true;
    while (take(&path, S("x"))) {
        if (!group_read(&path, &tile.index) || !take(&path, S("/")) || (first && tile.index == 0))
            return false;
        first = false;
    }
    if (!group_read(&path, &tile.index))
        return false;
    if (take(&path, S(".p/"))) {
        if (!count_read(path, TILE_WIDTH - 1, &number) || number == 0)
            return false;
        tile.width = (int)number;
        path = S("");
    }
    if (path.len)
        return false;
    *out = tile;
    return true;
}

Str tile_path(Arena *arena, Tile tile)
{
    Text text = text_new(arena);
    if (tile.entries)
        text_add(&text, S("tile/entries/"));
    else
        text_format(&text, "tile/%d/", tile.level);
    int64_t groups = 1;
    while (tile.index / groups >= 1000)
        groups *= 1000;
    for (; groups > 1; groups /= 1000)
        text_format(&text, "x%03d/", (int)(tile.index / groups % 1000));
    text_format(&text, "%03d", (int)(tile.index % 1000));
    if (tile.width < TILE_WIDTH)
        text_format(&text, ".p/%d", tile.width);
    return text_str(&text);
}

int tile_width(int64_t size, int level, int64_t index)
{
    INVARIANT(level >= 0 && level < TILE_LEVELS && index >= 0);
    int64_t hashes = size >> (8 * level);
    if (hashes / TILE_WIDTH > index)
        return TILE_WIDTH;
    return hashes / TILE_WIDTH == index ? (int)(hashes % TILE_WIDTH) : 0;
}

Str tile_hashes(Arena *arena, const MerkleSource *source, Tile tile)
{
    INVARIANT(!tile.entries && tile.width <= tile_width(source->size, tile.level, tile.index));
    char *bytes = NEW(arena, char, (Size)tile.width *HASH_BYTES);
    for (int i = 0; i < tile.width; i++) {
        Hash hash = source->full(source->from, 8 * tile.level, tile.index * TILE_WIDTH + i);
        memcpy(bytes + (Size)i * HASH_BYTES, hash.at, HASH_BYTES);
    }
    return (Str){bytes, (Size)tile.width * HASH_BYTES};
}

bool tile_read_hashes(Arena *arena, Str bytes, int width, Hashes *out)
{
    if (bytes.len != (Size)width * HASH_BYTES)
        return false;
    Hashes hashes = {NEW(arena, Hash, width), width};
    memcpy(hashes.at, bytes.at, (size_t)bytes.len);
    *out = hashes;
    return true;
}

Str tile_entries(Arena *arena, Strs entries)
{
    Text text = text_new(arena);
    for (Size i = 0; i < entries.count; i++) {
        Size len = entries.at[i].len;
        INVARIANT(len <= ENTRY_BYTES_MOST);
        text_char(&text, (char)(len >> 8));
        text_char(&text, (char)len);
        text_add(&text, entries.at[i]);
    }
    return text_str(&text);
}

bool tile_read_entries(Arena *arena, Str bytes, int width, Strs *out)
{
    Strs entries = {NEW(arena, Str, width), 0};
    while (bytes.len) {
        if (bytes.len < 2 || entries.count == width)
            return false;
        Size len = (Size)((uint8_t)bytes.at[0] << 8 | (uint8_t)bytes.at[1]);
        if (bytes.len < 2 + len)
            return false;
        entries.at[entries.count++] = str_slice(bytes, 2, 2 + len);
        bytes = str_slice(bytes, 2 + len, bytes.len);
    }
    if (entries.count != width)
        return false;
    *out = entries;
    return true;
}
