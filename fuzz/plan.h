/* plan.h - a small plan, made by hand, that the fuzz targets of money share. It is made once. */
#ifndef ENT_FUZZ_PLAN_H
#define ENT_FUZZ_PLAN_H
#include "money/usage_inside.h"
#include "terms/data/tables.h"

static const char plan_text[] =
    "entente 1\nagreement pact { between aurora, borealis; effective 2026-01-01; changed by all parties }\n"
    "party aurora\nparty borealis\nproducts handsets\nproducts tablets\n"
    "lines sales { reported by borealis; states line, day, product, country, entity, currency, units, gross "
    "}\n"
    "lines calls { reported by borealis; states day, minutes }\n";

typedef struct {
    Arena    arena;
    Sources  sources;
    Words    words;
    Diags    diags;
    Document document;
    Facts    facts;
    Router   router;
    int16_t  classes[COUNTRY_COUNT];
    Plan     plan;
} FuzzPlan;

static ReadResult plan_read(void *context, Arena *arena, Str path, Str *text)
{
    (void)context;
    (void)arena;
    (void)path;
    *text = S(plan_text);
    return READ_OK;
}

static PlanLines *plan_lines(FuzzPlan *fuzz, Str name)
{
    PlanLines *lines = PUSH(&fuzz->arena, &fuzz->plan.lines);
    *lines = (PlanLines){.clause = terms_clause(fuzz->plan.st->terms, word_of(&fuzz->words, name))};
    INVARIANT(lines->clause);
    return lines;
}

static void plan_column(FuzzPlan *fuzz, PlanLines *lines, Str name, ColumnRole role)
{
    bool number = role == COLUMN_COUNT || role == COLUMN_MONEY;
    lines->columns[lines->column_count++] = (PlanColumn){
        .name = word_of(&fuzz->words, name), .role = role, .number = number ? lines->number_count : -1};
    if (number)
        lines->slots[lines->slot_count++] = (Slot){.number = lines->number_count++};
}

static void plan_columns(FuzzPlan *fuzz)
{
    PlanLines *sales = plan_lines(fuzz, S("sales")), *calls;
    plan_column(fuzz, sales, S("line"), COLUMN_LINE);
    plan_column(fuzz, sales, S("day"), COLUMN_DAY);
    plan_column(fuzz, sales, S("product"), COLUMN_PRODUCT);
    plan_column(fuzz, sales, S("country"), COLUMN_COUNTRY);
    plan_column(fuzz, sales, S("entity"), COLUMN_ENTITY);
    plan_column(fuzz, sales, S("currency"), COLUMN_CURRENCY);
    plan_column(fuzz, sales, S("units"), COLUMN_COUNT);
    plan_column(fuzz, sales, S("gross"), COLUMN_MONEY);
    calls = plan_lines(fuzz, S("calls"));
    plan_column(fuzz, calls, S("day"), COLUMN_DAY);
    plan_column(fuzz, calls, S("minutes"), COLUMN_COUNT);
    calls->filters[calls->filter_count++] = (Filter){.number = 0, .op = CMP_OVER, .value = 12000000};
}

static void plan_days(FuzzPlan *fuzz)
{
    Plan *plan = &fuzz->plan;
    plan->span = (Days){day_of((Civil){2026, 1, 1}), day_of((Civil){2026, 12, 31})};
    for (int month = 1; month <= 10; month += 3)
        *PUSH(&fuzz->arena, &plan->cuts) = day_of((Civil){2026, month, 1});
    plan->interval_of = NEW(&fuzz->arena, uint16_t, plan->span.through - plan->span.from + 1);
    for (Day day = plan->span.from; day <= plan->span.through; day++)
        plan->interval_of[day - plan->span.from] = (uint16_t)((civil_of(day).month - 1) / 3);
}

static FuzzPlan *the_plan(void)
{
    static FuzzPlan fuzz;
    if (fuzz.plan.arena)
        return &fuzz;
    fuzz.sources = sources_new(&fuzz.arena);
    fuzz.words = words_new(&fuzz.arena);
    fuzz.diags = diags_new(&fuzz.arena);
    fuzz.document =
        document_new(&fuzz.arena, &fuzz.sources, &fuzz.words, &fuzz.diags, (FileReader){&fuzz, plan_read});
    bool read = document_read(&fuzz.document, S("a.entente"));
    INVARIANT(read);
    Terms *terms = terms_read(&fuzz.arena, &fuzz.document, &fuzz.diags);
    INVARIANT(!fuzz.diags.errors);
    for (int i = 0; i < COUNTRY_COUNT; i++)
        fuzz.classes[i] = (int16_t)(i % 3);
    fuzz.router = (Router){.place_class = fuzz.classes, .place_classes = 3};
    fuzz.plan = (Plan){.arena = &fuzz.arena,
                       .st = standing_new(terms, &fuzz.facts),
                       .router = &fuzz.router,
                       .slots = 2,
                       .digest = S("0123456789abcdef")};
    plan_columns(&fuzz);
    *PUSH(&fuzz.arena, &fuzz.plan.articles) = (Article){0};
    *PUSH(&fuzz.arena, &fuzz.plan.articles) =
        (Article){.code = S("P1"), .item = word_of(&fuzz.words, S("handsets"))};
    *PUSH(&fuzz.arena, &fuzz.plan.articles) = (Article){.code = S("P2-A-LONGER-CODE-THAN-16")};
    plan_days(&fuzz);
    return &fuzz;
}
#endif
