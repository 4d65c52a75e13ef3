/* made.h - a small agreement and a plan of it, made by hand: what the tests of money stand on. */
#ifndef ENT_TEST_MONEY_MADE_H
#define ENT_TEST_MONEY_MADE_H
#include "test.h"

#include "money/plan.h"
#include "terms/data/tables.h"

#define MADE_TEXT                                                                                            \
    "entente 1\nagreement pact { between aurora, borealis; effective 2026-01-01; changed by all parties }\n" \
    "party aurora { affiliates over 50% of votes }\nparty borealis { affiliates over 50% of votes }\n"       \
    "entity labs { affiliate of borealis at 60% from 2026-01-01 }\n"                                         \
    "field f\nproducts handsets\nasset aurora/x { covers \"x\" }\n"                                          \
    "product beacon { made by borealis; field f; in handsets; practises aurora/x }\n"                        \
    "product lantern { made by borealis; field f; practises aurora/x }\n"                                    \
    "lines sales { reported by borealis; states line, day, product, country, entity, currency, units, "      \
    "gross, returns }\n"                                                                                     \
    "lines calls { reported by borealis; states line, day, minutes }\n"

typedef struct {
    Arena    arena;
    Sources  sources;
    Words    words;
    Diags    diags;
    Document document;
    Terms   *terms;
    Facts    facts;
    Router   router;
    int16_t  classes[COUNTRY_COUNT];
    Plan     plan;
} Made;

static inline ReadResult made_read(void *context, Arena *arena, Str path, Str *text)
{
    (void)context;
    (void)arena;
    (void)path;
    *text = S(MADE_TEXT);
    return READ_OK;
}

static inline Day made_day(const char *text)
{
    Day day = 0;
    assert_true(day_parse(str_from(text), &day));
    return day;
}

static inline PlanLines *made_lines(Made *made, const char *name, const PlanColumn *columns, int count)
{
    PlanLines *lines = PUSH(&made->arena, &made->plan.lines);
    *lines = (PlanLines){.clause = terms_clause(made->terms, word_of(&made->words, str_from(name)))};
    assert_non_null(lines->clause);
    for (int i = 0; i < count; i++) {
        lines->columns[lines->column_count++] = columns[i];
        if (columns[i].number >= 0) {
            lines->number_count++;
            lines->slots[lines->slot_count++] = (Slot){.number = columns[i].number};
        }
    }
    return lines;
}

static inline void made_columns(Made *made)
{
#define NAMED(text) word_of(&made->words, S(text))
    const PlanColumn sales[] = {
        {NAMED("line"), COLUMN_LINE, -1},       {NAMED("day"), COLUMN_DAY, -1},
        {NAMED("product"), COLUMN_PRODUCT, -1}, {NAMED("country"), COLUMN_COUNTRY, -1},
        {NAMED("entity"), COLUMN_ENTITY, -1},   {NAMED("currency"), COLUMN_CURRENCY, -1},
        {NAMED("units"), COLUMN_COUNT, 0},      {NAMED("gross"), COLUMN_MONEY, 1},
        {NAMED("returns"), COLUMN_MONEY, 2},
    };
    const PlanColumn calls[] = {{NAMED("line"), COLUMN_LINE, -1},
                                {NAMED("day"), COLUMN_DAY, -1},
                                {NAMED("minutes"), COLUMN_COUNT, 0}};
#undef NAMED
    made_lines(made, "sales", sales, (int)COUNT(sales));
    PlanLines *lines = made_lines(made, "calls", calls, (int)COUNT(calls));
    lines->filters[lines->filter_count++] = (Filter){0, CMP_OVER, 12000000, {0, 0}};
}

static inline void made_article(Made *made, const char *code, const char *item)
{
    Word word = *item ? word_known(&made->words, str_from(item)) : 0;
    *PUSH(&made->arena, &made->plan.articles) = (Article){.code = str_from(code), .item = word};
}

static inline void made_days(Made *made)
{
    Plan *plan = &made->plan;
    plan->span = (Days){made_day("2026-01-01"), made_day("2026-12-31")};
    for (int month = 1; month <= 10; month += 3)
        *PUSH(&made->arena, &plan->cuts) = day_of((Civil){2026, month, 1});
    plan->interval_of = NEW(&made->arena, uint16_t, plan->span.through - plan->span.from + 1);
    for (Day day = plan->span.from; day <= plan->span.through; day++)
        plan->interval_of[day - plan->span.from] = (uint16_t)((civil_of(day).month - 1) / 3);
}

/* Articles P0001, P0002, A-LONG-CODE-OF-20-XY, classes of countries: DE 0, FR and GB 1, all others 2. */
static inline Made *made_new(void)
{
    static Arena outer;
    Made        *made = NEW(&outer, Made, 1);
    made->sources = sources_new(&made->arena);
    made->words = words_new(&made->arena);
    made->diags = diags_new(&made->arena);
    made->document =
        document_new(&made->arena, &made->sources, &made->words, &made->diags, (FileReader){made, made_read});
    assert_true(document_read(&made->document, S("a.entente")));
    made->terms = terms_read(&made->arena, &made->document, &made->diags);
    assert_int_equal(made->diags.errors, 0);
    for (int i = 0; i < COUNTRY_COUNT; i++)
        made->classes[i] = 2;
    made->classes[country_find(S("DE"))] = 0;
    made->classes[country_find(S("FR"))] = made->classes[country_find(S("GB"))] = 1;
    made->router = (Router){.place_class = made->classes, .place_classes = 3};
    made->plan = (Plan){.arena = &made->arena,
                        .st = standing_new(made->terms, &made->facts),
                        .router = &made->router,
                        .slots = 3,
                        .digest = S("0123456789abcdef")};
    made_columns(made);
    made_article(made, "", "");
    made_article(made, "P0001", "beacon");
    made_article(made, "P0002", "lantern");
    made_article(made, "A-LONG-CODE-OF-20-XY", "handsets");
    made_days(made);
    return made;
}

static inline void made_free(Made *made) { arena_free(&made->arena); }
#endif
