/* test_lines.c - salted lines: the salts are one keystream, parts make the whole, one line opens with its
 * proof. */
#include <sodium.h>
#include <string.h>

#include "bytes.h"
#include "record/lines.h"

enum { LINES = 1100 };

static Strs made_lines(Arena *arena, Random *random)
{
    Strs lines = {NEW(arena, Str, LINES), LINES};
    for (Size i = 0; i < LINES; i++)
        lines.at[i] = random_bytes(arena, random, random_below(random, 150));
    return lines;
}

static LinesKey made_key(Random *random)
{
    LinesKey key;
    for (int i = 0; i < LINES_KEY_BYTES; i++)
        key.at[i] = (uint8_t)random_next(random);
    return key;
}

/* The definition: all salts at once, each leaf by itself, the tree of the leaves. */
static Hashes oracle(Arena *arena, const LinesKey *key, Strs lines)
{
    unsigned char nonce[crypto_stream_chacha20_NONCEBYTES] = {0};
    char         *salts = NEW(arena, char, LINES *SALT_BYTES);
    Hashes        leaves = {NEW(arena, Hash, lines.count), lines.count};
    crypto_stream_chacha20((unsigned char *)salts, LINES * SALT_BYTES, nonce, key->at);
    for (Size i = 0; i < lines.count; i++) {
        Text text = text_new(arena);
        text_char(&text, 0);
        text_add(&text, (Str){salts + i * SALT_BYTES, SALT_BYTES});
        text_add(&text, lines.at[i]);
        leaves.at[i] = sha256(text_str(&text));
    }
    return leaves;
}

static void as_defined(void **state)
{
    Arena        arena = {0};
    Random       random = {3};
    Strs         lines = made_lines(&arena, &random);
    LinesKey     key = made_key(&random);
    Hashes       leaves = oracle(&arena, &key, lines);
    MerkleSource source = merkle_source(&leaves);
    Hash         root = merkle_range(&source, 0, LINES);
    Merkle       whole = {0};
    (void)state;
    lines_add(&whole, &key, 0, lines);
    assert_hash(merkle_root(&whole), root);
    for (Size part = 1; part < 300; part += 1 + random_below(&random, 20)) { /* read in pieces of any size */
        Merkle tree = {0};
        for (Size at = 0; at < LINES; at += part) {
            Size count = LINES - at < part ? LINES - at : part;
            lines_add(&tree, &key, at, (Strs){lines.at + at, count});
        }
        assert_hash(merkle_root(&tree), root);
    }
    for (Size i = 0; i < LINES; i += 37) { /* what an auditor does with one line, its salt and its proof */
        Salt salt = line_salt(&key, i);
        Hash leaf = line_leaf(&salt, lines.at[i]);
        assert_true(
            merkle_includes((MerkleHead){LINES, &root}, i, &leaf, merkle_inclusion(&arena, &source, i)));
        salt.at[0] ^= 1;
        leaf = line_leaf(&salt, lines.at[i]);
        assert_false(
            merkle_includes((MerkleHead){LINES, &root}, i, &leaf, merkle_inclusion(&arena, &source, i)));
    }
    arena_free(&arena);
}

/* Two halves of 512 reckoned apart, as two threads would, and put together. */
static void apart(void **state)
{
    Arena    arena = {0};
    Random   random = {4};
    Strs     lines = made_lines(&arena, &random);
    LinesKey key = made_key(&random);
    Merkle   whole = {0}, put = {0};
    (void)state;
    lines_add(&whole, &key, 0, (Strs){lines.at, 1024});
    for (Size half = 0; half < 2; half++) {
        Merkle part = {0};
        lines_add(&part, &key, half * 512, (Strs){lines.at + half * 512, 512});
        Hash root = merkle_root(&part);
        merkle_add_full(&put, &root, 9);
    }
    assert_hash(merkle_root(&put), merkle_root(&whole));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_defined), cmocka_unit_test(apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
