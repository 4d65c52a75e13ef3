/* test_fold.c - from entries to facts: what each kind says, which entries count, and when others had them. */
#include "small.h"

#include "record/sealed.h"
#include "standing/sentences.h"

#define TEXT                                                                                                 \
    "entente 1\nagreement pact { between aurora, borealis; effective 2026-01-01; term perpetual; changed "   \
    "by "                                                                                                    \
    "all parties; currency EUR\n  calendar { count from the day after; short months end on their last day "  \
    "} "                                                                                                     \
    "}\nparty aurora\nparty borealis\nevent launch { recorded by aurora }\nevent fire { recorded by either " \
    "}\nmetric level { score 0 to 100; attested by borealis }\nfield f\nproduct p { made by aurora; field "  \
    "f "                                                                                                     \
    "}\nlines sales { reported by aurora; states product, country, day, units, gross }\n"                    \
    "royalty fee { aurora pays borealis; on gross in sales; rate 2%; report each calendar quarter, within "  \
    "30 "                                                                                                    \
    "days of its end }\npayment balancing { aurora pays borealis; on 2026-05-30: 50_000 EUR }\n"             \
    "document plan\nduty tell { each must deliver plan; every 6 months from 2026-06-30; cure 30 days after " \
    "receipt of notice; otherwise breach }\nduty send { aurora must deliver plan; on 2026-06-30; cure 30 "   \
    "days after dispatch of notice; otherwise breach }\n"

enum { AURORA, BOREALIS };

typedef struct {
    Small  small;
    Cast   cast;
    Chest  chest;
    Bodies bodies;
} World;

static void world_open(World *w)
{
    small_open(&w->small, TEXT, "");
    cast_new(&w->cast, 2, false, RULES_ALL);
    w->chest = chest_new();
    w->bodies = (Bodies){&w->chest, chest_read};
    founded(&w->cast);
}

static void world_close(World *w)
{
    arena_free(&w->small.arena);
    cast_free(&w->cast);
    arena_free(&w->chest.arena);
}

static void beats(World *w, Day day)
{
    everybody_pulls(&w->cast);
    for (int round = 0; round < 2; round++) {
        for (Size i = 0; i < w->cast.count; i++)
            (void)writes_sealed(&w->cast, &w->chest, i, "heartbeat", NULL, day);
        everybody_pulls(&w->cast);
    }
}

/* Sentences that count, or why they do not, as one text. */
static Str told(World *w, bool pending)
{
    Arena  *arena = &w->small.arena;
    Text    text = text_new(arena);
    Facts   facts = {0};
    Untolds untold = {0};
    Fold    fold = fold_new(arena, &w->cast.people[AURORA].record, &w->bodies, FOLD_ALL);
    fold_facts(w->small.terms, &fold, pending, &facts, &untold);
    for (Size i = 0; i < facts.count; i++) {
        TextPlace place = sources_place(&w->small.sources, facts.items[i].span.from);
        text_format(&text, "%.*s: %.*s\n", STR_ARG(place.source->path), STR_ARG(place.text));
    }
    for (Size i = 0; i < untold.count; i++)
        text_format(&text, "%.*s not: %.*s\n", STR_ARG(untold.items[i].entry->name),
                    STR_ARG(untold.items[i].why));
    return text_str(&text);
}

static void each_kind_says(void **state)
{
    static const struct {
        int         who;
        const char *kind, *body, *says;
    } rows[] = {
        {BOREALIS, "measurement", "{\"measure\":\"level\",\"period\":\"2026-Q1\",\"value\":\"37\"}",
         "borealis/3: level is 37 in 2026-Q1\n"},
        {AURORA, "measurement", "{\"measure\":\"level\",\"period\":\"2026-Q1\",\"value\":\"37\"}",
         "aurora/3 not: `level` is for borealis to say, not for aurora\n"},
        {BOREALIS, "measurement", "{\"measure\":\"level\",\"period\":\"2026-Q1\",\"value\":\"101\"}",
         "borealis/3 not: it cannot be read as facts of this text: this measurement lies outside of its "
         "scale\n"},
        {AURORA, "measurement", "{\"measure\":\"height\",\"period\":\"2026-Q1\",\"value\":\"1\"}",
         "aurora/3 not: the text has nothing named `height`\n"},
        {AURORA, "fact", "{\"day\":\"2026-01-02\",\"says\":\"launch on 2026-01-02\\nfire on 2026-01-03\"}",
         "aurora/3: launch on 2026-01-02\naurora/3: fire on 2026-01-03\n"},
        {BOREALIS, "fact", "{\"day\":\"2026-01-02\",\"says\":\"fire on 2026-01-03\\nlaunch on 2026-01-02\"}",
         "borealis/3 not: `launch` is for aurora to say, not for borealis\n"},
        {AURORA, "fact", "{\"day\":\"2026-01-02\",\"says\":\"party carol\"}",
         "aurora/3 not: it cannot be read as facts of this text: "},
        {AURORA, "fact", "{\"day\":\"2026-01-02\",\"says\":\"include \\\"agreement.md\\\"\"}",
         "aurora/3 not: it cannot be read as facts of this text: "},
        {AURORA, "usage.report",
         "{\"cuts\":[\"2026-01-01\"],\"lines\":0,\"meaning\":\"m\",\"period\":\"2026-Q1\",\"report\":"
         "\"sales\",\"root\":"
         "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\",\"sums\":\"entente sums 1\\n\"}",
         "aurora/3: report of fee by aurora for 2026-Q1 is done on 2026-05-02\n"},
        {BOREALIS, "usage.report",
         "{\"cuts\":[\"2026-01-01\"],\"lines\":0,\"meaning\":\"m\",\"period\":\"2026-Q1\",\"report\":"
         "\"sales\",\"root\":"
         "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\",\"sums\":\"entente sums 1\\n\"}",
         "borealis/3 not: `sales` is for aurora to say, not for borealis\n"},
        {AURORA, "payment",
         "{\"amount\":\"1250.5\",\"clause\":\"fee\",\"creditor\":\"borealis\",\"currency\":\"EUR\",\"day\":"
         "\"2026-05-01\",\"debtor\":\"aurora\",\"period\":\"2026-Q1\"}",
         "aurora/3: amount paid for fee in 2026-Q1 is 1250.5 EUR on 2026-05-01\n"},
        {AURORA, "payment",
         "{\"amount\":\"50000\",\"clause\":\"balancing\",\"creditor\":\"borealis\",\"currency\":\"EUR\","
         "\"day\":"
         "\"2026-05-01\",\"debtor\":\"aurora\"}",
         "aurora/3: amount paid for balancing is 50000 EUR on 2026-05-01\naurora/3: balancing is paid on "
         "2026-05-01\n"},
        {AURORA, "payment",
         "{\"amount\":\"49999\",\"clause\":\"balancing\",\"creditor\":\"borealis\",\"currency\":\"EUR\","
         "\"day\":"
         "\"2026-05-01\",\"debtor\":\"aurora\"}",
         "aurora/3: amount paid for balancing is 49999 EUR on 2026-05-01\n"},
        {AURORA, "payment",
         "{\"amount\":\"5\",\"creditor\":\"borealis\",\"currency\":\"EUR\",\"day\":\"2026-05-01\",\"debtor\":"
         "\"aurora\"}",
         "aurora/3 not: it does not say under which clause it was paid\n"},
        {AURORA, "notice", "{\"notice\":\"tell\",\"text\":\"late\",\"to\":[\"borealis\"]}",
         "aurora/3: notice of tell by aurora to borealis received on 2026-05-04\n"},
        {BOREALIS, "notice",
         "{\"day\":\"2026-06-30\",\"notice\":\"send\",\"text\":\"late\",\"to\":[\"aurora\"]}",
         "borealis/3: notice of send for 2026-06-30 by borealis to aurora given on 2026-05-02\n"},
        {AURORA, "duty.done",
         "{\"day\":\"2026-05-01\",\"duty\":\"tell\",\"evidence\":[{\"digest\":"
         "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\",\"title\":\"a \\\"letter\\\"\"}],\"period\":"
         "\"2026-06-30\"}",
         "aurora/3: tell by aurora for 2026-06-30 is done on 2026-05-01, with \"a 'letter'\"\n"},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        World w;
        ROW("%td %s\n", i, rows[i].kind);
        world_open(&w);
        (void)writes_sealed(&w.cast, &w.chest, (Size)rows[i].who, rows[i].kind, rows[i].body,
                            small_day("2026-05-02"));
        beats(&w, small_day("2026-05-04"));
        Str is = told(&w, false);
        if (str_ends(str_from(rows[i].says), S("\n")))
            assert_text(is, str_from(rows[i].says));
        else
            assert_true(str_starts(is, str_from(rows[i].says)));
        world_close(&w);
    }
}

static void pending_counts_for_nothing_yet(void **state)
{
    World w;
    (void)state;
    world_open(&w);
    (void)writes_sealed(&w.cast, &w.chest, AURORA, "fact",
                        "{\"day\":\"2026-01-02\",\"says\":\"launch on 2026-01-02\"}",
                        small_day("2026-01-02"));
    assert_text(told(&w, false), S(""));
    assert_text(told(&w, true), S("aurora/3: launch on 2026-01-02\n"));
    beats(&w, small_day("2026-01-03"));
    assert_text(told(&w, false), S("aurora/3: launch on 2026-01-02\n"));
    assert_text(told(&w, true), S(""));
    world_close(&w);
}

static void a_body_that_is_not_here_is_told(void **state)
{
    World w;
    (void)state;
    world_open(&w);
    (void)writes_sealed(&w.cast, &w.chest, AURORA, "fact",
                        "{\"day\":\"2026-01-02\",\"says\":\"launch on 2026-01-02\"}",
                        small_day("2026-01-02"));
    beats(&w, small_day("2026-01-03"));
    w.chest.hidden = 0;
    assert_text(told(&w, false),
                S("aurora/3 not: its body is not here: it went to others, or was destroyed\n"));
    w.chest.hidden = -1;
    w.chest.bytes.items[0] = S("entente/body/v1\nAAAAAAAAAAAAAAAAAAAAAA==\n{}");
    assert_text(told(&w, false), S("aurora/3 not: its body here is not the one that was sealed\n"));
    world_close(&w);
}

#define WAIVER                                                                                             \
    "{\"clause\":\"tell\",\"from\":\"2026-06-01\",\"text\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" \
    "\","                                                                                                  \
    "\"through\":\"2026-09-30\"}"

static void a_joint_act_counts_from_the_entry_that_completes_it(void **state)
{
    World w;
    (void)state;
    world_open(&w);
    (void)writes_sealed(&w.cast, &w.chest, AURORA, "waiver", WAIVER, small_day("2026-05-02"));
    beats(&w, small_day("2026-05-03"));
    assert_text(told(&w, false), S("aurora/3 not: it waits for the signature of borealis\n"));
    (void)writes_sealed(&w.cast, &w.chest, BOREALIS, "waiver", WAIVER, small_day("2026-05-04"));
    everybody_pulls(&w.cast);
    assert_text(told(&w, true), S("borealis/5: tell is waived on 2026-06-01\n"));
    beats(&w, small_day("2026-05-05"));
    assert_text(told(&w, false), S("borealis/5: tell is waived on 2026-06-01\n"));
    Facts   facts = {0};
    Untolds untold = {0};
    Fold    fold = fold_new(&w.small.arena, &w.cast.people[AURORA].record, &w.bodies, FOLD_ALL);
    fold_facts(w.small.terms, &fold, false, &facts, &untold);
    assert_int_equal(facts.count, 1);
    assert_int_equal(facts.items[0].period.from, small_day("2026-06-01"));
    assert_int_equal(facts.items[0].period.through, small_day("2026-09-30"));
    world_close(&w);
}

static void what_was_known_then(void **state)
{
    World w;
    (void)state;
    world_open(&w);
    (void)writes_sealed(&w.cast, &w.chest, AURORA, "fact",
                        "{\"day\":\"2026-01-02\",\"says\":\"launch on 2026-01-02\"}",
                        small_day("2026-01-02"));
    beats(&w, small_day("2026-01-05"));
    const Record *record = &w.cast.people[AURORA].record;
    Arena        *arena = &w.small.arena;
    Fold          all = fold_new(arena, record, &w.bodies, FOLD_ALL);
    assert_int_equal(all.entries.count, 1);
    assert_int_equal(all.entries.items[0].day, small_day("2026-01-02"));
    assert_int_equal(all.entries.items[0].received, small_day("2026-01-05"));
    Size at = all.entries.items[0].at;
    assert_int_equal(fold_new(arena, record, &w.bodies, (FoldAsked){at, DAY_MAX}).entries.count, 0);
    assert_int_equal(fold_new(arena, record, &w.bodies, (FoldAsked){at + 1, DAY_MAX}).entries.count, 1);
    assert_int_equal(
        fold_new(arena, record, &w.bodies, (FoldAsked){-1, small_day("2026-01-04")}).entries.count, 0);
    assert_int_equal(
        fold_new(arena, record, &w.bodies, (FoldAsked){-1, small_day("2026-01-05")}).entries.count, 1);
    world_close(&w);
}

static void a_snapshot_is_its_own_bytes_or_refused(void **state)
{
    World w;
    (void)state;
    world_open(&w);
    (void)writes_sealed(&w.cast, &w.chest, AURORA, "waiver", WAIVER, small_day("2026-05-02"));
    beats(&w, small_day("2026-05-03"));
    (void)writes_sealed(&w.cast, &w.chest, AURORA, "comment", "{\"text\":\"hello\"}",
                        small_day("2026-05-03"));
    (void)writes_sealed(
        &w.cast, &w.chest, AURORA, "payment",
        "{\"amount\":\"5\",\"creditor\":\"borealis\",\"currency\":\"EUR\",\"day\":\"2026-05-01\","
        "\"debtor\":\"aurora\"}",
        small_day("2026-05-03"));
    Arena *arena = &w.small.arena;
    Fold   fold = fold_new(arena, &w.cast.people[AURORA].record, &w.bodies, FOLD_ALL), back = {0};
    Str    bytes = fold_write(arena, &fold), why = S("");
    assert_int_equal(fold.entries.count, 2);
    assert_true(fold_read(arena, bytes, &back, &why));
    assert_text(fold_write(arena, &back), bytes);
    for (Size i = 0; i < bytes.len; i++) {
        Str cut = str_slice(bytes, 0, i);
        if (fold_read(arena, cut, &back, &why)) /* a whole entry less is another fold */
            assert_text(fold_write(arena, &back), cut);
    }
    Fold other = fold;
    other.state = sha256(S("other"));
    assert_false(fold_go_on(arena, &w.cast.people[AURORA].record, &w.bodies, &other, &back, &why));
    world_close(&w);
}

static void what_follows_an_unknown_kind_waits(void **state)
{
    World w;
    (void)state;
    world_open(&w);
    (void)writes_sealed(&w.cast, &w.chest, AURORA, "new.kind", "{}", small_day("2026-05-02"));
    (void)writes_sealed(&w.cast, &w.chest, AURORA, "fact",
                        "{\"day\":\"2026-01-02\",\"says\":\"launch on 2026-01-02\"}",
                        small_day("2026-05-02"));
    beats(&w, small_day("2026-05-03"));
    Fold fold = fold_new(&w.small.arena, &w.cast.people[AURORA].record, &w.bodies, FOLD_ALL);
    assert_text(fold.blocked, S("aurora/3, of the kind `new.kind`"));
    assert_int_equal(fold.pending, 0);
    assert_int_equal(fold.entries.count, 2);
    assert_text(told(&w, true),
                S("aurora/4: launch on 2026-01-02\naurora/3 not: this version does not know its kind\n"));
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_says),
        cmocka_unit_test(pending_counts_for_nothing_yet),
        cmocka_unit_test(a_body_that_is_not_here_is_told),
        cmocka_unit_test(a_joint_act_counts_from_the_entry_that_completes_it),
        cmocka_unit_test(what_was_known_then),
        cmocka_unit_test(a_snapshot_is_its_own_bytes_or_refused),
        cmocka_unit_test(what_follows_an_unknown_kind_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
