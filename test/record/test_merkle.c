/* test_merkle.c - published roots and proofs, and every tree of up to 140 leaves against the definition. */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "record/merkle.h"
#include "vectors_merkle.h"

/* RFC 6962 2.1 as it is written, with no shared code but the hash. */
static Hash oracle_root(const Hash *leaves, int64_t count)
{
    if (count == 0)
        return sha256(S(""));
    if (count == 1)
        return leaves[0];
    int64_t half = 1;
    while (half * 2 < count)
        half *= 2;
    uint8_t both[1 + 2 * HASH_BYTES] = {1};
    Hash    left = oracle_root(leaves, half), right = oracle_root(leaves + half, count - half);
    memcpy(both + 1, left.at, HASH_BYTES);
    memcpy(both + 1 + HASH_BYTES, right.at, HASH_BYTES);
    return sha256((Str){(const char *)both, sizeof both});
}

static Hashes published_leaves(Arena *arena)
{
    Hashes leaves = {NEW(arena, Hash, COUNT(LEAF_INPUTS)), COUNT(LEAF_INPUTS)};
    for (Size i = 0; i < leaves.count; i++)
        leaves.at[i] = merkle_leaf(hex_bytes(arena, LEAF_INPUTS[i]));
    return leaves;
}

static Hashes proof_of(Arena *arena, const ProofRow *row)
{
    Hashes proof = {NEW(arena, Hash, 4), 0};
    while (proof.count < 4 && row->proof[proof.count]) {
        proof.at[proof.count] = hex_hash(row->proof[proof.count]);
        proof.count++;
    }
    return proof;
}

static void same_proof(Hashes got, Hashes want)
{
    assert_int_equal(got.count, want.count);
    for (Size i = 0; i < got.count; i++)
        assert_hash(got.at[i], want.at[i]);
}

static void published(void **state)
{
    Arena  arena = {0};
    Hashes leaves = published_leaves(&arena);
    Merkle tree = {0};
    (void)state;
    assert_hash(merkle_leaf(S("L123456")), hex_hash(LEAF_L123456));
    assert_hash(sha256_join(1, S("N123"), S("N456")), hex_hash(NODE_N123_N456));
    for (Size i = 0; i <= leaves.count; i++) {
        assert_hash(merkle_root(&tree), hex_hash(ROOTS[i]));
        if (i == leaves.count)
            break;
        assert_hash(leaves.at[i], hex_hash(LEAF_HASHES[i]));
        merkle_add(&tree, &leaves.at[i]);
    }
    for (Size i = 0; i < COUNT(INCLUSIONS); i++) {
        const ProofRow *row = &INCLUSIONS[i];
        Hashes          first = {leaves.at, (Size)row->b}, proof = proof_of(&arena, row);
        Hash            root = hex_hash(ROOTS[row->b]);
        MerkleSource    source = merkle_source(&first);
        same_proof(merkle_inclusion(&arena, &source, row->a), proof);
        assert_true(merkle_includes((MerkleHead){row->b, &root}, row->a, &leaves.at[row->a], proof));
    }
    for (Size i = 0; i < COUNT(CONSISTENCIES); i++) {
        const ProofRow *row = &CONSISTENCIES[i];
        Hashes          first = {leaves.at, (Size)row->b}, proof = proof_of(&arena, row);
        Hash            before = hex_hash(ROOTS[row->a]), after = hex_hash(ROOTS[row->b]);
        MerkleSource    source = merkle_source(&first);
        same_proof(merkle_consistency(&arena, &source, row->a), proof);
        assert_true(merkle_extends((MerkleHead){row->a, &before}, (MerkleHead){row->b, &after}, proof));
    }
    arena_free(&arena);
}

static void large_roots(void **state)
{
    Merkle tree = {0};
    (void)state;
    for (Size i = 0; i < COUNT(LARGE_ROOTS); i++) {
        while (tree.size < LARGE_ROOTS[i].size) {
            char number[8];
            for (int b = 0; b < 8; b++)
                number[b] = (char)(tree.size >> (56 - 8 * b));
            Hash leaf = merkle_leaf((Str){number, 8});
            merkle_add(&tree, &leaf);
        }
        assert_hash(merkle_root(&tree), hex_hash(LARGE_ROOTS[i].root));
    }
}

enum { MOST = 140, MOST_OF_PART = 40 };

/* With ENTENTE_PART only the smaller trees are gone through: valgrind takes minutes for all. */
static int64_t most_sizes(void) { return getenv("ENTENTE_PART") ? MOST_OF_PART : MOST; }

typedef struct {
    Arena  arena;
    Hashes leaves;
    Hash   roots[MOST + 1];
} World;

static World world_new(void)
{
    World  world = {.leaves = {NULL, MOST}};
    Merkle tree = {0};
    world.leaves.at = NEW(&world.arena, Hash, MOST);
    for (Size i = 0; i < MOST; i++)
        world.leaves.at[i] = merkle_leaf(str_format(&world.arena, "leaf %d", (int)i));
    for (Size i = 0; i <= MOST; i++) {
        world.roots[i] = oracle_root(world.leaves.at, i);
        assert_hash(merkle_root(&tree), world.roots[i]);
        if (i < MOST)
            merkle_add(&tree, &world.leaves.at[i]);
    }
    return world;
}

/* One hash more, one less, one bit wrong: never accepted. */
typedef bool Accepts(const World *world, int64_t a, int64_t b, Hashes proof);

static void wrong_proofs(World *world, Accepts *accepts, int64_t a, int64_t b, Hashes proof)
{
    Hash more[MERKLE_PROOF_MOST + 1];
    if (proof.count)
        memcpy(more, proof.at, (size_t)proof.count * sizeof *more);
    more[proof.count] = world->leaves.at[0];
    assert_false(accepts(world, a, b, (Hashes){more, proof.count + 1}));
    if (proof.count == 0)
        return;
    assert_false(accepts(world, a, b, (Hashes){more, proof.count - 1}));
    assert_false(accepts(world, a, b, (Hashes){more + 1, proof.count - 1}));
    Size bit = (Size)((a * 31 + b * 17) % (proof.count * HASH_BYTES * 8));
    more[bit / 256].at[bit / 8 % 32] ^= (uint8_t)(1 << bit % 8);
    assert_false(accepts(world, a, b, (Hashes){more, proof.count}));
}

static bool includes(const World *world, int64_t index, int64_t size, Hashes proof)
{
    return merkle_includes((MerkleHead){size, &world->roots[size]}, index, &world->leaves.at[index], proof);
}

static bool extends(const World *world, int64_t before, int64_t after, Hashes proof)
{
    return merkle_extends((MerkleHead){before, &world->roots[before]},
                          (MerkleHead){after, &world->roots[after]}, proof);
}

static void every_inclusion(void **state)
{
    World world = world_new();
    (void)state;
    for (int64_t size = 1; size <= most_sizes(); size++) {
        Hashes       first = {world.leaves.at, (Size)size};
        MerkleSource source = merkle_source(&first);
        for (int64_t index = 0; index < size; index++) {
            Arena  arena = {0};
            Hashes proof = merkle_inclusion(&arena, &source, index);
            assert_true(includes(&world, index, size, proof));
            wrong_proofs(&world, includes, index, size, proof);
            MerkleHead longer = {
                2 * size, &world.roots[size]}; /* the right hashes for a tree that is said to be larger */
            assert_false(merkle_includes(longer, index, &world.leaves.at[index], proof));
            int64_t other = (index + 1) % size;
            if (other != index)
                assert_false(merkle_includes((MerkleHead){size, &world.roots[size]}, other,
                                             &world.leaves.at[index], proof));
            arena_free(&arena);
        }
        Hash root = world.roots[size];
        assert_false(merkle_includes((MerkleHead){size, &root}, size, &root, (Hashes){0}));
        assert_false(merkle_includes((MerkleHead){size, &root}, -1, &root, (Hashes){0}));
    }
    arena_free(&world.arena);
}

static void every_consistency(void **state)
{
    World world = world_new();
    (void)state;
    for (int64_t after = 1; after <= most_sizes(); after++) {
        Hashes       first = {world.leaves.at, (Size)after};
        MerkleSource source = merkle_source(&first);
        for (int64_t before = 1; before <= after; before++) {
            Arena  arena = {0};
            Hashes proof = merkle_consistency(&arena, &source, before);
            assert_true(extends(&world, before, after, proof));
            wrong_proofs(&world, extends, before, after, proof);
            if (before < after) {
                assert_false(extends(&world, after, before, proof));
                assert_false(merkle_extends((MerkleHead){before, &world.roots[before - 1]},
                                            (MerkleHead){after, &world.roots[after]}, proof));
            }
            arena_free(&arena);
        }
        assert_false(extends(&world, 0, after, (Hashes){0}));
        assert_false(merkle_extends((MerkleHead){after, &world.roots[after]},
                                    (MerkleHead){after, &world.roots[after - 1]}, (Hashes){0}));
    }
    arena_free(&world.arena);
}

/* A root put together from subtrees that were reckoned apart, as two threads would. */
static void from_parts(void **state)
{
    World world = world_new();
    (void)state;
    for (int level = 0; level < 6; level++) {
        int64_t part = (int64_t)1 << level;
        Merkle  tree = {0};
        for (; tree.size + part <= MOST;) {
            Hash full = oracle_root(world.leaves.at + tree.size, part);
            merkle_add_full(&tree, &full, level);
        }
        while (tree.size < MOST)
            merkle_add(&tree, &world.leaves.at[tree.size]);
        assert_hash(merkle_root(&tree), world.roots[MOST]);
    }
    arena_free(&world.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(published), cmocka_unit_test(large_roots),
                                       cmocka_unit_test(every_inclusion), cmocka_unit_test(every_consistency),
                                       cmocka_unit_test(from_parts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
