/* fuzz_proof.c - any bytes as proofs of a tree: what is accepted is what the tree itself gives. */
#include <string.h>

#include "record/merkle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LEAVES = 40 };

static bool same(Hashes a, Hashes b)
{
    return a.count == b.count && (a.count == 0 || memcmp(a.at, b.at, (size_t)a.count * sizeof *a.at) == 0);
}

/* The first bytes choose two sizes, and how far the proof is the right one; the rest replaces it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4)
        return 0;
    Arena  arena = {0};
    Hash   leaves[LEAVES];
    Hashes first = {leaves, 1 + data[0] % LEAVES};
    for (int i = 0; i < LEAVES; i++)
        leaves[i] = merkle_leaf((Str){(const char *)&i, 1});
    MerkleSource source = merkle_source(&first);
    int64_t      part = data[1] % first.count;
    Hash         root = merkle_range(&source, 0, first.count), old_root = merkle_range(&source, 0, part + 1);
    Hashes       right =
        data[2] % 2 ? merkle_inclusion(&arena, &source, part) : merkle_consistency(&arena, &source, part + 1);
    Hash   hashes[MERKLE_PROOF_MOST + 1];
    Hashes proof = {hashes, 0};
    for (; proof.count < right.count && proof.count < data[3] % 16; proof.count++)
        hashes[proof.count] = right.at[proof.count];
    for (size_t at = 4; at + HASH_BYTES <= size && proof.count < MERKLE_PROOF_MOST; at += HASH_BYTES)
        memcpy(hashes[proof.count++].at, data + at, HASH_BYTES);
    MerkleHead before = {part + 1, &old_root}, after = {first.count, &root};
    bool       holds = data[2] % 2 ? merkle_includes(after, part, &leaves[part], proof)
                                   : merkle_extends(before, after, proof);
    INVARIANT(holds == same(proof, right));
    arena_free(&arena);
    return 0;
}
