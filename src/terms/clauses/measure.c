/* measure.c - words that are measured: define, lines, metric, event, fact, condition, document,
 * linked, topic, unit, test, table.
 *
 * One definition, one measure. Every metric, event and fact names who attests, records or decides
 * it: a condition that nobody can attest is a finding (L-EXT-COND). */
#include "terms/clauses/money.h"

#include <stdlib.h>

#define TAKE(id, member, from)                                       \
    static void take_##id(void *maker, void *clause, const Match *m) \
    {                                                                \
        (void)maker;                                                 \
        DATA(Measure, clause)->member = m->slot[from];               \
    }
TAKE(means, means, 0)
TAKE(equals, equals, 0)
TAKE(decided, decided_by, 0)
TAKE(attested, attested_by, 0)
TAKE(recorded, recorded_by, 0)
TAKE(for_each, for_each, 0)
TAKE(happens, happens_once, 0)
TAKE(runs, runs, 0)
TAKE(by, by, 0)
TAKE(passed, passed_if, 0)
TAKE(class_name, class_name, 0)
TAKE(dated, dated, 0)
TAKE(amended, amended, 0)

static void take_one_time(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    DATA(Measure, clause)->one_time_only = true;
}

static void take_score(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Measure, clause)->score_from = m->slot[0];
    DATA(Measure, clause)->score_to = m->slot[1];
}

static void take_each(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Measure, clause)->each = m->slot[0];
}

static void take_limit(void *maker, void *clause, const Match *m)
{
    static const EachKind kinds[] = {EACH_QUARTER, EACH_YEAR, EACH_MONTH};
    Each                  each = {.kind = m->slot[2] ? CHOSEN(kinds, m, 2) : EACH_UNSAID};
    *PUSH(TERMS(maker)->arena, &DATA(Measure, clause)->limits) =
        (Limit){.what = m->slot[0], .share = m->slot[1], .each = each, .span = m->stmt->span};
}

/* states product, country, units: columns; a column may be stated by several lines. */
static void take_states(void *maker, void *clause, const Match *m)
{
    Terms *terms = maker;
    DATA(Measure, clause)->states = m->slot[0];
    for (Node *item = m->slot[0]->a; item; item = item->next) {
        const Decl *known = terms_decl(terms, item->a->word);
        if (!known)
            terms_declare(terms, item->a->word, REF(COLUMN), item->span, clause, true);
    }
}

#define MEANS                                                                                            \
    {                                                                                                    \
        "means <text:text>", take_means, "what is meant, in words; somebody attests or decides it", NULL \
    }
#define DECIDED                                                                                      \
    {                                                                                                \
        "decided by <who:attesters>[, within <time:duration>]", take_decided, "who decides it", NULL \
    }
#define FOREACH                                                                \
    {                                                                          \
        "for each <kinds:counteds>", take_for_each, "one of it for each", NULL \
    }
#define RECORDED                                                             \
    {                                                                        \
        "recorded by <who:attesters>", take_recorded, "who records it", NULL \
    }
#define RECORDED_THAT                                                                                        \
    {                                                                                                        \
        "recorded by that (who= party | member | entity)", take_recorded, "recorded by the one it is about", \
            NULL                                                                                             \
    }
#define STATES                                                          \
    {                                                                   \
        "states <columns:columns>", take_states, "what it states", NULL \
    }

static const Form define_forms[] = {
    MEANS,
    DECIDED,
    {"equals <value:value>", take_equals, "how it is computed", NULL},
    {"limit <what:name> at most <share:value>[ each (each= calendar quarter | calendar year | calendar "
     "month)]",
     take_limit, "a bound on one of its parts", NULL},
};
static const Form lines_forms[] = {
    {"reported by <who:attesters>", take_recorded, "who reports the lines", NULL},
    STATES,
};
static const Form metric_forms[] = {
    MEANS,
    DECIDED,
    FOREACH,
    {"score <from:number> to <to:number>", take_score, "its scale", NULL},
    {"each (each= calendar quarter | calendar year | calendar month | run | contract year)", take_each,
     "how often", NULL},
    {"attested by <who:attesters>", take_attested, "who attests it", NULL},
    {"equals <value:value>", take_equals, "how it is computed", NULL},
};
static const Form event_forms[] = {
    MEANS,
    DECIDED,
    FOREACH,
    RECORDED,
    RECORDED_THAT,
    STATES,
    {"one time only", take_one_time, "it can occur a single time", NULL},
    {"happens once <condition:condition>", take_happens, "it happens on the first day on which that holds",
     NULL},
};
static const Form fact_forms[] = {
    MEANS,    DECIDED,       FOREACH,
    RECORDED, RECORDED_THAT, {"attested by <who:attesters>", take_attested, "who attests it", NULL},
};
static const Form document_forms[] = {
    STATES,
    MEANS,
    {"class <class:disclosure>", take_class_name, "who may see it", NULL},
};
static const Form linked_forms[] = {
    {"dated <day:date>", take_dated, "its date", NULL},
    {"amended <day:date>", take_amended, "its last amendment", NULL},
};
static const Form test_forms[] = {
    {"runs <suite:text>", take_runs, "what is run", NULL},
    {"by <who:attesters>", take_by, "who runs it", NULL},
    {"passed if <condition:condition>", take_passed, "when it is passed", NULL},
};

static void check_measure(Terms *terms, Clause *clause)
{
    const Measure *d = clause->data;
    bool           named =
        d->decided_by || d->attested_by || d->recorded_by || d->happens_once || d->equals || clause->poisoned;
    if (clause_is(clause, REF(EVENT) | REF(FACT) | REF(METRIC)) && !named)
        diag_refuse(terms->diags, "E0406", clause->name_span,
                    str_format(terms->arena, "nobody attests this %s", clause->kind->name),
                    S("who says that it is so?"),
                    clause_is(clause, REF(EVENT)) ? S("add `recorded by …`, or `happens once …`")
                                                  : S("add `attested by …` or `decided by …`"));
    if (d->score_from && d->score_to &&
        decimal_order(d->score_from->value, d->score_from->scale, d->score_to->value, d->score_to->scale) >=
            0)
        diag_refuse(terms->diags, "E0407", span_join(d->score_from->span, d->score_to->span),
                    S("this scale is empty"), S("ends before it begins"),
                    S("write the lower end first: `score 0 to 100`"));
}

#define MEASURE_KIND(id, word, kind, text, sample, list)                                                 \
    static const FormSet id##_body = FORMS("line under `" word "`", list);                               \
    static const Form    id##_head_forms[] = {{word " <name:new>[ <prose:text>]", NULL, "", &id##_body}, \
                                              {word " <name:new>[ <prose:text>]", NULL, "", NULL}};      \
    static const FormSet id##_head = FORMS("clause", id##_head_forms);                                   \
    static void          begin_##id(Terms *terms, Clause *clause, const Match *m)                        \
    {                                                                                                    \
        (void)terms;                                                                                     \
        DATA(Measure, clause)->title = m->slot[1];                                                       \
    }                                                                                                    \
    const ClauseKind kind_##id = {.name = word,                                                          \
                                  .ref = REF(kind),                                                      \
                                  .summary = text,                                                       \
                                  .example = sample,                                                     \
                                  .head = &id##_head,                                                    \
                                  .body = &id##_body,                                                    \
                                  .data_size = (Size)sizeof(Measure),                                    \
                                  .begin = begin_##id,                                                   \
                                  .check = check_measure};

MEASURE_KIND(
    define, "define", DEFINE, "the glossary: one definition, one measure",
    "entente 1\nparty aurora\nlines sales { reported by aurora; states gross, returns }\n"
    "define net-sales \"Net Sales\" { means \"invoiced price less returns\"; equals gross less returns }\n",
    define_forms)
MEASURE_KIND(
    lines, "lines", LINES, "lines that one side reports, with their columns",
    "entente 1\nparty borealis\nlines sales { reported by borealis; states product, country, day, units }\n",
    lines_forms)
MEASURE_KIND(metric, "metric", METRIC, "a measurement that somebody attests",
             "entente 1\nexpert survey-house\nmetric satisfaction { score 0 to 100; each calendar quarter; "
             "attested by survey-house }\n",
             metric_forms)
MEASURE_KIND(event, "event", EVENT, "something that happens on a day and is recorded",
             "entente 1\nparty borealis\nevent launch { for each product, country; recorded by borealis; one "
             "time only }\n",
             event_forms)
MEASURE_KIND(fact, "fact", FACT, "something that is so or not, as somebody decides",
             "entente 1\nexpert survey-house\nfact essential { for each product; means \"cannot be sold "
             "without it\"; decided by survey-house }\n",
             fact_forms)
MEASURE_KIND(document, "document", DOCUMENT, "a document that is delivered or signed",
             "entente 1\nparty aurora { roles legal }\ndisclosure trade-secret { seen by aurora/legal }\n"
             "document roadmap { states planned-releases; class trade-secret }\n",
             document_forms)
MEASURE_KIND(linked, "linked", LINKED, "another agreement that this one refers to",
             "entente 1\nlinked supply \"Supply Agreement\" { dated 2025-11-03 }\n", linked_forms)
MEASURE_KIND(test, "test", TEST, "a test with a stated pass mark",
             "entente 1\nparty aurora { roles cto }\nmetric failed-cases { means \"cases that failed\"; each "
             "run; attested by aurora }\n"
             "test codec-conformance { runs \"suite 3\"; by aurora/cto; passed if failed-cases is 0 }\n",
             test_forms)

/* ---- condition ---- */

/* A condition's block is one condition, or several that must all hold. */
static void take_condition_line(void *maker, void *clause, const Match *m)
{
    Terms   *terms = maker;
    Measure *d = DATA(Measure, clause);
    if (!d->condition) {
        d->condition = m->slot[0];
        return;
    }
    if (d->condition->kind != N_ALL || d->condition->op != 1) {
        Node *all = NEW(terms->arena, Node, 1);
        *all = (Node){.kind = N_ALL, .op = 1, .span = d->condition->span, .decl = -1, .a = d->condition};
        d->condition = all;
    }
    Node *last = d->condition->a;
    while (last->next)
        last = last->next;
    last->next = m->slot[0];
}
static const Form condition_forms[] = {
    {"<condition:condition>", take_condition_line, "a condition; several must all hold", NULL}};
static const FormSet condition_body = FORMS("condition", condition_forms);
static const Form    condition_block_forms[] = {{"condition <name:new>", NULL, "", &condition_body}};
static const FormSet condition_block_head = FORMS("clause", condition_block_forms);

const ClauseKind kind_condition = {
    .name = "condition",
    .ref = REF(CONDITION),
    .summary = "a condition with a name",
    .example = "entente 1\nparty aurora\nevent closing { recorded by aurora }\nevent clearance { recorded by "
               "aurora }\n"
               "condition ready { all of { closing has happened; clearance has happened } }\n",
    .head = &condition_block_head,
    .body = &condition_body,
    .data_size = (Size)sizeof(Measure)};

/* ---- topic, unit ---- */

static const Form    topic_head_forms[] = {{"topic <names:news>", NULL, "", NULL}};
static const FormSet topic_head = FORMS("clause", topic_head_forms);
const ClauseKind     kind_topic = {.name = "topic",
                                   .ref = REF(TOPIC),
                                   .summary = "kinds of questions that bodies decide",
                                   .example = "entente 1\ntopic scope-change, minor-upgrade\n",
                                   .head = &topic_head,
                                   .data_size = (Size)sizeof(Measure)};

static const Form    unit_head_forms[] = {{"unit <name:new>[, plural <plural:new>]", NULL, "", NULL}};
static const FormSet unit_head = FORMS("clause", unit_head_forms);
static void          begin_unit(Terms *terms, Clause *clause, const Match *m)
{
    if (m->slot[1] && m->slot[1]->word != clause->name)
        terms_declare(terms, m->slot[1]->word, REF(UNIT), m->slot[1]->span, clause, true);
}
const ClauseKind kind_unit = {.name = "unit",
                              .ref = REF(UNIT),
                              .summary = "a unit of counting, with its plural",
                              .example = "entente 1\nunit handset, plural handsets\n",
                              .head = &unit_head,
                              .data_size = (Size)sizeof(Measure),
                              .begin = begin_unit};

/* ---- table ---- */

static void add_row(Terms *terms, Clause *clause, const Match *m, Node *from, Node *through, Node *value)
{
    Measure *d = clause->data;
    PUSH(terms->arena, &d->rows)->from = from;
    d->rows.items[d->rows.count - 1].through = through;
    d->rows.items[d->rows.count - 1].value = value;
    d->rows.items[d->rows.count - 1].span = m->stmt->span;
}
static void take_period_row(void *maker, void *clause, const Match *m)
{
    add_row(maker, clause, m, m->slot[0], m->slot[1] ? m->slot[1] : m->slot[0], m->slot[2]);
}
static TableRow *last_row(Clause *clause)
{
    Measure *d = clause->data;
    return &d->rows.items[d->rows.count - 1];
}
static void take_up_to_row(void *maker, void *clause, const Match *m)
{
    add_row(maker, clause, m, NULL, NULL, m->slot[1]);
    last_row(clause)->limit = m->slot[0];
}
static void take_below_row(void *maker, void *clause, const Match *m)
{
    take_up_to_row(maker, clause, m);
    last_row(clause)->below = true;
}
static void take_above_row(void *maker, void *clause, const Match *m)
{
    add_row(maker, clause, m, NULL, NULL, m->slot[0]);
    last_row(clause)->above = true;
}
static void take_case_row(void *maker, void *clause, const Match *m)
{
    add_row(maker, clause, m, NULL, NULL, m->slot[0]);
    last_row(clause)->condition = m->slot[1];
}
static void take_otherwise_row(void *maker, void *clause, const Match *m)
{
    add_row(maker, clause, m, NULL, NULL, m->slot[0]);
    last_row(clause)->otherwise = true;
}
static const Form table_forms[] = {
    {"<value:value> : if <condition:condition>", take_case_row, "the value in that case", NULL},
    {"<value:value> : otherwise", take_otherwise_row, "the value in every other case, last", NULL},
    {"up to <limit:value> : <value:value>", take_up_to_row,
     "by a metric: the value through that limit, the limit included", NULL},
    {"below <limit:value> : <value:value>", take_below_row, "by a metric: the value below that limit", NULL},
    {"above that : <value:value>", take_above_row, "by a metric: the value above all limits, last", NULL},
    {"<from:period>[ through <through:period>] : <value:value>", take_period_row, "the value of a period",
     NULL},
};
static const FormSet table_body = FORMS("row of a table", table_forms);
static const Form    table_head_forms[] = {
       {"table <name:new> by (by= calendar year | contract year | case)", NULL, "", &table_body},
       {"table <name:new> by <metric:name>", NULL, "", &table_body},
};
static const FormSet table_head = FORMS("clause", table_head_forms);

static void begin_table(Terms *terms, Clause *clause, const Match *m)
{
    (void)terms;
    DATA(Measure, clause)->by_case = CHOICE(m, 1) == 2;
    if (m->slot[1] && m->slot[1]->kind == N_NAME)
        DATA(Measure, clause)->by_name = m->slot[1];
}

static int row_order(const void *left, const void *right)
{
    const TableRow *a = *(const TableRow *const *)left, *b = *(const TableRow *const *)right;
    if (a->from->value != b->from->value)
        return a->from->value < b->from->value ? -1 : 1;
    return (a->span.from > b->span.from) - (a->span.from < b->span.from);
}

/* In the order of their periods: does one begin before those before it have ended? */
static void check_rows_apart(Terms *terms, const Measure *d)
{
    const TableRow **rows = NEW(terms->arena, const TableRow *, d->rows.count + 1);
    Size             count = 0;
    for (Size i = 0; i < d->rows.count; i++)
        if (d->rows.items[i].from)
            rows[count++] = &d->rows.items[i];
    qsort(rows, (size_t)count, sizeof *rows, row_order);
    for (Size i = 1, last = 0; i < count; i++) { /* last: the row that reaches furthest */
        const TableRow *row = rows[i], *other = rows[last];
        if (row->from->value <= other->through->through) {
            bool  later = row->span.from > other->span.from;
            Diag *diag = diag_error(terms->diags, "E0408", later ? row->span : other->span,
                                    S("two rows of this table hold at once"), S("meets an earlier row"));
            diag_note(diag, later ? other->span : row->span, S("the earlier row"));
            diag->help = S("let each row begin after the one before it ends");
        }
        last = row->through->through > other->through->through ? i : last;
    }
}

/* A table by a metric is read as bands are. */
static void check_limits(Terms *terms, const Measure *d)
{
    RateRows rows = {0};
    for (Size i = 0; i < d->rows.count; i++) {
        const TableRow *row = &d->rows.items[i];
        if (row->limit || row->above)
            *PUSH(terms->arena, &rows) =
                (RateRow){.limit = row->limit, .below = row->below, .rate = row->value, .span = row->span};
    }
    bands_check(terms, rows.items, rows.count);
}

static void check_table(Terms *terms, Clause *clause)
{
    const Measure *d = clause->data;
    check_rows_apart(terms, d);
    check_limits(terms, d);
    for (Size i = 0; i < d->rows.count; i++) {
        const Node *from = d->rows.items[i].from, *through = d->rows.items[i].through;
        if (from && from->value > through->through)
            diag_refuse(terms->diags, "E0421", d->rows.items[i].span, S("this row ends before it begins"),
                        S("an empty period"), S("write the earlier year first"));
        if (d->by_case && i + 1 == d->rows.count && !d->rows.items[i].otherwise)
            diag_refuse(terms->diags, "E0409", d->rows.items[i].span,
                        S("a table by case ends with `otherwise`"), S("the last row"),
                        S("add a row `VALUE: otherwise`"));
    }
}

const ClauseKind kind_table = {
    .name = "table",
    .ref = REF(TABLE),
    .summary = "values by period, by case or by a metric",
    .example =
        "entente 1\nunit handset, plural handsets\n"
        "table floor by calendar year { 2026 through 2028: 100_000 handsets; 2029: 250_000 handsets }\n",
    .head = &table_head,
    .body = &table_body,
    .data_size = (Size)sizeof(Measure),
    .begin = begin_table,
    .check = check_table};
