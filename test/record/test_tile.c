/* test_tile.c - paths of tiles have one spelling; tiles give the tree back. */
#include <string.h>

#include "bytes.h"
#include "record/tile.h"

static void paths(void **state)
{
    static const struct {
        const char *path;
        Tile        tile;
    } rows[] = {
        {"tile/0/000", {false, 0, 0, 256}},
        {"tile/0/x001/x234/067", {false, 0, 1234067, 256}},
        {"tile/1/x001/000.p/17", {false, 1, 1000, 17}},
        {"tile/7/999.p/255", {false, 7, 999, 255}},
        {"tile/entries/000.p/1", {true, 0, 0, 1}},
        {"tile/entries/x273/000", {true, 0, 273000, 256}},
    };
    Arena arena = {0};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Tile tile = {0};
        ROW("%s\n", rows[i].path);
        assert_text(tile_path(&arena, rows[i].tile), str_from(rows[i].path));
        assert_true(tile_read(str_from(rows[i].path), &tile));
        assert_true(tile.entries == rows[i].tile.entries && tile.level == rows[i].tile.level);
        assert_true(tile.index == rows[i].tile.index && tile.width == rows[i].tile.width);
    }
    arena_free(&arena);
}

static void paths_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/x0/001",
        "tile/00/001",
        "tile/8/001",
        "tile/-1/001",
        "tile//001",
        "tile/entry/001",
        "/tile/0/001",
        "tile/0/001.p",
        "tile/0/001.p/",
        "tile/0/001.p/0",
        "tile/0/001.p/01",
        "tile/0/001.p/256",
        "tile/0/001.p/1/",
        "tile/0/001/",
        "tile/0/001\n",
        "tile/0/../001",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    };
    Tile tile = {.index = 7};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s\n", rows[i]);
        assert_false(tile_read(str_from(rows[i]), &tile));
    }
    assert_int_equal(tile.index, 7);
}

/* The example of the specification: a tree of 70,000. */
static void widths(void **state)
{
    (void)state;
    assert_int_equal(tile_width(70000, 0, 272), 256);
    assert_int_equal(tile_width(70000, 0, 273), 112);
    assert_int_equal(tile_width(70000, 0, 274), 0);
    assert_int_equal(tile_width(70000, 1, 0), 256);
    assert_int_equal(tile_width(70000, 1, 1), 17);
    assert_int_equal(tile_width(70000, 2, 0), 1);
    assert_int_equal(tile_width(70000, 3, 0), 0);
    assert_int_equal(tile_width(256, 1, 0), 1);
    assert_int_equal(tile_width(0, 0, 0), 0);
    assert_int_equal(tile_width(INT64_MAX, 7, 0), 127);
}

static void tiles_give_the_tree_back(void **state)
{
    Arena arena = {0};
    enum { LEAVES = 70000 };
    Hashes       leaves = {NEW(&arena, Hash, LEAVES), LEAVES};
    MerkleSource source = merkle_source(&leaves);
    Merkle       tree = {0};
    (void)state;
    for (Size i = 0; i < LEAVES; i++) {
        leaves.at[i] = merkle_leaf(str_format(&arena, "%d", (int)i));
        merkle_add(&tree, &leaves.at[i]);
    }
    Hash   root = merkle_root(&tree);
    Merkle from_tiles = {0};
    for (int level = 2; level >= 0; level--) { /* full tiles above, what is left of them below */
        int64_t hashes = LEAVES >> (8 * level), before = from_tiles.size >> (8 * level);
        for (int64_t i = before; i < hashes; i++) {
            Tile   tile = {false, level, i / TILE_WIDTH, tile_width(LEAVES, level, i / TILE_WIDTH)};
            Hashes read;
            assert_true(tile_read_hashes(&arena, tile_hashes(&arena, &source, tile), tile.width, &read));
            merkle_add_full(&from_tiles, &read.at[i % TILE_WIDTH], 8 * level);
        }
    }
    assert_hash(merkle_root(&from_tiles), root);
    arena_free(&arena);
}

static void entries(void **state)
{
    Arena arena = {0};
    char *long_text = NEW(&arena, char, ENTRY_BYTES_MOST);
    Str   texts[] = {S("one"), S(""), {long_text, ENTRY_BYTES_MOST}};
    Strs  read = {0};
    (void)state;
    Str bytes = tile_entries(&arena, (Strs){texts, 3});
    assert_true(tile_read_entries(&arena, bytes, 3, &read));
    for (Size i = 0; i < 3; i++)
        assert_text(read.at[i], texts[i]);
    assert_false(tile_read_entries(&arena, bytes, 2, &read));
    assert_false(tile_read_entries(&arena, bytes, 4, &read));
    for (Size cut = 1; cut < 6; cut++)
        assert_false(tile_read_entries(&arena, str_slice(bytes, 0, bytes.len - cut), 3, &read));
    assert_false(tile_read_hashes(&arena, bytes, 3, &(Hashes){0}));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(paths), cmocka_unit_test(paths_refused),
                                       cmocka_unit_test(widths), cmocka_unit_test(tiles_give_the_tree_back),
                                       cmocka_unit_test(entries)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
