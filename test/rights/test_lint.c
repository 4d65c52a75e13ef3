/* test_lint.c - lint rules of rights, against a model that knows nothing of bit sets and boxes. */
#include "rights/lint.h"

#include "../lint_text.h"

static Rules *rules_of(Arena *arena, Str text)
{
    return rules_new(standing_new(terms_of(arena, S("a.entente"), text), NULL));
}

static Lint lint_of(Arena *arena, const Rules *rules, Diags *out)
{
    Lint            lint = lint_new(arena, rules->st->terms, out, DAY_MIN);
    Size            count = 0;
    const LintRule *all = lint_rights_rules(&count);
    lint_use_rules(&lint, rules);
    lint_run(&lint, all, count);
    return lint;
}

/* ---- a small world: cells are counted one by one ---- */

enum { GRANTS_MOST = 8, DAYS_ASKED = 6 };

typedef struct {
    unsigned acts, assets, fields, places; /* cells */
    int      to, through;                  /* through: 0 is for ever, else a year */
    int      kind;                         /* 0 non-exclusive, 1 exclusive, 2 sole, 3 co-exclusive */
} Grant;

typedef struct {
    const char *text;
    unsigned    cells;
} Choice;

static const Choice asset_choices[] = {{"aurora/a", 3},
                                       {"aurora/a/x", 2},
                                       {"aurora/b", 4},
                                       {"aurora/a, aurora/b", 7},
                                       {"aurora/a except aurora/a/x", 1}};
static const Choice field_choices[] = {{"f", 3}, {"f/one", 1}, {"f/two", 2},
                                       {"g", 4}, {"f, g", 7},  {"f, g except f/one", 6}};
static const Choice place_choices[] = {
    {"worldwide", 7}, {"DE", 1}, {"DE, FR", 3}, {"worldwide except DE", 6}, {"worldwide except DE, FR", 4}};
static const Choice act_choices[] = {{"make", 1}, {"make, use", 3}, {"use, sell", 6}, {"make, use, sell", 7}};
static const char *const kinds[] = {"non-exclusive", "exclusive", "sole", "co-exclusive"};
static const char *const parties[] = {"borealis", "corvus"};

static unsigned choose(Random *random, const Choice *from, Size count, Text *text, const char *before)
{
    const Choice *one = &from[random_below(random, count)];
    text_format(text, "%s%s; ", before, one->text);
    return one->cells;
}

static Grant make_grant(Random *random, Text *text, int number)
{
    Grant g = {.to = random_below(random, 4) == 0,
               .through = random_below(random, 3) ? 0 : 2026 + (int)random_below(random, 5)};
    g.kind = random_below(random, 2) ? 0 : (int)random_below(random, 4);
    text_format(text, "grant g%d { aurora grants %s; ", number, parties[g.to]);
    g.acts = choose(random, act_choices, COUNT(act_choices), text, "to ");
    g.assets = choose(random, asset_choices, COUNT(asset_choices), text, "under ");
    g.fields = choose(random, field_choices, COUNT(field_choices), text, "in ");
    g.places = choose(random, place_choices, COUNT(place_choices), text, "within ");
    if (g.through)
        text_format(text, "lasts through %d-12-31; ", g.through);
    else
        text_add(text, S("lasts perpetual; "));
    text_format(text, "%s }\n", kinds[g.kind]);
    return g;
}

static Size make_world(Random *random, Text *text, Grant *grants)
{
    Size count = 2 + random_below(random, GRANTS_MOST - 1);
    text_add(
        text,
        S("entente 1\nagreement sample { between aurora, borealis, corvus; effective 2026-01-01; term "
          "perpetual; changed by all parties }\n"
          "party aurora\nparty borealis\nparty corvus\nasset aurora/a\nasset aurora/a/x\nasset aurora/b\n"
          "field f { includes f/one, f/two }\nfield g\n"));
    for (Size i = 0; i < count; i++)
        grants[i] = make_grant(random, text, (int)i);
    return count;
}

static bool lives(const Grant *g, int year) { return !g->through || year <= g->through; }

static bool gives(const Grant *g, unsigned act, unsigned asset, unsigned field, unsigned place, int year)
{
    return (g->acts & act) && (g->assets & asset) && (g->fields & field) && (g->places & place) &&
           lives(g, year);
}

#define EACH_CELL                                                \
    for (unsigned act = 1; act < 8; act <<= 1)                   \
        for (unsigned asset = 1; asset < 8; asset <<= 1)         \
            for (unsigned field = 1; field < 8; field <<= 1)     \
                for (unsigned place = 1; place < 8; place <<= 1) \
                    for (int year = 2026; year < 2026 + DAYS_ASKED; year++)

static bool conflict(const Grant *a, const Grant *b)
{
    bool wall_a = a->kind == 1 || a->kind == 2, wall_b = b->kind == 1 || b->kind == 2;
    if (a->to != b->to ? !wall_a && !wall_b : !(wall_a && wall_b && a->kind != b->kind))
        return false;
    EACH_CELL
    if (gives(a, act, asset, field, place, year) && gives(b, act, asset, field, place, year))
        return true;
    return false;
}

typedef struct {
    const Rules *rules;
    bool         met[GRANTS_MOST][GRANTS_MOST];
} Met;

static int number_of(const Rules *rules, const Clause *clause)
{
    return terms_text(rules->st->terms, clause->name).at[1] - '0';
}

static void take_met(void *context, const Overlap *overlap)
{
    Met *met = context;
    int  a = number_of(met->rules, overlap->a->clause), b = number_of(met->rules, overlap->b->clause);
    met->met[a][b] = met->met[b][a] = true;
}

static void overlaps_are_those_of_the_cells(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        Arena  arena = {0};
        Random random = {seed};
        Text   text = text_new(&arena);
        Grant  grants[GRANTS_MOST] = {0};
        Size   count = make_world(&random, &text, grants);
        Met    met = {.rules = rules_of(&arena, text_str(&text))};
        (void)lint_overlaps(met.rules, take_met, &met);
        for (Size i = 0; i < count; i++)
            for (Size k = i + 1; k < count; k++)
                if (met.met[i][k] != conflict(&grants[i], &grants[k])) {
                    print_error("# seed %d: g%td and g%td: found %d\n%.*s", (int)seed, i, k, met.met[i][k],
                                STR_ARG(text_str(&text)));
                    fail();
                }
        arena_free(&arena);
    }
}

/* From the last to the first: a grant that is found covers nothing for those before it. */
static bool adds_nothing(const Grant *grants, Size count, const bool *gone, Size x)
{
    EACH_CELL
    {
        bool given = !gives(&grants[x], act, asset, field, place, year);
        for (Size y = 0; y < count && !given; y++)
            given = y != x && !gone[y] && grants[y].to == grants[x].to &&
                    (grants[x].kind == 0 || grants[y].kind == grants[x].kind) &&
                    gives(&grants[y], act, asset, field, place, year);
        if (!given)
            return false;
    }
    return true;
}

static void shadowed_grants_add_no_cell(void **state)
{
    (void)state;
    Size found_in_all = 0;
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        Arena  arena = {0};
        Random random = {seed * 7919};
        Text   text = text_new(&arena);
        Grant  grants[GRANTS_MOST] = {0};
        Size   count = make_world(&random, &text, grants);
        bool   gone[GRANTS_MOST] = {false}, found[GRANTS_MOST] = {false};
        Diags  out = diags_new(&arena);
        (void)lint_of(&arena, rules_of(&arena, text_str(&text)), &out);
        for (const Diag *diag = out.first; diag; diag = diag->next)
            if (str_equal(str_from(diag->code), S("L-SHADOWED")))
                found[diag->title.at[2] - '0'] = true;
        for (Size x = count - 1; x >= 0; x--) {
            gone[x] = adds_nothing(grants, count, gone, x);
            found_in_all += gone[x];
            if (gone[x] != found[x]) {
                print_error("# seed %d: g%td: found %d\n%.*s", (int)seed, x, found[x],
                            STR_ARG(text_str(&text)));
                fail();
            }
        }
        arena_free(&arena);
    }
    assert_true(found_in_all > 100);
}

/* ---- single cases ---- */

#define HEAD                                                                                                 \
    "entente 1\nagreement sample { between aurora, borealis, corvus; effective 2026-01-01; term perpetual; " \
    "changed by all parties }\nparty aurora { affiliates over 50% of votes }\nparty borealis { affiliates "  \
    "over 50% of votes }\n"                                                                                  \
    "party corvus\nasset aurora/a\nasset borealis/b\nfield f { includes f/one, f/two }\nfield g\nevent "     \
    "suit { recorded by either }\n"

#define G(name, to, rest) \
    "grant " name " { aurora grants " to "; to make; under aurora/a; in f; lasts perpetual; " rest " }\n"
#define WIDE(name, to, rest) \
    "grant " name " { aurora grants " to "; to make; under aurora/a; lasts perpetual; " rest " }\n"

typedef struct {
    const char *text, *code;
    Size        errors, others; /* findings of that code */
} Row;

static const Row rows[] = {
    {G("uno", "borealis", "exclusive") G("due", "corvus", "non-exclusive"), "L-EXCL-OVERLAP", 1, 0},
    {G("uno", "borealis", "exclusive") G("due", "corvus", "non-exclusive; while suit has happened"),
     "L-EXCL-OVERLAP", 0, 1},
    {G("uno", "borealis", "exclusive") G("due", "corvus", "non-exclusive; subject to uno"), "L-EXCL-OVERLAP",
     0, 0},
    {G("uno", "borealis", "exclusive through 2027-01-01, then non-exclusive")
         G("due", "corvus", "non-exclusive; starts 2027-01-02"),
     "L-EXCL-OVERLAP", 0, 0},
    {G("uno", "borealis", "exclusive through 2027-01-02, then non-exclusive")
         G("due", "corvus", "non-exclusive; starts 2027-01-02"),
     "L-EXCL-OVERLAP", 1, 0},
    {G("uno", "borealis", "exclusive") G("due", "borealis", "sole"), "L-EXCL-OVERLAP", 1, 0},
    {G("uno", "borealis with affiliates", "exclusive") G("due", "borealis", "non-exclusive"),
     "L-EXCL-OVERLAP", 0, 0},
    {G("uno", "borealis", "exclusive; accept L-EXCL-OVERLAP because \"meant\"")
         G("due", "corvus", "non-exclusive"),
     "L-EXCL-OVERLAP", 0, 0},
    {G("uno", "borealis", "exclusive; accept L-EXCL-OVERLAP in f/one because \"meant\"")
         G("due", "corvus", "non-exclusive"),
     "L-EXCL-OVERLAP", 1, 0},
    {G("uno", "borealis", "exclusive")
         G("due", "corvus", "non-exclusive; accept L-EXCL-OVERLAP in f because \"meant\""),
     "L-EXCL-OVERLAP", 0, 0},
    {"reserve core { aurora keeps aurora/a; in f/one }\n" G("uno", "borealis", "non-exclusive"),
     "L-RESERVED-GRANTED", 0, 1},
    {"reserve core { aurora keeps aurora/a; in g }\n" G("uno", "borealis", "non-exclusive"),
     "L-RESERVED-GRANTED", 0, 0},
    {"reserve core { aurora keeps aurora/a; in f/one }\n" G("uno", "borealis",
                                                            "non-exclusive; notwithstanding core"),
     "L-RESERVED-GRANTED", 0, 0},
    {"reserve core { aurora keeps aurora/a; in g }\n" G("uno", "borealis", "non-exclusive"), "L-RESERVE-DEAD",
     0, 1},
    {"reserve core { aurora keeps aurora/a }\n" G("uno", "borealis", "non-exclusive"), "L-DEAD", 0, 1},
    {"reserve core { aurora keeps aurora/a; in f/one }\nreserve rest { aurora keeps aurora/a; in f/two "
     "}\n" G("uno", "borealis", "non-exclusive"),
     "L-DEAD", 0, 1},
    {"reserve core { aurora keeps aurora/a; in f/one }\n" G("uno", "borealis", "non-exclusive"), "L-DEAD", 0,
     0},
    {"grant uno { aurora grants borealis; to make; under aurora/a; in f except f/one, f/two; lasts "
     "perpetual }\n",
     "L-DEAD", 0, 1},
    {"grant uno { aurora grants borealis; to make; under aurora/a; within DE except EU; lasts perpetual "
     "}\n",
     "L-DEAD", 0, 0}, /* by day */
    {G("uno", "borealis", "non-exclusive") WIDE("due", "borealis", "non-exclusive"), "L-SHADOWED", 0, 1},
    {G("uno", "borealis", "irrevocable") WIDE("due", "borealis", "non-exclusive"), "L-SHADOWED", 0, 0},
    {G("uno", "borealis with affiliates", "non-exclusive") WIDE("due", "borealis", "non-exclusive"),
     "L-SHADOWED", 0, 0},
    {G("uno", "borealis", "non-exclusive") WIDE("due", "borealis", "while suit has happened"), "L-SHADOWED",
     0, 0},
    {G("uno", "borealis", "while suit has happened") WIDE("due", "borealis", "non-exclusive"), "L-SHADOWED",
     0, 1},
    {G("uno", "borealis", "non-exclusive") WIDE(
         "due", "borealis", "non-exclusive") "consequence fate { when suit has happened; then due ends }\n",
     "L-SHADOWED", 0, 0},
    {G("uno", "borealis", "non-exclusive"), "L-GAP", 0, 1},
    {WIDE("uno", "borealis", "non-exclusive"), "L-GAP", 0, 0},
    {G("uno", "borealis", "non-exclusive") "reserve core { aurora keeps aurora/a; in g }\n", "L-GAP", 0, 0},
    {G("uno", "borealis", "non-exclusive") "accept L-GAP in g because \"meant\"\n", "L-GAP", 0, 0},
    {G("uno", "borealis", "non-exclusive") "accept L-GAP in g for corvus because \"meant\"\n", "L-GAP", 0, 1},
    {G("uno", "borealis", "non-exclusive") "grant tre { aurora grants borealis; to use; under aurora/a; "
                                           "in g; within DE; lasts perpetual }\n",
     "L-GAP", 0, 1},
    {G("uno", "borealis",
       "exclusive") "grant tre { borealis grants aurora; to make; under borealis/b; lasts perpetual }\n",
     "L-ASYM", 0, 1},
    {G("uno", "borealis", "non-exclusive") "grant tre { borealis grants aurora; to make; under "
                                           "borealis/b; lasts perpetual }\n",
     "L-ASYM", 0, 0},
};

static void finds_and_leaves_alone(void **state)
{
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Arena arena = {0};
        Diags out = diags_new(&arena);
        ROW("row %td: %s %td/%td\n", i, rows[i].code, rows[i].errors,
            rows[i].others); /* texts have lines of their own */
        (void)lint_of(&arena, rules_of(&arena, str_format(&arena, "%s%s", HEAD, rows[i].text)), &out);
        Size errors = 0;
        for (const Diag *diag = out.first; diag; diag = diag->next)
            errors += diag->level == DIAG_ERROR && str_equal(str_from(diag->code), str_from(rows[i].code));
        assert_int_equal(errors, rows[i].errors);
        assert_int_equal(count_code(&out, rows[i].code) - errors, rows[i].others);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overlaps_are_those_of_the_cells),
        cmocka_unit_test(shadowed_grants_add_no_cell),
        cmocka_unit_test(finds_and_leaves_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
