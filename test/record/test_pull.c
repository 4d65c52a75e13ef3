/* test_pull.c - whoever pulls ends with what the other has, believes nothing, and learns of forks. */
#include "holder.h"

static void same(const Record *a, const Record *b)
{
    for (Size i = 0; i < a->feeds.count; i++) {
        Size feed = record_feed(b, a->feeds.items[i].name);
        assert_true(feed >= 0);
        Head one = record_head(a, i), two = record_head(b, feed);
        assert_int_equal(one.size, two.size);
        assert_hash(one.root, two.root);
    }
    assert_int_equal(record_final(a), record_final(b));
}

static void pulls_all(Holder *to, Holder *from, Pulled *out)
{
    Str why = S("");
    if (!holder_pulls(to, from, out, &why))
        fail_msg("%.*s", STR_ARG(why));
}

/* Seeded: members write and pull in any sequence; then all pull from all. */
static void copies_match(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        Cast   cast;
        Holder holders[MEMBERS_MOST];
        Random random = {seed};
        Pulled pulled;
        ROW("seed %d\n", (int)seed);
        holders_new(cast_new(&cast, 2 + (Size)(seed % 3), seed % 3 > 0, RULES_ALL), holders);
        for (Size i = 0; i < cast.count; i++)
            (void)writes(&cast, i, "founding", cast.founding);
        for (int step = 0; step < 60; step++) {
            Size who = random_below(&random, cast.count);
            Size other = random_below(&random, cast.count);
            bool party = cast.people[who].role == ROLE_PARTY;
            if (who == other && party)
                (void)writes_sealed(&holders[who], "comment", COMMENT);
            else if (who == other)
                (void)writes(&cast, who, "heartbeat", S_NONE);
            else
                pulls_all(&holders[who], &holders[other], &pulled);
        }
        for (int round = 0; round < 3; round++)
            for (Size i = 0; i < cast.count; i++)
                for (Size j = 0; j < cast.count; j++)
                    if (i != j)
                        pulls_all(&holders[i], &holders[j], &pulled);
        for (Size i = 1; i < cast.count; i++) {
            same(holders[0].record, holders[i].record);
            bool party = cast.people[i].role == ROLE_PARTY;
            assert_true(holders[i].parts.count == (party ? holders[0].parts.count : 0));
        }
        assert_int_equal(pulled.taken + pulled.bodies + pulled.refused + pulled.waits, 0);
        cast_free(&cast);
    }
}

/* What counts as news: not a sign of life, not the own. */
static void counts(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    Pulled pulled;
    (void)state;
    holders_new(cast_new(&cast, 3, false, RULES_ALL), holders);
    founded(&cast);
    (void)writes_sealed(&holders[0], "comment", COMMENT);
    (void)writes(&cast, 0, "heartbeat", S_NONE);
    (void)writes(&cast, 0, "acknowledgement", S_NONE);
    pulls_all(&holders[1], &holders[0], &pulled);
    assert_int_equal(pulled.taken, 3);
    assert_int_equal(pulled.news, 1);
    assert_int_equal(pulled.bodies, 1);
    assert_false(pulled.own_short);
    (void)writes_sealed(&holders[1], "comment", COMMENT);
    pulls_all(&holders[2], &holders[1], &pulled); /* the other's comment comes along */
    assert_int_equal(pulled.taken, 4);
    assert_int_equal(pulled.bodies, 2);
    cast_free(&cast);
}

/* More than a tile, in both halves. */
static void many(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    Pulled pulled;
    (void)state;
    holders_new(cast_new(&cast, 2, false, RULES_ALL), holders);
    founded(&cast);
    for (int i = 0; i < 250; i++)
        (void)writes_sealed(&holders[0], "comment", COMMENT);
    pulls_all(&holders[1], &holders[0], &pulled);
    assert_int_equal(pulled.bodies, 250);
    for (int i = 0; i < 300; i++)
        (void)writes_sealed(&holders[0], "comment", COMMENT);
    pulls_all(&holders[1], &holders[0], &pulled);
    assert_int_equal(pulled.taken, 300);
    assert_int_equal(pulled.bodies, 300);
    same(holders[0].record, holders[1].record);
    cast_free(&cast);
}

/* A backup is restored: the own entries come back before anything is written. */
static void restored(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    Record old;
    Pulled pulled;
    Str    why = S("");
    (void)state;
    holders_new(cast_new(&cast, 2, false, RULES_ALL), holders);
    founded(&cast);
    assert_true(record_new(&cast.arena, cast.founding, RULES_ALL, &old, &why));
    (void)pulls(&old, holders[0].record);
    Hash lost = writes_sealed(&holders[0], "comment", COMMENT);
    (void)writes(&cast, 0, "heartbeat", S_NONE);
    pulls_all(&holders[1], &holders[0], &pulled);
    Holder back = {.cast = &cast, .who = 0, .record = &old};
    pulls_all(&back, &holders[1], &pulled);
    assert_false(pulled.own_short);
    assert_int_equal(pulled.taken, 2);
    assert_int_equal(pulled.news, 0); /* its own is no news */
    Str bytes;
    assert_true(holder_part(&back, &lost, &bytes));
    same(&old, holders[1].record);
    cast_free(&cast);
}

/* ... and if it was written first, the fork comes out at the next pull, on both sides. */
static void forked(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    Record old;
    Pulled pulled;
    Str    why = S("");
    (void)state;
    for (int ahead = 0; ahead < 3; ahead++) { /* the restored feed is shorter, as long, longer */
        holders_new(cast_new(&cast, 2, false, RULES_ALL), holders);
        founded(&cast);
        assert_true(record_new(&cast.arena, cast.founding, RULES_ALL, &old, &why));
        (void)pulls(&old, holders[0].record);
        (void)writes(&cast, 0, "heartbeat", S_NONE);
        (void)writes(&cast, 0, "heartbeat", S_NONE);
        pulls_all(&holders[1], &holders[0], &pulled);
        Holder back = {.cast = &cast, .who = 0, .record = &old};
        for (int i = 0; i <= ahead; i++)
            (void)writes_sealed(&back, "comment", COMMENT);
        ROW("%d\n", ahead);
        pulls_all(&back, &holders[1], &pulled);
        assert_true(pulled.own_short);
        assert_int_equal(pulled.forks, 1);
        assert_int_equal(pulled.parts.items[pulled.parts.count - 1].type, PART_FORK);
        pulls_all(&holders[1], &back, &pulled);
        assert_int_equal(pulled.forks, 1);
        assert_text(old.forks.items[0].proof, holders[1].record->forks.items[0].proof);
        pulls_all(&holders[1], &back, &pulled); /* once */
        assert_int_equal(pulled.forks, 0);
        cast_free(&cast);
    }
}

/* Who has only the branch that stays learns of the fork by its proof; receipts come the same way. */
static void evidence(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    Record old;
    Pulled pulled;
    Str    why = S("");
    (void)state;
    holders_new(cast_new(&cast, 3, false, RULES_ALL), holders);
    founded(&cast);
    assert_true(record_new(&cast.arena, cast.founding, RULES_ALL, &old, &why));
    (void)pulls(&old, holders[0].record);
    (void)writes(&cast, 0, "heartbeat", S_NONE);
    pulls_all(&holders[1], &holders[0], &pulled);
    pulls_all(&holders[2], &holders[0], &pulled);
    Holder back = {.cast = &cast, .who = 0, .record = &old};
    (void)writes_sealed(&back, "comment", COMMENT);
    pulls_all(&holders[1], &back, &pulled);
    Checkpoint  checkpoint = {record_head(holders[1].record, 2), S("")};
    Note        note = {.text = checkpoint_text(&cast.arena, &checkpoint)};
    VerifierKey vkey =
        vkey_new(holders[1].record->feeds.items[1].origin, KEY_COSIGNATURE, &cast.people[1].keys[0]);
    note_cosign(&cast.arena, &note, &vkey, &cast.people[1].secrets[0], 1795488000);
    *PUSH(&cast.arena, &holders[1].receipts) = note_write(&cast.arena, &note);
    pulls_all(&holders[2], &holders[1], &pulled);
    assert_int_equal(pulled.forks, 1);
    assert_int_equal(pulled.receipts, 1);
    assert_false(pulled.own_short);
    assert_true(record_forked(holders[2].record, 0));
    pulls_all(&holders[2], &holders[1], &pulled);
    assert_int_equal(pulled.forks + pulled.receipts, 0);
    cast_free(&cast);
}

/* The other side lies: about heads, about entries, about bodies. */
static int lie;
static Str spoiled(Holder *holder, Str path, Str bytes)
{
    Arena *arena = &holder->cast->arena;
    char  *wrong = NEW(arena, char, bytes.len + 1);
    bool   heads = str_ends(path, S("/heads"));
    for (Size i = 0; i < bytes.len; i++)
        wrong[i] = bytes.at[i];
    if (lie == 0 && heads)
        return S("garbage");
    if (lie == 1 && heads) { /* more than there is */
        Bundle read;
        Text   text = text_new(arena);
        assert_true(heads_read(arena, bytes, &read));
        for (Size i = 0; i < read.gives.count; i++) {
            read.gives.items[i].size += 1000;
            head_write(&text, &read.gives.items[i]);
            text_char(&text, '\n');
        }
        return text_str(&text);
    }
    if (lie == 2 && str_find(path, 't') >= 0 && str_ends(path, S("entries/000.p/5")))
        return str_slice(bytes, 0, bytes.len - 1);
    if (lie == 3 && str_ends(path, S("aurora/tile/entries/000.p/5"))) { /* the last entry, one bit */
        wrong[bytes.len - 20] ^= 1;
        return (Str){wrong, bytes.len};
    }
    if (lie == 4 && str_ends(path, S("bodies/000.p/5"))) { /* a body that nobody named */
        SealedBody sealed = {{7}, S("{\"text\":\"Other.\"}")};
        Bundle     bundle = {.agreement = holder->record->agreement};
        *PUSH(arena, &bundle.parts) = (BundlePart){PART_BODY, sealed_write(arena, &sealed)};
        return bundle_write(arena, &bundle);
    }
    if (lie == 5 && str_ends(path, S("evidence"))) {
        Bundle      bundle = {.agreement = holder->record->agreement};
        Checkpoint  checkpoint = {record_head(holder->record, 0), S("")};
        Note        note = {.text = checkpoint_text(arena, &checkpoint)};
        VerifierKey vkey = vkey_new(checkpoint.head.origin, KEY_NOTE, &holder->cast->people[1].keys[0]);
        note_sign(arena, &note, &vkey, &holder->cast->people[1].secrets[0]); /* by somebody else's key */
        *PUSH(arena, &bundle.parts) = (BundlePart){PART_RECEIPT, note_write(arena, &note)};
        return bundle_write(arena, &bundle);
    }
    return bytes;
}

static void lied_to(void **state)
{
    static const bool whole[] = {false, false, false, true, true, true};
    static const Size taken[] = {0, 0, 0, 1, 2, 2}, bodies[] = {0, 0, 0, 1, 0, 1};
    (void)state;
    for (lie = 0; lie < (int)COUNT(whole); lie++) {
        Cast   cast;
        Holder holders[MEMBERS_MOST];
        Pulled pulled = {0};
        Str    why = S("");
        holders_new(cast_new(&cast, 2, false, RULES_ALL), holders);
        founded(&cast);
        (void)writes_sealed(&holders[0], "comment", COMMENT);
        (void)writes(&cast, 0, "heartbeat", S_NONE);
        holders[0].spoil = spoiled;
        ROW("lie %d\n", lie);
        assert_true(holder_pulls(&holders[1], &holders[0], &pulled, &why) == whole[lie]);
        if (!whole[lie])
            assert_true(why.len > 0);
        else {
            assert_int_equal(pulled.taken, taken[lie]);
            assert_int_equal(pulled.bodies, bodies[lie]);
            assert_int_equal(pulled.receipts, 0);
            assert_int_equal(pulled.refused, lie == 3);
        }
        cast_free(&cast);
    }
}

/* The line breaks at any fetch: nothing is listed, and the next pull gets all. */
static void line_down(void **state)
{
    (void)state;
    for (int at = 1;; at++) {
        Cast   cast;
        Holder holders[MEMBERS_MOST];
        Pulled pulled;
        Str    why = S("");
        holders_new(cast_new(&cast, 2, false, RULES_ALL), holders);
        founded(&cast);
        (void)writes_sealed(&holders[0], "comment", COMMENT);
        holders[0].fail_at = at;
        bool good = holder_pulls(&holders[1], &holders[0], &pulled, &why);
        ROW("fetch %d\n", at);
        assert_true(good || str_equal(why, S("the line is down")));
        if (good)
            assert_true(at > 3);
        cast_free(&cast);
        if (good)
            break;
    }
}

/* A body that its writer has destroyed is gone; the entries come, and all that they prove stays. */
static void erased(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    Pulled pulled;
    (void)state;
    holders_new(cast_new(&cast, 2, false, RULES_ALL), holders);
    founded(&cast);
    (void)writes_sealed(&holders[0], "comment", COMMENT);
    (void)writes_sealed(&holders[0], "comment", COMMENT);
    holders[0].parts.items[0] = holders[0].parts.items[1];
    pulls_all(&holders[1], &holders[0], &pulled);
    assert_int_equal(pulled.taken, 2);
    assert_int_equal(pulled.bodies, 1);
    same(holders[0].record, holders[1].record);
    cast_free(&cast);
}

/* By file: the same checks, and the same result. */
static void by_bundle(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    Pulled pulled;
    Str    why = S("");
    (void)state;
    holders_new(cast_new(&cast, 2, false, RULES_ALL), holders);
    founded(&cast);
    int64_t have[FEEDS_MOST] = {0};
    for (Size i = 0; i < 2; i++)
        have[i] = holders[1].record->feeds.items[i].tree.size;
    Str  text = S("# Cross-licence\n");
    Hash digest = sha256(text);
    Str  digest_text = hash_text(&cast.arena, &digest);
    (void)writes_sealed(&holders[0], "text.proposed",
                        str_format(&cast.arena,
                                   "{\"edition\":\"draft\",\"files\":[{\"bytes\":16,\"digest\":\"%.*s\","
                                   "\"path\":\"agreement.md\"}]}",
                                   STR_ARG(digest_text)));
    Bundle     bundle = bundle_of(&cast.arena, holders[0].record, have);
    SealedBody other = {{7}, S("{\"text\":\"Other.\"}")};
    *PUSH(&cast.arena, &bundle.parts) = (BundlePart){PART_BODY, sealed_write(&cast.arena, &other)};
    *PUSH(&cast.arena, &bundle.parts) = holders[0].parts.items[0];
    *PUSH(&cast.arena, &bundle.parts) = (BundlePart){PART_FILE, text};
    *PUSH(&cast.arena, &bundle.parts) = (BundlePart){PART_FILE, S("# Not listed\n")};
    PullBeside beside = beside_of(&holders[1]);
    assert_true(pull_bundle(holders[1].record, &cast.arena, &bundle, &beside, &pulled, &why));
    assert_int_equal(pulled.taken, 1);
    assert_int_equal(pulled.news, 1);
    assert_int_equal(pulled.bodies, 1);
    assert_int_equal(pulled.files, 1);
    assert_int_equal(pulled.parts.count, 3);
    keep_pulled(&holders[1], &pulled);
    assert_true(
        pull_bundle(holders[1].record, &cast.arena, &bundle, &beside, &pulled, &why)); /* twice is once */
    assert_int_equal(pulled.parts.count, 0);
    cast_free(&cast);
}

/* By the wire, files of a text and disclosed material come too, the latter to its audience. */
static void what_bodies_name(void **state)
{
    Cast   cast;
    Holder holders[MEMBERS_MOST];
    Pulled pulled;
    (void)state;
    holders_new(cast_new(&cast, 3, false, RULES_ALL), holders);
    founded(&cast);
    SealedBody material = {{42}, S("{\"roadmap\":\"secret\"}")};
    Str        secret = sealed_write(&cast.arena, &material), text = S("# Cross-licence\n");
    Hash       digests[2] = {sha256(secret), sha256(text)};
    Str        names[2] = {hash_text(&cast.arena, &digests[0]), hash_text(&cast.arena, &digests[1])};
    keep(&holders[0], PART_BODY, secret);
    keep(&holders[0], PART_FILE, text);
    (void)writes_sealed(&holders[0], "disclosure",
                        str_format(&cast.arena,
                                   "{\"audience\":[\"borealis\"],\"class\":\"secret\",\"digest\":\"%.*s\"}",
                                   STR_ARG(names[0])));
    (void)writes_sealed(&holders[0], "text.proposed",
                        str_format(&cast.arena,
                                   "{\"edition\":\"draft\",\"files\":[{\"bytes\":16,\"digest\":\"%.*s\","
                                   "\"path\":\"agreement.md\"}]}",
                                   STR_ARG(names[1])));
    pulls_all(&holders[1], &holders[0], &pulled);
    assert_int_equal(pulled.bodies, 3);
    assert_int_equal(pulled.files, 1);
    pulls_all(&holders[2], &holders[0], &pulled);
    assert_int_equal(pulled.bodies, 2);
    assert_int_equal(pulled.files, 1);
    pulls_all(&holders[2], &holders[1], &pulled); /* nor from the one that has it */
    assert_int_equal(pulled.bodies, 0);
    cast_free(&cast);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_match), cmocka_unit_test(counts),          cmocka_unit_test(many),
        cmocka_unit_test(restored),     cmocka_unit_test(forked),          cmocka_unit_test(evidence),
        cmocka_unit_test(lied_to),      cmocka_unit_test(line_down),       cmocka_unit_test(erased),
        cmocka_unit_test(by_bundle),    cmocka_unit_test(what_bodies_name)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
