/* merkle.h - Merkle trees as RFC 6962 (2.1) defines them, the one proof structure of the record.
 *
 * leaf = SHA-256(0x00 entry), node = SHA-256(0x01 left right), the empty tree = SHA-256 of nothing; a tree of
 * n leaves splits at the largest power of two below n. A proof is a list of hashes; checking is strict: the
 * number of hashes must be the one that index and sizes ask for. */
#ifndef ENT_RECORD_MERKLE_H
#define ENT_RECORD_MERKLE_H
#include "record/hash.h"

enum { MERKLE_LEVELS = 63, MERKLE_PROOF_MOST = 2 * MERKLE_LEVELS };

/* A tree that only grows: the roots of the full subtrees that its size is made of, largest first. */
typedef struct {
    int64_t size;
    Hash    peaks[MERKLE_LEVELS]; /* as many as `size` has bits set */
} Merkle;

Hash merkle_leaf(Str entry);
Hash merkle_node(const Hash *left, const Hash *right);
void merkle_add(Merkle *tree, const Hash *leaf);
/* Adds the root of a full subtree of 2^level leaves; the size must be a multiple of that. */
void merkle_add_full(Merkle *tree, const Hash *root, int level);
Hash merkle_root(const Merkle *tree);

/* Where proofs are made from: the root of the full subtree number `index` of 2^level leaves. */
typedef struct {
    Hash (*full)(const void *from, int level, int64_t index);
    const void *from;
    int64_t     size;
} MerkleSource;

/* A source that reckons every subtree from `leaves`, which must outlive it. */
MerkleSource merkle_source(const Hashes *leaves);

/* The root of leaves [from, to). */
Hash merkle_range(const MerkleSource *source, int64_t from, int64_t to);
/* 0 <= index < size */
Hashes merkle_inclusion(Arena *arena, const MerkleSource *source, int64_t index);
/* From the first `before` leaves to all: 0 < before <= size. */
Hashes merkle_consistency(Arena *arena, const MerkleSource *source, int64_t before);

/* Is `leaf` number `index` of the tree of `size` leaves with this root? */
typedef struct {
    int64_t     size;
    const Hash *root;
} MerkleHead;
bool merkle_includes(MerkleHead tree, int64_t index, const Hash *leaf, Hashes proof);
/* Does `after` begin with the leaves of `before`? An empty tree proves nothing and is refused. */
bool merkle_extends(MerkleHead before, MerkleHead after, Hashes proof);
#endif
