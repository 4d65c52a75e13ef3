/* test_bundle.c - a bundle carries a record or what a reader lacks of it, and nothing gets in that way
 * unchecked. */
#include <string.h>

#include "members.h"
#include "record/bundle.h"

static Bundle read(Arena *arena, Str bytes)
{
    Bundle bundle = {0};
    Str    why = S("");
    if (!bundle_read(arena, bytes, &bundle, &why))
        fail_msg("%.*s", STR_ARG(why));
    assert_text(bundle_write(arena, &bundle), bytes);
    return bundle;
}

static void some_history(Cast *cast)
{
    cast_new(cast, 3, true, RULES_ALL);
    founded(cast);
    for (int round = 0; round < 4; round++)
        for (Size i = 0; i < 3; i++) {
            (void)writes(cast, i, round % 2 ? "comment" : "heartbeat", round % 2 ? S("sealed") : S_NONE);
            everybody_pulls(cast);
        }
}

static void all_of_it(void **state)
{
    Cast         cast;
    Arena        arena = {0};
    int64_t      none[FEEDS_MOST] = {0};
    Record       made;
    BundleResult result;
    Str          why = S("");
    (void)state;
    some_history(&cast);
    Record *record = &cast.people[0].record;
    Bundle  bundle = bundle_of(&arena, record, none);
    bundle = read(&arena, bundle_write(&arena, &bundle));
    assert_int_equal(bundle.needs.count, 0);
    assert_int_equal(bundle.gives.count, 3);
    assert_true(bundle_found(&arena, &bundle, &made, &why));
    assert_true(bundle_apply(&made, &arena, &bundle, &result, &why));
    assert_int_equal(result.taken, record->order.added.count);
    assert_int_equal(result.refused + result.forks + result.known, 0);
    assert_int_equal(record_final(&made), record_final(record));
    assert_hash(made.digests.items[record_final(&made) - 1], record->digests.items[record_final(record) - 1]);
    for (Size i = 0; i < 3; i++) {
        Head head = record_head(&made, i);
        assert_true(hash_equal(&head.root, &bundle.gives.items[i].root));
    }
    assert_true(bundle_apply(&made, &arena, &bundle, &result, &why)); /* twice is once */
    assert_int_equal(result.known, record->order.added.count);
    assert_int_equal(result.taken, 0);
    cast_free(&cast);
    arena_free(&arena);
}

/* From every state that a reader can be in. */
static void the_rest_of_it(void **state)
{
    Cast  cast;
    Arena arena = {0};
    (void)state;
    some_history(&cast);
    Record *record = &cast.people[1].record;
    for (Size cut = 0; cut <= record->order.added.count; cut++) {
        Record       reader;
        Str          why = S("");
        int64_t      have[FEEDS_MOST] = {0};
        BundleResult result;
        assert_true(record_new(&arena, cast.founding, RULES_ALL, &reader, &why));
        for (Size i = 0; i < cut; i++) {
            Place place = record->order.added.items[i];
            assert_int_equal(takes(&reader, record_entry(record, place)->bytes, NULL), TAKE_NEW);
            have[place.feed]++;
        }
        Bundle bundle = bundle_of(&arena, record, have);
        bundle = read(&arena, bundle_write(&arena, &bundle));
        assert_true(bundle_apply(&reader, &arena, &bundle, &result, &why));
        assert_int_equal(result.taken, record->order.added.count - cut);
        assert_int_equal(record_final(&reader), record_final(record));
        if (cut == 0)
            continue;
        assert_true(
            record_new(&arena, cast.founding, RULES_ALL, &reader, &why)); /* who has nothing cannot use it */
        assert_false(bundle_apply(&reader, &arena, &bundle, &result, &why));
        assert_int_equal(reader.order.added.count, 0);
        assert_false(bundle_found(&arena, &bundle, &reader, &why));
    }
    cast_free(&cast);
    arena_free(&arena);
}

/* Entries of one feed in another sequence; heads of another branch. */
static void another_history(void **state)
{
    Cast         cast;
    Arena        arena = {0};
    int64_t      none[FEEDS_MOST] = {0}, have[FEEDS_MOST] = {1, 1};
    BundleResult result;
    Str          why = S("");
    (void)state;
    cast_new(&cast, 2, false, RULES_ALL);
    founded(&cast);
    Record *record = &cast.people[0].record;
    Bundle  bundle = bundle_of(&arena, record, none), read_again;
    Size    first = -1;
    for (Size i = 0; first < 0; i++)
        if (record->order.added.items[i].feed == 0)
            first = i;
    for (Size i = first + 1; i < bundle.parts.count; i++) {
        if (record->order.added.items[i].feed != 0)
            continue;
        BundlePart part = bundle.parts.items[i];
        bundle.parts.items[i] = bundle.parts.items[first];
        bundle.parts.items[first] = part;
        break;
    }
    assert_false(bundle_read(&arena, bundle_write(&arena, &bundle), &read_again, &why));
    bundle = bundle_of(&arena, record, have);
    assert_true(bundle_apply(record, &arena, &bundle, &result, &why));
    bundle.needs.items[1].root.at[0] ^= 1;
    assert_false(bundle_apply(record, &arena, &bundle, &result, &why));
    cast_free(&cast);
    arena_free(&arena);
}

/* Any one bit: refused as a whole, or the entry in which it is does not get in. */
static void every_bit(void **state)
{
    Cast    cast;
    Arena   arena = {0};
    int64_t none[FEEDS_MOST] = {0};
    (void)state;
    cast_new(&cast, 2, false, RULES_ALL);
    founded(&cast);
    Record *record = &cast.people[0].record;
    Bundle  whole = bundle_of(&arena, record, none);
    Str     right = bundle_write(&arena, &whole);
    char   *wrong = NEW(&arena, char, right.len);
    for (Size at = 0; at < right.len; at++) {
        Arena        passing = {0};
        Bundle       bundle;
        BundleResult result;
        Record       made;
        Str          why = S("");
        memcpy(wrong, right.at, (size_t)right.len);
        wrong[at] ^= (char)(1 << at % 8);
        bool good = bundle_read(&passing, (Str){wrong, right.len}, &bundle, &why) &&
                    bundle_found(&passing, &bundle, &made, &why) &&
                    bundle_apply(&made, &passing, &bundle, &result, &why);
        assert_true(good || why.len > 0);
        bool same = good && result.taken == record->order.added.count;
        for (Size i = 0; same && i < bundle.gives.count; i++) {
            Head head = record_head(&made, i);
            same = hash_equal(&head.root, &bundle.gives.items[i].root);
        }
        assert_false(same);
        arena_free(&passing);
    }
    cast_free(&cast);
    arena_free(&arena);
}

static void refused(void **state)
{
#define ID   "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define TOP  "entente/bundle/v1\nagreement " ID "\n"
#define ROOT " 1 XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
    static const char *const rows[] = {
        "",
        "entente/bundle/v2\nagreement " ID "\n",
        "entente/bundle/v1\nagreement 00\n",
        "entente/bundle/v1\n",
        TOP "needs entente/" ID "/a\n",
        TOP "needs entente/" ID "/b" ROOT "needs entente/" ID "/a" ROOT,
        TOP "needs a" ROOT,
        TOP "gives entente/" ID "/a" ROOT, /* and nothing inside that reaches it */
        TOP "gives entente/" ID "/a" ROOT "needs entente/" ID "/a" ROOT,
        TOP "entry 5\nabcde",
        TOP "entry 99999\n",
        TOP "entry 2\na",
        TOP "body 3\n{}\n",
        TOP "fork 3\nabc",
        TOP "receipt 3\nabc",
        TOP "other 3\nabc",
        TOP "\n",
        TOP "body 99999999\n",
        TOP "file 1048577\n",
        TOP "file 2\na",
        TOP "file 2\nabbody 3\n{}\n", /* files come last */
    };
    Arena arena = {0};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Bundle bundle = {.agreement = S("untouched")};
        Str    why = S("");
        ROW("%d\n", (int)i);
        assert_false(bundle_read(&arena, str_from(rows[i]), &bundle, &why));
        assert_true(why.len > 0);
        assert_text(bundle.agreement, S("untouched"));
    }
    Bundle empty = read(&arena, S(TOP));
    Record record;
    Str    why = S("");
    assert_false(bundle_found(&arena, &empty, &record, &why));
    Str huge = {NULL, (Size)BUNDLE_BYTES_MOST + 1}; /* refused before a byte is looked at */
    assert_false(bundle_read(&arena, huge, &empty, &why));
    arena_free(&arena);
}

/* All kinds of parts; a proof of a fork reaches who had one branch only. */
static void forks_travel(void **state)
{
    Cast         cast;
    Arena        arena = {0};
    Record       copy;
    Str          why = S("");
    int64_t      have[FEEDS_MOST] = {0};
    BundleResult result;
    (void)state;
    cast_new(&cast, 3, false, RULES_ALL);
    founded(&cast);
    assert_true(record_new(&arena, cast.founding, RULES_ALL, &copy, &why));
    (void)pulls(&copy, &cast.people[0].record);
    for (Size i = 0; i < 3; i++)
        have[i] = copy.feeds.items[i].tree.size;
    Str   one = writes(&cast, 0, "comment", S("sealed"));
    Entry two = sign_next(&cast, &cast.people[0], &copy, "fact", S("sealed"));
    assert_int_equal(takes(&cast.people[1].record, one, NULL), TAKE_NEW);
    assert_int_equal(takes(&cast.people[1].record, two.bytes, NULL), TAKE_FORK);
    Bundle     bundle = bundle_of(&arena, &cast.people[1].record, have);
    SealedBody sealed = {{0}, S("{}")};
    BundlePart proof = bundle.parts.items[bundle.parts.count - 1];
    *PUSH(&arena, &bundle.parts) = proof;
    bundle.parts.items[bundle.parts.count - 2] = (BundlePart){PART_BODY, sealed_write(&arena, &sealed)};
    *PUSH(&arena, &bundle.parts) =
        (BundlePart){PART_RECEIPT, S("a\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— a AAAAAAA=\n")};
    *PUSH(&arena, &bundle.parts) = (BundlePart){PART_FILE, S("any\0bytes\nfile 3\n")};
    *PUSH(&arena, &bundle.parts) = (BundlePart){PART_FILE, S("")};
    bundle = read(&arena, bundle_write(&arena, &bundle));
    assert_int_equal(bundle.parts.items[bundle.parts.count - 1].bytes.len, 0);
    assert_text(bundle.parts.items[bundle.parts.count - 2].bytes, S("any\0bytes\nfile 3\n"));
    assert_int_equal(bundle.needs.count, 3);
    Record *third = &cast.people[2].record;
    assert_int_equal(takes(third, two.bytes, NULL), TAKE_NEW);
    assert_true(bundle_apply(third, &arena, &bundle, &result, &why));
    assert_int_equal(third->forks.count, 1);
    assert_text(third->forks.items[0].proof, cast.people[1].record.forks.items[0].proof);
    cast_free(&cast);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_of_it),       cmocka_unit_test(the_rest_of_it),
                                       cmocka_unit_test(another_history), cmocka_unit_test(every_bit),
                                       cmocka_unit_test(refused),         cmocka_unit_test(forks_travel)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
