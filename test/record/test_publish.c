/* test_publish.c - paths have one spelling, tiles prove the feed, and a body goes to its audience only. */
#include "holder.h"

#define ID "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static void paths(void **state)
{
    static const struct {
        const char *path;
        bool        good;
        PathType    type;
    } rows[] = {
        {"/" ID "/heads", true, PATH_HEADS},
        {"/" ID "/evidence", true, PATH_EVIDENCE},
        {"/" ID "/part/" ID, true, PATH_PART},
        {"/" ID "/aurora/checkpoint", true, PATH_CHECKPOINT},
        {"/" ID "/aurora/tile/0/000", true, PATH_TILE},
        {"/" ID "/aurora/tile/1/x001/234.p/7", true, PATH_TILE},
        {"/" ID "/aurora/tile/entries/000.p/255", true, PATH_TILE},
        {"/" ID "/aurora/bodies/000", true, PATH_BODIES},
        {"/" ID "/aurora/bodies/x001/000.p/9", true, PATH_BODIES},
        {"/" ID "/part/checkpoint", true, PATH_CHECKPOINT}, /* a member may be named so */
        {"", false, PATH_HEADS},
        {"/", false, PATH_HEADS},
        {"/" ID, false, PATH_HEADS},
        {"/" ID "/", false, PATH_HEADS},
        {ID "/heads", false, PATH_HEADS},
        {"/" ID "/heads/", false, PATH_HEADS},
        {"/" ID "//heads", false, PATH_HEADS},
        {"/" ID "/heads?x=1", false, PATH_HEADS},
        {"/" ID "/../" ID "/heads", false, PATH_HEADS},
        {"/" ID "/part/" ID "0", false, PATH_HEADS},
        {"/" ID "/part/", false, PATH_HEADS},
        {"/" ID "/Aurora/checkpoint", false, PATH_HEADS},
        {"/" ID "/../checkpoint", false, PATH_HEADS},
        {"/" ID "/aurora/tile/0/000.p/256", false, PATH_HEADS},
        {"/" ID "/aurora/bodies/0", false, PATH_HEADS},
        {"/" ID "/aurora/bodies/entries/000", false, PATH_HEADS},
        {"/0" ID "/heads", false, PATH_HEADS},
    };
    Arena arena = {0};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        PublicPath path = {.agreement = S("untouched")};
        ROW("%s\n", rows[i].path);
        assert_true(public_path_read(str_from(rows[i].path), &path) == rows[i].good);
        if (rows[i].good) {
            assert_int_equal(path.type, rows[i].type);
            assert_text(public_path_text(&arena, &path), str_from(rows[i].path));
        } else {
            assert_text(path.agreement, S("untouched"));
        }
    }
    arena_free(&arena);
}

static bool gives(Holder *holder, const char *path, uint64_t readers, Str *out)
{
    Holding    holding = holding_of(holder);
    PublicPath read;
    Str        whole = str_format(&holder->cast->arena, "/%.*s/%s", STR_ARG(holder->record->agreement), path);
    assert_true(public_path_read(whole, &read));
    return publish(&holder->cast->arena, &holding, &read, readers, out);
}

/* From tiles alone anybody comes to the root: level 0 to the entries, level 1 to level 0. */
static void tiles(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    Str    hashes, again, above, bytes, heads;
    (void)state;
    holders_new(cast_new(&cast, 2, false, RULES_ALL), holders);
    founded(&cast);
    while (holders[0].record->feeds.items[0].tree.size < 270)
        (void)writes(&cast, 0, "heartbeat", S_NONE);
    Str first = holders[0].record->feeds.items[0].entries.items[0].bytes;
    assert_true(gives(&holders[0], "aurora/tile/0/000", 1, &hashes));
    assert_int_equal(hashes.len, 256 * HASH_BYTES);
    assert_true(gives(&holders[0], "aurora/tile/entries/000", 1, &bytes));
    Strs entries;
    assert_true(tile_read_entries(&cast.arena, bytes, 256, &entries));
    assert_text(entries.at[0], first);
    Merkle tree = {0};
    for (Size i = 0; i < 256; i++) {
        Hash leaf = merkle_leaf(entries.at[i]);
        assert_true(str_equal(str_slice(hashes, i * 32, i * 32 + 32), hash_bytes(&leaf)));
        merkle_add(&tree, &leaf);
    }
    assert_true(gives(&holders[0], "aurora/tile/1/000.p/1", 1, &above));
    Hash root = merkle_root(&tree);
    assert_true(str_equal(above, hash_bytes(&root)));
    assert_true(gives(&holders[0], "aurora/tile/entries/001.p/14", 1, &bytes));
    assert_true(tile_read_entries(&cast.arena, bytes, 14, &entries));
    for (Size i = 0; i < 14; i++) {
        Hash leaf = merkle_leaf(entries.at[i]);
        merkle_add(&tree, &leaf);
    }
    Head head = record_head(holders[0].record, 0);
    root = merkle_root(&tree);
    assert_hash(root, head.root);
    assert_true(gives(&holders[0], "heads", 1, &heads));
    Bundle read;
    assert_true(heads_read(&cast.arena, heads, &read));
    assert_int_equal(read.gives.count, 2);
    assert_hash(read.gives.items[0].root, head.root);
    assert_true(gives(&holders[0], "aurora/tile/0/000.p/255", 1, &again)); /* narrower than there is */
    assert_text(again, str_slice(hashes, 0, 255 * HASH_BYTES));
    static const char *const none[] = {"aurora/tile/0/001",
                                       "aurora/tile/0/001.p/15",
                                       "aurora/tile/1/000",
                                       "aurora/tile/0/002.p/1",
                                       "aurora/tile/7/000.p/1",
                                       "cygnus/tile/0/000.p/1",
                                       "aurora/bodies/001.p/15",
                                       "aurora/checkpoint",
                                       "aurora/tile/entries/x999/x999/x999/x999/x999/999"};
    for (Size i = 0; i < COUNT(none); i++) {
        ROW("%s\n", none[i]);
        assert_false(gives(&holders[0], none[i], 1, &bytes));
    }
    cast_free(&cast);
}

static Str part_path(Cast *cast, const Hash *digest)
{
    return str_format(&cast->arena, "part/%.*s", STR_ARG(hex_text(&cast->arena, hash_bytes(digest))));
}

/* Which of the members 0 to 3 get it? */
static void assert_readers(Holder *holder, const Hash *digest, unsigned want)
{
    Str path = part_path(holder->cast, digest), bytes;
    for (Size i = 0; i < 4; i++) {
        ROW("member %d\n", (int)i);
        assert_true(gives(holder, path.at, (uint64_t)1 << i, &bytes) == (want >> i & 1));
    }
    assert_false(gives(holder, path.at, 0, &bytes));                /* nobody in particular */
    assert_true(gives(holder, path.at, want, &bytes));              /* all of them at once */
    assert_false(gives(holder, path.at, 15, &bytes) && want != 15); /* one too many */
}

/* Members: three parties and the witness. */
static void audiences(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST], *aurora = &holders[0];
    (void)state;
    holders_new(cast_new(&cast, 4, true, RULES_ALL), holders);
    founded(&cast);
    Hash comment = writes_sealed(aurora, "comment", COMMENT);
    assert_readers(aurora, &comment, 7);
    SealedBody material = {{42}, S("{\"roadmap\":\"secret\"}")};
    Str        bytes = sealed_write(&cast.arena, &material);
    Hash       digest = sha256(bytes);
    Str        digest_text = hash_text(&cast.arena, &digest);
    keep(aurora, PART_BODY, bytes);
    Str path = part_path(&cast, &digest), got;
    assert_false(gives(aurora, path.at, 1, &got)); /* nobody has named it yet */
    Hash told = writes_sealed(
        aurora, "disclosure",
        str_format(&cast.arena, "{\"audience\":[\"borealis\"],\"class\":\"secret\",\"digest\":\"%.*s\"}",
                   STR_ARG(digest_text)));
    assert_readers(aurora, &told, 7); /* that there is a disclosure, all parties may know */
    assert_readers(aurora, &digest, 3);
    /* Cygnus puts the digest under an entry of its own: that opens nothing. */
    (void)pulls(holders[2].record, aurora->record);
    Entry rogue = sign_next(&cast, &cast.people[2], holders[2].record, "comment", S("sealed"));
    rogue.sealed = digest;
    VerifierKey vkey = vkey_new(rogue.before.origin, KEY_NOTE, &cast.people[2].keys[0]);
    entry_sign(&cast.arena, &rogue, &vkey, &cast.people[2].secrets[0]);
    assert_int_equal(takes(aurora->record, rogue.bytes, NULL), TAKE_NEW);
    assert_readers(aurora, &digest, 3);
    /* An entry of the witness: the witness and the parties. */
    (void)pulls(holders[3].record, aurora->record);
    Hash measured =
        writes_sealed(&holders[3], "measurement",
                      S("{\"measure\":\"degree-of-use\",\"period\":\"2026-Q1\",\"value\":\"0.37\"}"));
    assert_readers(&holders[3], &measured, 15);
    cast_free(&cast);
}

/* The files of a text go to whoever may see the text; what nobody lists goes to nobody. */
static void files(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    (void)state;
    holders_new(cast_new(&cast, 4, true, RULES_ALL), holders);
    founded(&cast);
    Str  text = S("# Cross-licence\n"), other = S("# Not listed\n");
    Hash digest = sha256(text), unlisted = sha256(other);
    Str  digest_text = hash_text(&cast.arena, &digest);
    keep(&holders[0], PART_FILE, text);
    keep(&holders[0], PART_FILE, other);
    (void)writes_sealed(&holders[0], "text.proposed",
                        str_format(&cast.arena,
                                   "{\"edition\":\"draft\",\"files\":[{\"bytes\":16,\"digest\":\"%.*s\","
                                   "\"path\":\"agreement.md\"}]}",
                                   STR_ARG(digest_text)));
    assert_readers(&holders[0], &digest, 7);
    Str path = part_path(&cast, &unlisted), bytes;
    assert_false(gives(&holders[0], path.at, 1, &bytes));
    cast_free(&cast);
}

/* The bodies of a tile: those that all readers may see. */
static void bodies_of_a_tile(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    Bundle bundle;
    Str    bytes, why;
    (void)state;
    holders_new(cast_new(&cast, 3, true, RULES_ALL), holders);
    founded(&cast);
    (void)writes_sealed(&holders[0], "comment", COMMENT);
    (void)writes_sealed(&holders[0], "comment", COMMENT);
    assert_true(gives(&holders[0], "aurora/bodies/000.p/4", 2, &bytes));
    assert_true(bundle_read(&cast.arena, bytes, &bundle, &why));
    assert_int_equal(bundle.parts.count, 1);
    assert_true(gives(&holders[0], "aurora/bodies/000.p/5", 3, &bytes));
    assert_true(bundle_read(&cast.arena, bytes, &bundle, &why));
    assert_int_equal(bundle.parts.count, 2);
    assert_true(gives(&holders[0], "aurora/bodies/000.p/5", 4, &bytes)); /* the witness sees none */
    assert_true(bundle_read(&cast.arena, bytes, &bundle, &why));
    assert_int_equal(bundle.parts.count, 0);
    cast_free(&cast);
}

static void signed_heads(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    Str    bytes, why;
    (void)state;
    holders_new(cast_new(&cast, 2, false, RULES_ALL), holders);
    founded(&cast);
    for (int i = 0; i < 3; i++) {
        Checkpoint checkpoint = {record_head(holders[0].record, 0), S("")};
        if (i == 2)
            checkpoint.head.root.at[0] ^= 1; /* longer, signed, and not what is here */
        Note        note = {.text = checkpoint_text(&cast.arena, &checkpoint)};
        VerifierKey vkey = vkey_new(checkpoint.head.origin, KEY_NOTE, &cast.people[0].keys[0]);
        note_sign(&cast.arena, &note, &vkey, &cast.people[0].secrets[0]);
        *PUSH(&cast.arena, &holders[0].receipts) = note_write(&cast.arena, &note);
        (void)writes(&cast, 0, "heartbeat", S_NONE);
    }
    Str shorter = holders[0].receipts.items[0];
    *PUSH(&cast.arena, &holders[0].receipts) = shorter; /* a shorter one, learned later */
    assert_true(gives(&holders[0], "aurora/checkpoint", 2, &bytes));
    assert_text(bytes, holders[0].receipts.items[1]);
    assert_false(gives(&holders[0], "borealis/checkpoint", 2, &bytes));
    Bundle bundle;
    assert_true(gives(&holders[0], "evidence", 2, &bytes));
    assert_true(bundle_read(&cast.arena, bytes, &bundle, &why));
    assert_int_equal(bundle.parts.count, 4);
    cast_free(&cast);
}

/* Receipts pile up for years; an answer does not. */
static void last_receipts(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    Str    bytes, why;
    Bundle bundle;
    (void)state;
    holders_new(cast_new(&cast, 2, false, RULES_ALL), holders);
    founded(&cast);
    Checkpoint  checkpoint = {record_head(holders[0].record, 0), S("")};
    VerifierKey vkey = vkey_new(checkpoint.head.origin, KEY_COSIGNATURE, &cast.people[0].keys[0]);
    for (int i = 0; i < PUBLISH_RECEIPTS_MOST + 44; i++) {
        Note note = {.text = checkpoint_text(&cast.arena, &checkpoint)};
        note_cosign(&cast.arena, &note, &vkey, &cast.people[0].secrets[0], 1795488000 + i);
        *PUSH(&cast.arena, &holders[0].receipts) = note_write(&cast.arena, &note);
    }
    assert_true(gives(&holders[0], "evidence", 2, &bytes));
    assert_true(bundle_read(&cast.arena, bytes, &bundle, &why));
    assert_int_equal(bundle.parts.count, PUBLISH_RECEIPTS_MOST);
    assert_text(bundle.parts.items[0].bytes, holders[0].receipts.items[44]);
    cast_free(&cast);
}

static void heads_refused(void **state)
{
#define ROOT " 1 XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
    static const char *const rows[] = {"x",
                                       "\n",
                                       "entente/" ID "/a\n",
                                       ("entente/" ID "/a" ROOT "entente/" ID "/a" ROOT),
                                       ("entente/" ID "/b" ROOT "entente/" ID "/a" ROOT),
                                       "entente/" ID "/a 0 " ROOT,
                                       "a" ROOT};
    Arena                    arena = {0};
    Bundle                   heads = {.agreement = S("untouched")};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%d\n", (int)i);
        assert_false(heads_read(&arena, str_from(rows[i]), &heads));
        assert_text(heads.agreement, S("untouched"));
    }
    assert_true(heads_read(&arena, S("entente/" ID "/a" ROOT "entente/" ID "/b" ROOT), &heads));
    assert_int_equal(heads.gives.count, 2);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(paths),
                                       cmocka_unit_test(tiles),
                                       cmocka_unit_test(audiences),
                                       cmocka_unit_test(files),
                                       cmocka_unit_test(bodies_of_a_tile),
                                       cmocka_unit_test(signed_heads),
                                       cmocka_unit_test(last_receipts),
                                       cmocka_unit_test(heads_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
