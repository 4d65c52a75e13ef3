/* test_answer.c - each status once, with what it rests on; parts, regions, near misses, versions. */
#include "small.h"

#include <stdio.h>

#include "rights/index.h"

#define TEXT                                                                                                 \
    "entente 1\nagreement pact { between alfa, bravo; signed 2025-12-01; effective 2026-01-01; term "        \
    "through 2026-12-31; changed by all parties }\n"                                                         \
    "party alfa { affiliates over 50% of votes }\nparty bravo { affiliates over 50% of votes }\nperson "     \
    "nobody\nexpert referee\n"                                                                               \
    "field f { includes f/a, f/b }\nfield g\nproducts odd\nevent paid { recorded by alfa; one time only "    \
    "}\nevent suit { recorded by alfa }\n"                                                                   \
    "fact vital { for each product; means \"v\"; decided by referee }\n"                                     \
    "asset alfa/x { covers \"x\" }\nasset alfa/core { covers \"c\" }\nasset alfa/soft { software; versions " \
    "4.0 through 5.9 }\n"                                                                                    \
    "asset alfa/p { patents { US7000001: expires 2026-06-30, in US, DE } }\nasset alfa/peace { covers "      \
    "\"p\" }\n"                                                                                              \
    "asset alfa/spite { covers \"s\" }\nasset alfa/doubt { covers \"d\" }\n"                                 \
    "reserve core { alfa keeps alfa/core, alfa/spite }\nreserve perhaps { alfa keeps alfa/doubt; while "     \
    "vital }\n"                                                                                              \
    "grant lic { alfa grants bravo; to use, sell; under alfa/x, alfa/core, alfa/p, alfa/soft, alfa/doubt; "  \
    "in f except f/b, odd; within DE, US, FR except FR\n"                                                    \
    "  exclusion reaches the component only; through 2026-11-30 }\n"                                         \
    "grant rests { alfa grants bravo; to make; under alfa/x; in g; while not suit has happened }\n"          \
    "grant later { alfa grants bravo; to lease; under alfa/x; while vital }\n"                               \
    "grant limited { alfa grants bravo; to have-made; have-made only for odd; under alfa/x }\n"              \
    "covenant peace { alfa will not assert alfa/peace against bravo }\n"                                     \
    "covenant spiteful { alfa will not assert alfa/spite against bravo; notwithstanding core }\n"            \
    "release past { alfa releases bravo; for acts before 2025-06-01; once paid has happened }\n"             \
    "product p1 { made by bravo; field f/a; practises alfa/x; contains part }\nproduct part { made by "      \
    "bravo; field f/a; in odd; practises alfa/x }\n"                                                         \
    "product s1 { made by bravo; field f/a; practises alfa/x; contains alfa/soft 5.10 }\nproduct s2 { made " \
    "by bravo; field f/a; practises alfa/x; contains alfa/soft 5.2 }\n"

#define FACTS "paid on 2026-02-01\nsuit on 2026-04-01\n"

typedef struct {
    Small  s;
    Rules *rules;
    Index *index;
} World;

static void world_open(World *w)
{
    small_open(&w->s, TEXT, FACTS);
    w->rules = rules_new(w->s.standing);
    w->index = index_new(w->rules);
}

static Answer ask(World *w, const char *words, Question *out)
{
    Tree          tree = tree_new(&w->s.arena, &w->s.words, &w->s.diags);
    Str           text = str_copy(&w->s.arena, str_from(words));
    const Source *source = sources_add(&w->s.sources, S("question"), text);
    Lexer         lexer =
        lexer_new(source, (Span){source->base, source->base + (int32_t)text.len}, &w->s.words, &w->s.diags);
    for (Token token = lexer_next(&lexer); token.kind != T_END; token = lexer_next(&lexer))
        *PUSH(&w->s.arena, &tree.tokens) = token;
    *out = (Question){0};
    QuestionText said = {&tree, &w->s.sources, &w->s.diags, 0, (int32_t)tree.tokens.count};
    assert_true(question_read(w->rules, &w->s.arena, &said, DAY_MIN, out));
    return may(w->index, &w->s.arena, out, (Wanted){true, true});
}

static bool rests_on(const World *w, const Answer *a, const char *clause)
{
    for (Size i = 0; i < a->grounds.count; i++)
        if (str_equal(terms_text(w->s.terms, a->grounds.items[i].clause->name), str_from(clause)))
            return true;
    return false;
}

static void each_status(void **state)
{
    static const struct {
        const char *words, *answer, *clause; /* NULL: none */
    } rows[] = {
        {"bravo use under alfa/x in f/a at DE on 2026-03-01", "licensed", "lic"},
        {"bravo use under alfa/x in f/b at DE on 2026-03-01", "excluded", "lic"},
        {"bravo use under alfa/x in f/a at FR on 2026-03-01", "excluded", "lic"},
        {"bravo use under alfa/x in f/b at FR on 2026-03-01", "excluded", "lic"}, /* two exceptions at once */
        {"bravo use part in f/b at FR on 2026-03-01", "excluded", "lic"},
        {"bravo use under alfa/x in g at DE on 2026-03-01", "silent", NULL},
        {"bravo use under alfa/x in f/a at CN on 2026-03-01", "silent", NULL},
        {"bravo use under alfa/x in f/a at DE on 2025-12-31", "silent", NULL},
        {"bravo use under alfa/x in f/a at DE on 2026-11-30", "licensed", "lic"},
        {"bravo use under alfa/x in f/a at DE on 2026-12-01", "expired", "lic"},
        {"nobody use under alfa/x in f/a at DE on 2026-03-01", "silent", NULL},
        {"alfa use under alfa/x in f/a at DE on 2026-03-01", "not needed", "alfa/x"},
        {"bravo use under alfa/core in f/a at DE on 2026-03-01", "reserved", "core"},
        {"bravo use under alfa/doubt in f/a at DE on 2026-03-01", "unknown", "perhaps"},
        {"bravo use under alfa/p in f/a at DE on 2026-06-30", "licensed", "lic"},
        {"bravo use under alfa/p in f/a at DE on 2026-07-01", "not needed", "alfa/p"},
        {"bravo use under alfa/p in f/a at FR on 2026-03-01", "not needed", "alfa/p"},
        {"bravo make under alfa/x in g on 2026-03-31", "licensed", "rests"},
        {"bravo make under alfa/x in g on 2026-04-01", "suspended", "rests"},
        {"bravo lease p1 on 2026-03-01", "unknown", "later"},
        {"bravo have-made under alfa/x in f/a on 2026-03-01", "conditional", "limited"},
        {"bravo have-made part on 2026-03-01", "licensed", "limited"},
        {"bravo have-made s2 on 2026-03-01", "silent", NULL},
        {"bravo use under alfa/peace on 2026-03-01", "covenanted", "peace"},
        {"bravo use under alfa/spite on 2026-03-01", "covenanted", "spiteful"},
        {"bravo use under alfa/core on 2025-05-31", "released", "past"},
        {"bravo use under alfa/peace on 2025-06-01", "silent", NULL},
        {"bravo sell p1 at DE on 2026-03-01", "licensed except part", "lic"},
        {"bravo sell s1 at DE on 2026-03-01", "silent", NULL},
        {"bravo sell s2 at DE on 2026-03-01", "licensed", "lic"},
        {"bravo use under alfa/soft version 5.9 in f/a at DE on 2026-03-01", "licensed", "lic"},
        {"bravo use under alfa/soft version 5.09 in f/a at DE on 2026-03-01", "licensed", "lic"},
        {"bravo use under alfa/soft version 5.99999999999999999999999 in f/a at DE on 2026-03-01", "silent",
         NULL},
        {"bravo use under alfa/soft version 3.9 in f/a at DE on 2026-03-01", "silent", NULL},
    };
    World w;
    (void)state;
    world_open(&w);
    for (Size i = 0; i < COUNT(rows); i++) {
        Question q;
        ROW("%s\n", rows[i].words);
        Answer a = ask(&w, rows[i].words, &q);
        assert_text(answer_text(&w.s.arena, &a), str_from(rows[i].answer));
        assert_true(!rows[i].clause || rests_on(&w, &a, rows[i].clause));
        assert_true(a.status != ANSWER_UNKNOWN || a.missing.count > 0);
    }
    arena_free(&w.s.arena);
}

static void near_misses_name_what_fails(void **state)
{
    static const struct {
        const char *words, *clause;
        Dim         dim;
    } rows[] = {
        {"bravo use under alfa/x in g at DE on 2026-03-01", "lic", DIM_FIELD},
        {"bravo use under alfa/x in f/a at CN on 2026-03-01", "lic", DIM_PLACE},
        {"bravo make under alfa/x in f/a at DE on 2026-03-01", "lic", DIM_ACT},
        {"bravo use under alfa/peace in f/a at DE on 2027-03-01", "peace", DIM_TIME},
        {"nobody use under alfa/x in f/a at DE on 2026-03-01", "lic", DIM_WHO},
        {"bravo use under alfa/x in f/a at DE on 2025-12-31", "lic", DIM_TIME},
    };
    World w;
    (void)state;
    world_open(&w);
    for (Size i = 0; i < COUNT(rows); i++) {
        Question q;
        bool     found = false;
        ROW("%s\n", rows[i].words);
        Answer a = ask(&w, rows[i].words, &q);
        for (Size k = 0; k < a.misses.count; k++)
            found |=
                a.misses.items[k].dim == rows[i].dim && a.misses.items[k].needs.len > 0 &&
                str_equal(terms_text(w.s.terms, a.misses.items[k].clause->name), str_from(rows[i].clause));
        assert_true(found || (a.status == ANSWER_EXPIRED && rests_on(&w, &a, rows[i].clause)));
    }
    arena_free(&w.s.arena);
}

static void regions_and_the_next_change(void **state)
{
    World    w;
    Question q;
    (void)state;
    world_open(&w);
    Answer a = ask(&w, "bravo use under alfa/x in f within DE, FR on 2026-03-01", &q);
    assert_int_equal(a.status, ANSWER_EXCLUDED); /* the worst of what was asked */
    assert_true(a.regions.count >= 2);
    a = ask(&w, "bravo use under alfa/x in f on 2026-03-01", &q);
    assert_int_equal(a.status, ANSWER_EXCLUDED); /* in all of the field; somewhere */
    a = ask(&w, "bravo use under alfa/x on 2026-03-01", &q);
    assert_int_equal(a.status, ANSWER_LICENSED); /* the best of what was left open */
    a = ask(&w, "bravo use under alfa/p in f/a at DE on 2026-03-01", &q);
    assert_int_equal(a.changes_on, small_day("2026-07-01"));
    assert_int_equal(a.changes_to, ANSWER_NOT_NEEDED);
    a = ask(&w, "nobody use under alfa/x in f/a at DE on 2026-03-01", &q);
    assert_int_equal(a.changes_on, DAY_MAX);
    arena_free(&w.s.arena);
}

/* Days that no entry names: reckoned from an event, the end of a period, an amendment of what is forgiven. */
static void changes_on_days_without_an_entry(void **state)
{
    static const struct {
        const char *words, *day;
        Status      now, then;
    } rows[] = {
        {"bravo use under alfa/x on 2026-03-02", "2026-03-31", ANSWER_SUSPENDED, ANSWER_LICENSED},
        {"bravo sell under alfa/x on 2026-07-02", "2027-01-01", ANSWER_UNKNOWN, ANSWER_LICENSED},
        {"alfa make under alfa/x on 2026-03-02", "2026-04-01", ANSWER_EXCLUDED, ANSWER_NOT_NEEDED},
        {"bravo lease under alfa/x on 2025-01-01", "2025-06-01", ANSWER_SILENT, ANSWER_RELEASED},
        {"bravo offer under alfa/x on 2026-05-02", "2026-07-01", ANSWER_LICENSED, ANSWER_SUSPENDED},
        {"bravo import under alfa/x on 2026-05-02", "2026-09-02", ANSWER_LICENSED,
         ANSWER_EXPIRED}, /* until: with that day */
    };
    static const char text[] =
        "entente 1\nagreement pact { between alfa, bravo; effective 2026-01-01; changed by all parties }\n"
        "party alfa\nparty bravo\nexpert ref\nevent launch { recorded by alfa }\n"
        "metric sold { score 0 to 100; attested by ref }\nasset alfa/x { covers \"x\" }\n"
        "grant g { alfa grants bravo; to use; under alfa/x; while 30 days after launch has happened }\n"
        "grant h { alfa grants bravo; to sell; under alfa/x; while sold in the last contract year at least "
        "50 }\n"
        "grant k { alfa grants bravo; to make; under alfa/x; exclusive until closing, then non-exclusive }\n"
        "grant m { alfa grants bravo; to offer; under alfa/x; while closing in any 3 months has happened }\n"
        "grant n { alfa grants bravo; to import; under alfa/x; lasts until gone }\n"
        "event gone { happens once US7000001 has expired }\nasset alfa/p { patents { US7000001: expires "
        "2026-08-31 } }\n"
        "event closing { recorded by alfa }\nrelease past { alfa releases bravo; for acts before 2020-01-01 "
        "}\n"
        "amendment 1 to pact { effective 2025-06-01\n"
        "  replace past { alfa releases bravo; for acts before 2026-01-01 } }\n";
    World w;
    (void)state;
    small_open(&w.s, text, "launch on 2026-03-01\nclosing on 2026-03-31\nsold is 60 in 2026-Q2\n");
    w.rules = rules_new(w.s.standing);
    w.index = index_new(w.rules);
    for (Size i = 0; i < COUNT(rows); i++) {
        Question q;
        ROW("%s\n", rows[i].words);
        Answer a = ask(&w, rows[i].words, &q);
        assert_int_equal(a.status, rows[i].now);
        assert_int_equal(a.changes_on, small_day(rows[i].day));
        assert_int_equal(a.changes_to, rows[i].then);
    }
    arena_free(&w.s.arena);
}

/* A right under an asset is a right under its parts, but for those that a clause tells apart. */
#define PARTS                                                                                                \
    "entente 1\nagreement pact { between alfa, bravo; effective 2026-01-01; term through 2030-12-31; "       \
    "changed by all parties }\nparty alfa\nparty bravo\nexpert referee\nfield f\nfield g\nfact vital { for " \
    "each product; means \"v\"; decided by referee }\n"                                                      \
    "asset alfa/all { includes alfa/x, alfa/z }\nasset alfa/x { covers \"x\" }\nasset alfa/x/s { covers "    \
    "\"s\" }\nasset alfa/x/s/t { covers \"t\" }\nasset alfa/x/u { covers \"u\" }\n"                          \
    "asset alfa/z { software; versions 4.0 through 5.9 }\nasset alfa/z/e { covers \"e\" }\n"                 \
    "asset alfa/w { covers \"w\" }\nasset alfa/w/d { covers \"d\" }\nasset alfa/n { covers \"n\" }\nasset "  \
    "alfa/n/p { covers \"p\" }\nasset alfa/own { covers \"o\" }\nasset alfa/own/theirs { covers \"b\"; "     \
    "owned "                                                                                                 \
    "by bravo }\nasset alfa/own/given { covers \"g\" }\n"                                                    \
    "reserve kept { alfa keeps alfa/x/s; in f }\nreserve perhaps { alfa keeps alfa/w/d; while vital }\n"     \
    "reserve summer { alfa keeps alfa/n/p; from 2026-06-01, through 2026-08-31 }\n"                          \
    "grant lic { alfa grants bravo; to use, sell; under alfa/all, alfa/w, alfa/n except alfa/z/e; in f, g\n" \
    "  exclusion reaches the component only }\n"                                                             \
    "grant alone { alfa grants bravo; to lease; under alfa/own/given; exclusive }\n"                         \
    "covenant peace { alfa will not assert alfa/x against bravo; in g }\n"                                   \
    "product p1 { made by bravo; field f; practises alfa/x }\nproduct p2 { made by bravo; field g; "         \
    "practises alfa/x }\nproduct p3 { made by bravo; field g; practises alfa/x; contains p1 }\n"             \
    "product p4 { made by bravo; field f; practises alfa/x, alfa/x/s }\nproduct p5 { made by bravo; field "  \
    "f; practises alfa/w }\nproduct p6 { made by bravo; field f; practises alfa/x; contains alfa/z 6.0 }\n"

static void a_part_that_is_not_permitted_is_left_out(void **state)
{
    static const struct {
        const char *words, *answer, *clause; /* of the first part that is left out; NULL: none says so */
    } rows[] = {
        {"bravo use under alfa/x in f on 2026-03-01", "licensed except alfa/x/s", "kept"},
        {"bravo use under alfa/x in g on 2026-03-01", "licensed", NULL},
        {"bravo use under alfa/x in f, g on 2026-03-01", "licensed except alfa/x/s", "kept"},
        {"bravo use under alfa/x on 2026-03-01", "licensed", NULL}, /* in g it is whole */
        {"bravo use under alfa/x/u in f on 2026-03-01", "licensed", NULL},
        {"bravo use under alfa/x/s in f on 2026-03-01", "reserved", NULL},
        {"bravo use under alfa/x/s/t in f on 2026-03-01", "reserved", NULL},
        {"bravo make under alfa/x in f on 2026-03-01", "silent", NULL},
        {"bravo make under alfa/x in g on 2026-03-01", "covenanted", NULL},
        {"bravo use under alfa/z in f on 2026-03-01", "licensed except alfa/z/e", "lic"},
        {"bravo use under alfa/z version 6.0 in f on 2026-03-01", "silent", NULL},
        {"bravo use under alfa/x, alfa/z in f on 2026-03-01", "licensed except alfa/x/s, alfa/z/e", "kept"},
        {"bravo use under alfa/all in f on 2026-03-01", "licensed except alfa/x/s, alfa/z/e", "kept"},
        {"bravo use under alfa/all in g on 2026-03-01", "licensed except alfa/z/e", "lic"},
        {"bravo sell p1 on 2026-03-01", "licensed except alfa/x/s", "kept"},
        {"bravo sell p2 on 2026-03-01", "licensed", NULL},
        {"bravo sell p3 on 2026-03-01", "licensed except alfa/x/s", "kept"},
        {"bravo sell p4 on 2026-03-01", "reserved", NULL}, /* it needs that part for itself */
        {"bravo sell p5 on 2026-03-01", "licensed except alfa/w/d", "perhaps"},
        {"bravo sell p6 on 2026-03-01", "silent", NULL}, /* what it contains is of another version */
        {"alfa use under alfa/x in f on 2026-03-01", "not needed", NULL},
        {"alfa use under alfa/own on 2026-03-01", "not needed except alfa/own/theirs", NULL},
        {"alfa lease under alfa/own on 2026-03-01", "not needed except alfa/own/theirs, alfa/own/given",
         NULL},
    };
    World w;
    (void)state;
    small_open(&w.s, PARTS, "");
    w.rules = rules_new(w.s.standing);
    w.index = index_new(w.rules);
    for (Size i = 0; i < COUNT(rows); i++) {
        Question q;
        ROW("%s\n", rows[i].words);
        Answer a = ask(&w, rows[i].words, &q);
        assert_text(answer_text(&w.s.arena, &a), str_from(rows[i].answer));
        assert_true(!a.except.count || status_permits(a.status));
        const Grounds *grounds = rows[i].clause ? &a.except.items[0].grounds : NULL;
        assert_true(!grounds ||
                    str_equal(terms_text(w.s.terms, grounds->items[grounds->count - 1].clause->name),
                              str_from(rows[i].clause)));
    }
    arena_free(&w.s.arena);
}

static void what_is_left_out_is_told_apart_in_place_and_time(void **state)
{
    World    w;
    Question q;
    (void)state;
    small_open(&w.s, PARTS, "");
    w.rules = rules_new(w.s.standing);
    w.index = index_new(w.rules);
    Answer a = ask(&w, "bravo use under alfa/x in f, g on 2026-03-01", &q);
    assert_int_equal(a.regions.count, 2);
    assert_int_equal(a.regions.items[0].status, ANSWER_LICENSED);
    assert_text(a.regions.items[0].fields, S("f"));
    assert_text(a.regions.items[0].except, S("alfa/x/s"));
    assert_int_equal(a.regions.items[1].status, ANSWER_LICENSED);
    assert_text(a.regions.items[1].fields, S("g"));
    assert_text(a.regions.items[1].except, S(""));
    a = ask(&w, "bravo sell p5 on 2026-03-01", &q); /* what is not recorded is asked for */
    assert_int_equal(a.except.items[0].status, ANSWER_UNKNOWN);
    assert_int_equal(a.missing.count, 1);
    a = ask(&w, "bravo use under alfa/n in f on 2026-03-01", &q);
    assert_int_equal(a.except.count, 0);
    assert_int_equal(a.changes_on, small_day("2026-06-01"));
    assert_text(a.changes_text, S("licensed except alfa/n/p"));
    a = ask(&w, "bravo use under alfa/n in f on 2026-08-31", &q);
    assert_int_equal(a.except.count, 1);
    assert_int_equal(a.changes_on, small_day("2026-09-01"));
    assert_text(a.changes_text, S("licensed"));
    arena_free(&w.s.arena);
}

/* A consequence that is not settled, or cannot be read, leaves alone what the clauses that it names are not
 * about. */
#define OPEN                                                                                                 \
    "entente 1\nagreement pact { between alfa, bravo; effective 2026-01-01; term perpetual; changed by all " \
    "parties }\nparty alfa\nparty bravo\nparty carol\nfield f\nfield g\nevent sale { recorded by alfa "      \
    "}\nevent "                                                                                              \
    "suit { recorded by alfa }\nasset alfa/x { covers \"x\" }\nasset alfa/y { covers \"y\" }\n"              \
    "grant one { alfa grants bravo; to use; under alfa/x; in f }\n"                                          \
    "grant two { alfa grants bravo; to use; under alfa/y; in f, g except g }\n"                              \
    "reserve three { alfa keeps alfa/x; in f; within DE }\n"

static void an_open_consequence_reaches_what_it_names(void **state)
{
    static const struct {
        const char *consequence;
        Status one, two, elsewhere, other, kept; /* alfa/x in f, alfa/y in f, alfa/x in g, carol, in DE */
    } rows[] = {
        {"", ANSWER_LICENSED, ANSWER_LICENSED, ANSWER_SILENT, ANSWER_SILENT, ANSWER_RESERVED},
        {"when [why: sale has happened | suit has happened]; then one suspends", ANSWER_UNKNOWN,
         ANSWER_LICENSED, ANSWER_SILENT, ANSWER_SILENT, ANSWER_UNKNOWN},
        {"when [why: sale has happened | suit has happened]; then three ends", ANSWER_LICENSED,
         ANSWER_LICENSED, ANSWER_SILENT, ANSWER_SILENT, ANSWER_UNKNOWN},
        {"when sale has happened; then one extends to [more: f | g]", ANSWER_UNKNOWN, ANSWER_LICENSED,
         ANSWER_UNKNOWN, ANSWER_SILENT, ANSWER_UNKNOWN},
        {"when sale has happened; then one passes to [new: bravo | carol]", ANSWER_UNKNOWN, ANSWER_LICENSED,
         ANSWER_SILENT, ANSWER_UNKNOWN, ANSWER_UNKNOWN},
        {"when sale has happened; then [which: one | two] suspends", ANSWER_UNKNOWN, ANSWER_UNKNOWN,
         ANSWER_UNKNOWN, ANSWER_UNKNOWN, ANSWER_UNKNOWN},
        {"when sale has hapened; then one, two suspends", ANSWER_UNKNOWN, ANSWER_UNKNOWN, ANSWER_SILENT,
         ANSWER_SILENT, ANSWER_UNKNOWN},
        {"when sale has happened; then two suspends; then one suspnds", ANSWER_UNKNOWN, ANSWER_UNKNOWN,
         ANSWER_UNKNOWN, ANSWER_UNKNOWN, ANSWER_UNKNOWN},
        {"when sale has happened; then tow suspends", ANSWER_UNKNOWN, ANSWER_UNKNOWN, ANSWER_UNKNOWN,
         ANSWER_UNKNOWN, ANSWER_UNKNOWN},
        {"when sale has happened", ANSWER_LICENSED, ANSWER_LICENSED, ANSWER_SILENT, ANSWER_SILENT,
         ANSWER_RESERVED}, /* it says nothing that could be read otherwise */
    };
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        World    w = {0};
        Question q;
        char     text[2000];
        (void)snprintf(text, sizeof text, *rows[i].consequence ? "%sconsequence k { %s }\n" : "%s%s", OPEN,
                       rows[i].consequence);
        ROW("%s\n", rows[i].consequence);
        small_open_broken(&w.s, text, "");
        w.rules = rules_new(w.s.standing);
        w.index = index_new(w.rules);
        assert_int_equal(ask(&w, "bravo use under alfa/x in f at US on 2026-03-01", &q).status, rows[i].one);
        assert_int_equal(ask(&w, "bravo use under alfa/y in f at US on 2026-03-01", &q).status, rows[i].two);
        assert_int_equal(ask(&w, "bravo use under alfa/x in g at US on 2026-03-01", &q).status,
                         rows[i].elsewhere);
        assert_int_equal(ask(&w, "carol use under alfa/x in f at US on 2026-03-01", &q).status,
                         rows[i].other);
        assert_int_equal(ask(&w, "bravo use under alfa/x in f at DE on 2026-03-01", &q).status, rows[i].kept);
        arena_free(&w.s.arena);
    }
}

/* Whose an improvement is, which patents an owner's list takes in, and lists with exceptions. */
static void owners_captures_and_lists(void **state)
{
    static const char text[] =
        "entente 1\nagreement pact { between alfa, bravo, carol; signed 2025-12-01; effective 2026-01-01; "
        "term "
        "perpetual; changed by all parties }\nparty alfa { affiliates over 50% of votes }\nparty "
        "bravo\nparty "
        "carol\nentity sub { affiliate of alfa from 2026-04-01 }\n"
        "asset alfa/x { covers \"x\" }\nasset alfa/y { covers \"y\" }\nasset alfa/z { covers \"z\" }\n"
        "asset bravo/better-x { covers \"i\"; improvement of alfa/x by bravo }\n"
        "asset bravo/better-y { covers \"i\"; improvement of alfa/y by bravo }\n"
        "asset bravo/better-z { covers \"i\"; improvement of alfa/z by bravo }\n"
        "improvement of-x { grantor owns; of alfa/x }\nimprovement of-y { carol owns; of alfa/y }\n"
        "asset alfa/owned { every patent owned by alfa; captured if owned on 2026-03-01 }\n"
        "asset alfa/group { every patent owned by alfa with affiliates }\n"
        "patent US7000001 { owned by alfa from 2025-01-01 through 2026-02-28 }\n"
        "patent US7000002 { owned by alfa from 2026-03-01 }\npatent US7000003 { owned by sub }\n"
        "asset alfa/some { includes alfa/x, alfa/y except alfa/y }\nterritory south { includes EU except "
        "(FR, "
        "IT) }\n"
        "grant of-owned { alfa grants bravo; to use; under alfa/owned }\n"
        "grant of-group { alfa grants bravo; to sell; under alfa/group }\n"
        "grant of-some { alfa grants bravo; to make; under alfa/some; within south }\n";
    static const struct {
        const char *words;
        Status      is;
    } rows[] = {
        {"alfa use under bravo/better-x on 2026-05-01", ANSWER_NOT_NEEDED},
        {"bravo use under bravo/better-x on 2026-05-01", ANSWER_SILENT},
        {"carol use under bravo/better-y on 2026-05-01", ANSWER_NOT_NEEDED},
        {"bravo use under bravo/better-y on 2026-05-01", ANSWER_SILENT},
        {"bravo use under bravo/better-z on 2026-05-01", ANSWER_NOT_NEEDED}, /* no clause is about it */
        {"bravo use under US7000001 on 2026-05-01", ANSWER_SILENT},
        {"bravo use under US7000002 on 2026-05-01", ANSWER_LICENSED},
        {"bravo use under US7000003 on 2026-05-01", ANSWER_SILENT},
        {"bravo sell under US7000003 on 2026-03-31", ANSWER_SILENT},
        {"bravo sell under US7000003 on 2026-04-01", ANSWER_LICENSED},
        {"bravo make under alfa/x at DE on 2026-05-01", ANSWER_LICENSED},
        {"bravo make under alfa/x at FR on 2026-05-01", ANSWER_SILENT},
        {"bravo make under alfa/x at IT on 2026-05-01", ANSWER_SILENT},
        {"bravo make under alfa/y at DE on 2026-05-01", ANSWER_SILENT},
    };
    World w;
    (void)state;
    small_open(&w.s, text, "");
    w.rules = rules_new(w.s.standing);
    w.index = index_new(w.rules);
    for (Size i = 0; i < COUNT(rows); i++) {
        Question q;
        ROW("%s\n", rows[i].words);
        assert_int_equal(ask(&w, rows[i].words, &q).status, rows[i].is);
    }
    arena_free(&w.s.arena);
}

/* A product or a family that lies in a field is asked about in that field, and in no other one. */
static void families_lie_in_fields(void **state)
{
    static const char text[] =
        "entente 1\nagreement pact { between alfa, bravo; signed 2025-12-01; effective 2026-01-01; term "
        "perpetual; changed by all parties }\nparty alfa\nparty bravo\nfield land\nfield sea\n"
        "asset alfa/x { covers \"x\" }\nproducts cars { in land }\nproducts vans { in cars }\n"
        "products boats { in sea }\nproducts kites { covers \"k\" }\n"
        "product car-1 { made by bravo; in cars }\nproduct van-1 { made by bravo; in vans }\n"
        "product boat-1 { made by bravo; in boats }\nproduct amphibian { made by bravo; field sea; in cars "
        "}\n"
        "grant on-land { alfa grants bravo; to sell; under alfa/x; in land }\n";
    static const struct {
        const char *words;
        Status      is;
    } rows[] = {
        {"bravo sell cars under alfa/x on 2026-05-01", ANSWER_LICENSED},
        {"bravo sell vans under alfa/x on 2026-05-01", ANSWER_LICENSED},
        {"bravo sell boats under alfa/x on 2026-05-01", ANSWER_SILENT},
        {"bravo sell boats under alfa/x in land on 2026-05-01", ANSWER_LICENSED}, /* said: that field */
        {"bravo sell kites under alfa/x on 2026-05-01", ANSWER_LICENSED},         /* in none: the best case */
        {"bravo sell car-1 under alfa/x on 2026-05-01", ANSWER_LICENSED},
        {"bravo sell van-1 under alfa/x on 2026-05-01", ANSWER_LICENSED},
        {"bravo sell boat-1 under alfa/x on 2026-05-01", ANSWER_SILENT},
        {"bravo sell amphibian under alfa/x on 2026-05-01", ANSWER_SILENT}, /* its own field goes first */
    };
    World w;
    (void)state;
    small_open(&w.s, text, "");
    w.rules = rules_new(w.s.standing);
    w.index = index_new(w.rules);
    for (Size i = 0; i < COUNT(rows); i++) {
        Question q;
        ROW("%s\n", rows[i].words);
        assert_int_equal(ask(&w, rows[i].words, &q).status, rows[i].is);
    }
    arena_free(&w.s.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_status),
                                       cmocka_unit_test(near_misses_name_what_fails),
                                       cmocka_unit_test(regions_and_the_next_change),
                                       cmocka_unit_test(changes_on_days_without_an_entry),
                                       cmocka_unit_test(a_part_that_is_not_permitted_is_left_out),
                                       cmocka_unit_test(what_is_left_out_is_told_apart_in_place_and_time),
                                       cmocka_unit_test(owners_captures_and_lists),
                                       cmocka_unit_test(families_lie_in_fields),
                                       cmocka_unit_test(an_open_consequence_reaches_what_it_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
