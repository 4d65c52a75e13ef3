/* tree.h - Merkle trees as RFC 6962 (2.1) defines them, the one proof structure of the record.
 *
 * leaf = SHA-256(0x00 entry), node = SHA-256(0x01 left right), the empty tree = SHA-256 of nothing; a tree of
 * n leaves splits at the largest power of two below n. A proof is a list of hashes; checking is strict: the
 * number of hashes must be the one that index and sizes ask for. */
#ifndef ENT_RECORD_TREE_H
#define ENT_RECORD_TREE_H
#include "record/hash.h"

enum { TREE_LEVELS = 63, TREE_PROOF_MOST = 2 * TREE_LEVELS };

/* A tree that only grows: the roots of the full subtrees that its size is made of, largest first. */
typedef struct {
    int64_t size;
    Hash    peaks[TREE_LEVELS]; /* as many as `size` has bits set */
} Tree;

Hash tree_leaf(Str entry);
Hash tree_node(const Hash *left, const Hash *right);
void tree_add(Tree *tree, const Hash *leaf);
/* Adds the root of a full subtree of 2^level leaves; the size must be a multiple of that. */
void tree_add_full(Tree *tree, const Hash *root, int level);
Hash tree_root(const Tree *tree);

/* Where proofs are made from: the root of the full subtree number `index` of 2^level leaves. */
typedef struct {
    Hash (*full)(const void *from, int level, int64_t index);
    const void *from;
    int64_t     size;
} TreeSource;

/* A source that reckons every subtree from `leaves`, which must outlive it. */
TreeSource tree_source(const Hashes *leaves);

/* The root of leaves [from, to). */
Hash tree_range(const TreeSource *source, int64_t from, int64_t to);
/* 0 <= index < size */
Hashes tree_inclusion(Arena *arena, const TreeSource *source, int64_t index);
/* From the first `before` leaves to all: 0 < before <= size. */
Hashes tree_consistency(Arena *arena, const TreeSource *source, int64_t before);

/* Is `leaf` number `index` of the tree of `size` leaves with this root? */
typedef struct {
    int64_t     size;
    const Hash *root;
} TreeHead;
bool tree_includes(TreeHead tree, int64_t index, const Hash *leaf, Hashes proof);
/* Does `after` begin with the leaves of `before`? An empty tree proves nothing and is refused. */
bool tree_extends(TreeHead before, TreeHead after, Hashes proof);
#endif
