/* test_facts.c - every sentence of a fact, good and bad. */
#include "small.h"

#define TEXT                                                                                                 \
    "entente 1\nparty alfa { affiliates over 50% of votes }\nparty bravo { affiliates over 50% of votes }\n" \
    "members forum { affiliates over 50% of votes }\nentity sub\nexpert referee\nasset alfa/x\nfield f\n"    \
    "product p { made by alfa; field f; practises alfa/x }\nevent launch { recorded by alfa }\n"             \
    "event suit { for each party; recorded by either }\nfact vital { for each product; means \"v\"; "        \
    "decided by referee }\n"                                                                                 \
    "metric level { score 0 to 100; attested by referee }\nevent buys { for each party; recorded by alfa; "  \
    "states target }\n"                                                                                      \
    "reserve kept { alfa keeps alfa/x }\nlines sales { reported by alfa; states product, country, day, "     \
    "units, gross }\ndefine net-sales { equals gross }\n"                                                    \
    "royalty fee { bravo pays alfa; elect by bravo { by-year: 5 USD } }\n"                                   \
    "document plan\nduty tell { each must deliver plan; on 2026-06-30 }\n"                                   \
    "escalation disputes { step arbitration: 5 days }\n"

static void good_sentences(void **state)
{
    static const struct {
        const char *sentence;
        FactKind    kind;
        const char *from, *through; /* NULL: open */
    } rows[] = {
        {"launch on 2026-01-02", FACT_EVENT, "2026-01-02", NULL},
        {"suit of bravo on 2026-01-02", FACT_EVENT, "2026-01-02", NULL},
        {"suit for bravo on 2026-01-02 into alfa", FACT_EVENT, "2026-01-02", NULL},
        {"vital for p is true from 2026-01-02", FACT_VALUE, "2026-01-02", NULL},
        {"vital for p is false from 2026-01-02 through 2026-02-01", FACT_VALUE, "2026-01-02", "2026-02-01"},
        {"level is 85 from 2026-01-02", FACT_VALUE, "2026-01-02", NULL},
        {"level is 100 from 2026-01-02", FACT_VALUE, "2026-01-02", NULL},
        {"level is 0 from 2026-01-02", FACT_VALUE, "2026-01-02", NULL},
        {"level is 85 in 2026-Q1", FACT_VALUE, "2026-01-01", "2026-03-31"},
        {"alfa holds 51% of sub from 2026-01-02", FACT_HOLDS, "2026-01-02", NULL},
        {"alfa holds 51% of sub on 2026-01-02 through 2026-01-31", FACT_HOLDS, "2026-01-02", "2026-01-31"},
        {"sub joins alfa on 2026-01-02", FACT_JOINS, "2026-01-02", NULL},
        {"sub leaves forum on 2026-01-02", FACT_LEAVES, "2026-01-02", NULL},
        {"target in alfa/x on 2026-01-02", FACT_IN, "2026-01-02", NULL},
        {"kept is paid on 2026-01-02", FACT_STATE, "2026-01-02", NULL},
        {"kept is late on 2026-01-02", FACT_STATE, "2026-01-02", NULL},
        {"notice of breach of kept on 2026-01-02", FACT_NOTICE, "2026-01-02", NULL},
        {"7_300_000 units in 2026", FACT_USAGE, "2026-01-01", "2026-12-31"},
        {"0.5 units in 2026-Q1 from sub of p in DE", FACT_USAGE, "2026-01-01", "2026-03-31"},
        {"700_000_000.25 USD net-sales in 2026-02", FACT_USAGE, "2026-02-01", "2026-02-28"},
        {"5 EUR gross in 2026-02-03 of p in DE", FACT_USAGE, "2026-02-03", "2026-02-03"},
        {"fee elects by-year on 2026-01-02", FACT_ELECTS, "2026-01-02", NULL},
        {"amount paid for fee is 5 USD on 2026-01-02", FACT_AMOUNT, "2026-01-02", NULL},
        {"amount paid for fee in 2025-Q4 is 5 USD on 2026-01-02", FACT_AMOUNT, "2026-01-02", NULL},
        {"notice of kept received on 2026-01-02", FACT_NOTICE, "2026-01-02", NULL},
        {"notice of breach of tell for 2026-06-30 by alfa to bravo given on 2026-01-02", FACT_NOTICE,
         "2026-01-02", NULL},
        {"tell by alfa for 2026-06-30 is done on 2026-01-02, with \"letter\"", FACT_STATE, "2026-01-02",
         NULL},
        {"tell is waived on 2026-01-02", FACT_STATE, "2026-01-02", NULL},
        {"tell is tolled on 2026-01-02", FACT_STATE, "2026-01-02", NULL},
        {"tell is resumed on 2026-01-02", FACT_STATE, "2026-01-02", NULL},
        {"report of fee by bravo for 2026-Q1 is done on 2026-01-02", FACT_STATE, "2026-01-02", NULL},
        {"cure of tell is under way from 2026-01-02", FACT_STATE, "2026-01-02", NULL},
        {"disputes is at arbitration on 2026-01-02", FACT_AT, "2026-01-02", NULL},
        {"disputes at arbitration on 2026-01-02", FACT_AT, "2026-01-02", NULL},
        {"disputes is settled on 2026-01-02", FACT_STATE, "2026-01-02", NULL},
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Small s;
        ROW("%s\n", rows[i].sentence);
        small_open(&s, TEXT, rows[i].sentence);
        assert_true(s.facts_whole);
        assert_int_equal(s.facts.count, 1);
        assert_int_equal(s.facts.items[0].kind, rows[i].kind);
        assert_int_equal(s.facts.items[0].days.from, small_day(rows[i].from));
        if (rows[i].through)
            assert_int_equal(s.facts.items[0].days.through, small_day(rows[i].through));
        else
            assert_int_equal(s.facts.items[0].days.through, DAY_MAX);
        arena_free(&s.arena);
    }
}

static void bad_sentences(void **state)
{
    static const char *const rows[] = {
        "launch",
        "launch on",
        "launch on 2026-02-30",
        "nothing-like-it on 2026-01-02",
        "suit of nobody on 2026-01-02",
        "vital for p is perhaps from 2026-01-02",
        "level is 85 in 2026-Q5",
        "level is 101 from 2026-01-02",
        "level is 100.1 in 2026-Q1",
        "alfa holds 51 of sub from 2026-01-02",
        "alfa holds 51% of nobody from 2026-01-02",
        "sub joins nobody on 2026-01-02",
        "notice of nothing on 2026-01-02",
        "kept is eaten on 2026-01-02",
        "launch on 2026-01-02 into p",
        "launch on 2026-01-02 and again",
        "7_300_000 in 2026",
        "7_300_000 things in 2026",
        "7_300_000 units on 2026-01-02",
        "700 USD nothing in 2026",
        "fee elects by-month on 2026-01-02",
        "kept elects by-year on 2026-01-02",
        "amount paid for fee is 5 on 2026-01-02",
        "tell is done on 2026-01-02, with letter",
        "tell by nobody is done on 2026-01-02",
        "tell for 2026-13 is done on 2026-01-02",
        "report of kept is done on 2026-01-02",
        "report of fee is paid on 2026-01-02",
        "cure of tell is done on 2026-01-02",
        "notice of kept sent on 2026-01-02",
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Small s;
        Arena arena = {0};
        ROW("%s\n", rows[i]);
        small_open(&s, TEXT,
                   str_format(&arena, "launch on 2026-01-01\n%s\nlaunch on 2026-01-03\n", rows[i]).at);
        assert_false(s.facts_whole && s.diags.errors == 0);
        assert_true(s.diags.errors > 0);
        assert_int_equal(s.facts.count, 2); /* the good ones are in */
        arena_free(&s.arena);
        arena_free(&arena);
    }
}

static void usage_says_of_what(void **state)
{
    (void)state;
    Small s;
    small_open(&s, TEXT,
               "0.5 units in 2026-Q1 from sub of p in DE\n700 USD net-sales in 2026\n"
               "fee elects by-year on 2026-01-02\namount paid for fee in 2025-Q4 is 5 USD on 2026-01-02\n");
    assert_int_equal(s.facts.count, 4);
    const Fact *count = &s.facts.items[0], *money = &s.facts.items[1], *elects = &s.facts.items[2],
               *paid = &s.facts.items[3];
    assert_text(terms_text(s.terms, count->name), S("units"));
    assert_text(terms_text(s.terms, count->from), S("sub"));
    assert_text(terms_text(s.terms, count->things[0]), S("p"));
    assert_text(terms_text(s.terms, count->place), S("DE"));
    assert_true(count->value->kind == N_COUNT && count->value->value == 5 && count->value->scale == 1);
    assert_text(terms_text(s.terms, money->name), S("net-sales"));
    assert_true(money->value->kind == N_MONEY && money->value->value == 700);
    assert_text(terms_text(s.terms, elects->name), S("fee"));
    assert_text(terms_text(s.terms, elects->into), S("by-year"));
    assert_text(terms_text(s.terms, paid->name), S("fee"));
    assert_int_equal(paid->period.from, small_day("2025-10-01"));
    assert_int_equal(paid->period.through, small_day("2025-12-31"));
    assert_int_equal(paid->value->value, 5);
    arena_free(&s.arena);
}

static void states_say_whose_and_of_what(void **state)
{
    (void)state;
    Small s;
    small_open(&s, TEXT,
               "notice of tell for 2026-06-30 by alfa to bravo given on 2026-07-02\n"
               "tell by alfa for 2026-06-30 is done on 2026-07-02, with \"a \"\"letter\"\"\"\n"
               "report of fee for 2026-Q1 is done on 2026-04-20\ndisputes is at arbitration on 2026-01-02\n");
    assert_int_equal(s.facts.count, 4);
    const Fact *notice = &s.facts.items[0], *done = &s.facts.items[1], *report = &s.facts.items[2],
               *at = &s.facts.items[3];
    assert_false(notice->truth); /* given, not received */
    assert_text(terms_text(s.terms, notice->from), S("alfa"));
    assert_text(terms_text(s.terms, notice->into), S("bravo"));
    assert_int_equal(notice->period.from, small_day("2026-06-30"));
    assert_int_equal(done->state, W_done);
    assert_text(terms_text(s.terms, done->from), S("alfa"));
    assert_int_equal(done->period.through, small_day("2026-06-30"));
    assert_text(done->evidence->text, S("a \"letter\""));
    assert_int_equal(report->state, W_report);
    assert_int_equal(report->period.from, small_day("2026-01-01"));
    assert_text(terms_text(s.terms, at->into), S("arbitration"));
    arena_free(&s.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(good_sentences), cmocka_unit_test(bad_sentences),
                                       cmocka_unit_test(usage_says_of_what),
                                       cmocka_unit_test(states_say_whose_and_of_what)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
