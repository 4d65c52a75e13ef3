/* merkle.c - see merkle.h. */
#include "record/merkle.h"

#include <string.h>

Hash merkle_leaf(Str entry) { return sha256_join(0, entry, S_NONE); }

Hash merkle_node(const Hash *left, const Hash *right)
{
    return sha256_join(1, hash_bytes(left), hash_bytes(right));
}

static int peak_count(int64_t size) { return __builtin_popcountll((unsigned long long)size); }

void merkle_add_full(Merkle *tree, const Hash *root, int level)
{
    int64_t add = (int64_t)1 << level;
    INVARIANT(level >= 0 && level < MERKLE_LEVELS && tree->size % add == 0 && tree->size <= INT64_MAX - add);
    Hash sum = *root;
    int  peaks = peak_count(tree->size);
    for (int64_t bit = add; tree->size & bit; bit <<= 1)
        sum = merkle_node(&tree->peaks[--peaks], &sum);
    tree->peaks[peaks] = sum;
    tree->size += add;
}

void merkle_add(Merkle *tree, const Hash *leaf) { merkle_add_full(tree, leaf, 0); }

Hash merkle_root(const Merkle *tree)
{
    int peaks = peak_count(tree->size);
    if (peaks == 0)
        return sha256(S(""));
    Hash root = tree->peaks[--peaks];
    while (peaks > 0)
        root = merkle_node(&tree->peaks[--peaks], &root);
    return root;
}

static int64_t split(int64_t size) /* the largest power of two below `size`, which is at least 2 */
{
    return (int64_t)1 << (63 - __builtin_clzll((unsigned long long)(size - 1)));
}

static bool is_power(int64_t size) { return (size & (size - 1)) == 0; }

Hash merkle_range(const MerkleSource *source, int64_t from, int64_t to)
{
    int64_t size = to - from;
    INVARIANT(0 <= from && from <= to && to <= source->size);
    if (size == 0)
        return sha256(S(""));
    if (is_power(size) && from % size == 0)
        return source->full(source->from, __builtin_ctzll((unsigned long long)size), from / size);
    int64_t middle = from + split(size);
    Hash    left = merkle_range(source, from, middle), right = merkle_range(source, middle, to);
    return merkle_node(&left, &right);
}

static Hash full_of_leaves(const void *from, int level, int64_t index)
{
    const Hashes *leaves = from;
    Merkle        tree = {0};
    for (int64_t i = index << level; i < (index + 1) << level; i++)
        merkle_add(&tree, &leaves->at[i]);
    return merkle_root(&tree);
}

MerkleSource merkle_source(const Hashes *leaves)
{
    return (MerkleSource){full_of_leaves, leaves, leaves->count};
}

static Hashes proof_new(Arena *arena) { return (Hashes){NEW(arena, Hash, MERKLE_PROOF_MOST), 0}; }

Hashes merkle_inclusion(Arena *arena, const MerkleSource *source, int64_t index)
{
    Hashes  proof = proof_new(arena);
    int64_t from = 0, to = source->size;
    INVARIANT(0 <= index && index < to);
    while (to - from > 1) { /* from the root down: RFC 6962 lists the hashes from the leaf up */
        int64_t middle = from + split(to - from);
        if (index < middle) {
            proof.at[proof.count++] = merkle_range(source, middle, to);
            to = middle;
        } else {
            proof.at[proof.count++] = merkle_range(source, from, middle);
            from = middle;
        }
    }
    for (Size i = 0, j = proof.count - 1; i < j; i++, j--) {
        Hash hash = proof.at[i];
        proof.at[i] = proof.at[j];
        proof.at[j] = hash;
    }
    return proof;
}

/* PROOF(before, leaves [from, to)) of RFC 6962 2.1.2, with `before` counted from `from`. */
static void consistency(const MerkleSource *source, int64_t from, int64_t to, int64_t before, Hashes *proof)
{
    if (before == to - from) {
        if (from > 0) /* else the reader holds this root: it is the old tree */
            proof->at[proof->count++] = merkle_range(source, from, to);
        return;
    }
    int64_t middle = from + split(to - from);
    if (before <= middle - from) {
        consistency(source, from, middle, before, proof);
        proof->at[proof->count++] = merkle_range(source, middle, to);
    } else {
        consistency(source, middle, to, before - (middle - from), proof);
        proof->at[proof->count++] = merkle_range(source, from, middle);
    }
}

Hashes merkle_consistency(Arena *arena, const MerkleSource *source, int64_t before)
{
    Hashes proof = proof_new(arena);
    INVARIANT(0 < before && before <= source->size);
    consistency(source, 0, source->size, before, &proof);
    return proof;
}

bool merkle_includes(MerkleHead tree, int64_t index, const Hash *leaf, Hashes proof)
{
    if (index < 0 || index >= tree.size)
        return false;
    int64_t at = index, last = tree.size - 1; /* RFC 9162 2.1.3.2: fn and sn */
    Hash    root = *leaf;
    for (Size i = 0; i < proof.count; i++) {
        if (last == 0)
            return false;
        if (at % 2 == 1 || at == last) {
            root = merkle_node(&proof.at[i], &root);
            while (at % 2 == 0 && at != 0) {
                at /= 2;
                last /= 2;
            }
        } else {
            root = merkle_node(&root, &proof.at[i]);
        }
        at /= 2;
        last /= 2;
    }
    return last == 0 && hash_equal(&root, tree.root);
}

bool merkle_extends(MerkleHead before, MerkleHead after, Hashes proof)
{
    if (before.size <= 0 || before.size > after.size)
        return false;
    if (before.size == after.size)
        return proof.count == 0 && hash_equal(before.root, after.root);
    int64_t at = before.size - 1, last = after.size - 1; /* RFC 9162 2.1.4.2 */
    Size    next = 0;
    while (at % 2 == 1) {
        at /= 2;
        last /= 2;
    }
    if (!is_power(before.size) && proof.count == 0)
        return false;
    Hash old_root = is_power(before.size) ? *before.root : proof.at[next++], new_root = old_root;
    for (; next < proof.count; next++) {
        if (last == 0)
            return false;
        if (at % 2 == 1 || at == last) {
            old_root = merkle_node(&proof.at[next], &old_root);
            new_root = merkle_node(&proof.at[next], &new_root);
            while (at % 2 == 0 && at != 0) {
                at /= 2;
                last /= 2;
            }
        } else {
            new_root = merkle_node(&new_root, &proof.at[next]);
        }
        at /= 2;
        last /= 2;
    }
    return last == 0 && hash_equal(&old_root, before.root) && hash_equal(&new_root, after.root);
}
