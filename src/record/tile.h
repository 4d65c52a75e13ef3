/* tile.h - how a feed is served and copied: C2SP tlog-tiles, as paths and as the bytes behind them.
 *
 *   tile/<level>/<index>[.p/<width>]     256 hashes of 32 bytes, or the first `width` of them
 *   tile/entries/<index>[.p/<width>]     as many entries, each behind its length in two bytes,
 *                                        high byte first
 *
 * The index is written in groups of three digits, all but the last with an `x` in front: 1234067 is
 * x001/x234/067. */
#ifndef ENT_RECORD_TILE_H
#define ENT_RECORD_TILE_H
#include "record/merkle.h"

enum { TILE_WIDTH = 256, TILE_LEVELS = 8 /* of 8 levels of the tree each: any size that is counted here */ };
enum { ENTRY_BYTES_MOST = 65535 };

typedef struct {
    bool    entries;
    int     level; /* 0 for entries */
    int64_t index;
    int     width; /* 1 to TILE_WIDTH */
} Tile;

/* Without a slash in front. False: no tile of any tree; *out untouched. */
CHECKED bool tile_read(Str path, Tile *out);
Str          tile_path(Arena *arena, Tile tile);
/* How many hashes tile `index` of this level has in a tree of `size`: 0 to TILE_WIDTH. */
int tile_width(int64_t size, int level, int64_t index);

/* The hashes of a tile of a tree, and back. False: not so many bytes. */
Str          tile_hashes(Arena *arena, const MerkleSource *source, Tile tile);
CHECKED bool tile_read_hashes(Arena *arena, Str bytes, int width, Hashes *out);

typedef struct {
    Str *at;
    Size count;
} Strs;
Str          tile_entries(Arena *arena, Strs entries);
CHECKED bool tile_read_entries(Arena *arena, Str bytes, int width, Strs *out);
#endif
