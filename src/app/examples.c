/* examples.c - running the worked examples of a text.
 *
 * An example has its own world: the facts of its `given` lines and no others. An expected finding
 * that does not come is a failure, just as an answer that differs. */
#include "app/ask.h"
#include "app/due.h"
#include "app/owe.h"

#include "money/period.h"
#include "report/figures.h"
#include "terms/registry.h"

#include <string.h>

typedef struct {
    Asking       *a;
    const Clause *clause;
    Asking        world; /* of this example */
    bool          built;
} Run;

static const Tree *tree_of(const Run *run) { return &run->a->loaded.document->tree; }

static int32_t find_is(const Run *run, const Node *words)
{
    for (int32_t at = (int32_t)words->through - 1; at > (int32_t)words->value; at--) {
        const Token *token = tree_token(tree_of(run), at);
        if (token->kind == T_NAME && token->word == W_is)
            return at;
    }
    return -1;
}

static void refuse(Run *run, Span span, Str title, Str label, Str help)
{
    Diag *diag = diag_error(run->a->session->diags, "E0510", span, title, label);
    diag->help = help;
    diag_note(diag, run->clause->name_span, S("in this example"));
}

static bool build(Run *run)
{
    const Example *example = run->clause->data;
    Facts          facts = {0};
    bool           whole = true, given = false;
    if (run->built)
        return true;
    for (Size i = 0; i < example->lines.count; i++) {
        const ExampleLine *line = &example->lines.items[i];
        if (line->expect)
            continue;
        given = true;
        whole = facts_read_words(run->a->loaded.terms, line->stmt, line->words, &facts) && whole;
    }
    run->world = (Asking){.session = run->a->session, .loaded = run->a->loaded};
    if (!given && run->a->index && !run->a->facts.count)
        run->world = *run->a; /* the same world as that of the text alone */
    else
        asking_build(&run->world, &facts);
    run->built = true;
    return whole;
}

static Str reason(Run *run, const Answer *answer)
{
    Session *s = run->a->session;
    Text     text = text_new(s->arena);
    for (Size i = 0; i < answer->grounds.count && i < 3; i++)
        text_format(&text, "%s`%.*s` %.*s", i ? "; " : "",
                    STR_ARG(clause_text(run->world.rules, s->arena, answer->grounds.items[i].clause,
                                        answer->grounds.items[i].part)),
                    STR_ARG(answer->grounds.items[i].why));
    for (Size i = 0; i < answer->missing.count && i < 2; i++)
        text_format(&text, "%s%.*s", text.len ? "; " : "", STR_ARG(answer->missing.items[i]));
    return text.len ? text_str(&text) : S("no clause says anything about it");
}

static bool except_fits(Run *run, const Answer *answer, int32_t from, int32_t end)
{
    Size named = 0;
    for (int32_t at = from; at < end; at++) {
        const Token *token = tree_token(tree_of(run), at);
        if (token->kind == T_COMMA)
            continue;
        bool found = false;
        for (Size i = 0; i < answer->except.count; i++)
            found |= str_equal(answer->except.items[i].name, terms_text(run->a->loaded.terms, token->word));
        if (!found)
            return false;
        named++;
    }
    return named == answer->except.count;
}

static void expect_may(Run *run, const Node *words)
{
    Session *s = run->a->session;
    int32_t  is = find_is(run, words), except = 0;
    Status   wanted = ANSWER_SILENT;
    Question question = {0};
    if (is < 0 ||
        !status_read(run->a->rules, tree_of(run), is + 1, (int32_t)words->through, &wanted, &except)) {
        refuse(run, words->span, S("this example does not say what must come out"), S("no status"),
               S("end it with `is licensed`, covenanted, released, not needed, reserved, excluded, "
                 "suspended, expired, silent, unknown or conditional"));
        return;
    }
    QuestionText text = {tree_of(run), s->sources, s->diags, (int32_t)words->value + 1, is};
    if (!build(run) || !question_read(run->world.rules, s->arena, &text, DAY_MIN, &question))
        return;
    Answer answer = may(run->world.index, s->arena, &question, (Wanted){false, false});
    if (answer.status == wanted && except_fits(run, &answer, except, (int32_t)words->through))
        return;
    Str is_text = answer_text(s->arena, &answer);
    refuse(run, words->span, str_format(s->arena, "this example fails: the answer is %.*s", STR_ARG(is_text)),
           str_format(s->arena, "%.*s", STR_ARG(reason(run, &answer))),
           S("change the clause or the example; both cannot be right"));
}

/* ---- expect owe ---- */

typedef struct {
    Node *name, *period, *after, *amount;
} OweWords;

static void take_owe(void *maker, void *clause, const Match *m)
{
    (void)clause;
    *(OweWords *)maker = (OweWords){m->slot[0], m->slot[1], m->slot[2], m->slot[3]};
}
static const Form owe_forms[] = {
    {"owe <clause:owed> for <period:period>[ after <credit:credits>] is <amount:money>", take_owe,
     "what a royalty comes to for a period", NULL},
};
static const FormSet owe_set = FORMS("expectation", owe_forms);

static void expect_owe(Run *run, const ExampleLine *line)
{
    Session *s = run->a->session;
    Match    match = {0};
    OweWords words = {0};
    Owing    owing = {0};
    int64_t  due = 0;
    int      currency = -1;
    if (!terms_match(run->a->loaded.terms, &owe_set,
                     stmt_of_words(run->a->loaded.terms, line->stmt, line->words), &match) ||
        !build(run))
        return;
    match.form->take(&words, NULL, &match);
    Days period = {(Day)words.period->value, (Day)words.period->through};
    owing_open(&run->world, period, &owing);
    owing_close(&owing);
    bool known = owing_total(&owing, words.name->a->a->word, words.after ? words.after->a->a->word : 0,
                             period, &due, &currency);
    int  wanted_currency = currency_find(terms_text(run->a->loaded.terms, words.amount->word));
    if (!known) {
        Str why = owing.pricing.trace.missing.count ? owing.pricing.trace.missing.items[0]
                                                    : S("nothing says how much");
        refuse(run, line->words->span, S("this example fails: the amount is not known"), why,
               S("give what is missing, or change the clause"));
        return;
    }
    Rational is = minor_amount(due, currency);
    if (currency == wanted_currency &&
        rational_order(is, rational_of(words.amount->value, words.amount->scale)) == 0)
        return;
    refuse(run, line->words->span,
           str_format(s->arena, "this example fails: it is %.*s",
                      STR_ARG(figure_money(s->arena, due, currency))),
           S("another amount is expected"), S("change the clause or the example; both cannot be right"));
}

/* ---- expect audit ---- */

typedef struct {
    Node *name, *period, *amount;
    int   payer; /* 1, 0 the payee; -1: not said */
} AuditWords;

static void take_audit(void *maker, void *clause, const Match *m)
{
    (void)clause;
    *(AuditWords *)maker =
        (AuditWords){m->slot[0], m->slot[1], m->slot[2], m->slot[3] ? (int)m->slot[3]->value == 0 : -1};
}
static const Form audit_forms[] = {
    {"audit <clause:audit> for <period:period> finds <amount:money> missing[, (who= payer | payee) bears "
     "cost]",
     take_audit, "what an audit finds for a period, and who bears its cost", NULL},
};
static const FormSet audit_set = FORMS("expectation", audit_forms);

static Day last_notice(const Standing *st, Word audit)
{
    Day day = DAY_MIN;
    for (Size i = 0; i < st->facts.count; i++)
        if (st->facts.items[i].kind == FACT_NOTICE && st->facts.items[i].name == audit &&
            st->facts.items[i].days.from > day)
            day = st->facts.items[i].days.from;
    return day;
}

static Str audit_text(Arena *arena, const AuditResult *r, Rational missing)
{
    return str_format(arena, "it finds %.*s missing%s",
                      STR_ARG(quantity_text(arena, missing, currency_code(r->currency))),
                      r->payer == YES  ? ", and the payer bears the cost"
                      : r->payer == NO ? ", and the payee bears the cost"
                                       : "");
}

static void check_audit(Run *run, const ExampleLine *line, const AuditWords *words, const Statement *s)
{
    Arena             *arena = run->a->session->arena;
    int                currency = currency_find(terms_text(run->a->loaded.terms, words->amount->word));
    const AuditResult *last = NULL;
    for (Size i = 0; i < s->audits.count; i++)
        if (s->audits.items[i].clause->name == words->name->word && s->audits.items[i].currency == currency)
            last = &s->audits.items[i];
    Rational missing = last ? rational_less(last->owed, last->paid) : (Rational){.den = 1};
    if (!missing.ok) {
        refuse(run, line->words->span, S("this example fails: what the audit finds is not known"),
               last && s->missing.count ? s->missing.items[0] : S("no notice of it reaches this period"),
               S("give what is missing, for example `notice of books on 2020-03-01` and what was paid"));
        return;
    }
    bool same = rational_order(missing, rational_of(words->amount->value, words->amount->scale)) == 0;
    if (!same || (words->payer >= 0 && last->payer != (words->payer ? YES : NO)))
        refuse(run, line->words->span,
               str_format(arena, "this example fails: %.*s", STR_ARG(audit_text(arena, last, missing))),
               S("something else is expected"), S("change the clause or the example; both cannot be right"));
}

/* As the last notice of it finds it. */
static void expect_audit(Run *run, const ExampleLine *line)
{
    Match      match = {0};
    AuditWords words = {0};
    Owing      owing = {0};
    if (!terms_match(run->a->loaded.terms, &audit_set,
                     stmt_of_words(run->a->loaded.terms, line->stmt, line->words), &match) ||
        !build(run))
        return;
    match.form->take(&words, NULL, &match);
    Days period = {(Day)words.period->value, (Day)words.period->through};
    owing_open(&run->world, period, &owing);
    owing_close(&owing);
    check_audit(run, line, &words,
                statement_new(owing.books, period, last_notice(run->world.standing, words.name->word)));
}

/* `as info`: the level that is expected; -1: any, -2: words that are none. */
static int level_read(const Run *run, const Node *words)
{
    int32_t at = (int32_t)words->value + 2;
    if (at >= (int32_t)words->through)
        return -1;
    const Token *as = tree_token(tree_of(run), at), *level = tree_token(tree_of(run), at + 1);
    for (int i = DIAG_ERROR; i <= DIAG_INFO && at + 2 == (int32_t)words->through && as->word == W_as; i++)
        if (level->kind == T_NAME &&
            str_equal(terms_text(run->a->loaded.terms, level->word), str_from(diag_level_name((DiagLevel)i))))
            return i;
    return -2;
}

static bool has_code(const Diags *diags, Str code, int level)
{
    for (const Diag *diag = diags ? diags->first : NULL; diag; diag = diag->next)
        if (str_equal(code, str_from(diag->code)) && (level < 0 || level == (int)diag->level))
            return true;
    return false;
}

static void expect_finding(Run *run, const Node *words)
{
    const Token *code =
        words->value + 1 < words->through ? tree_token(tree_of(run), (int32_t)words->value + 1) : NULL;
    int level = code ? level_read(run, words) : -1;
    if (!code || code->kind != T_CODE || level == -2) {
        refuse(run, words->span, S("this example does not name a finding"), S("no code, or no level"),
               S("write `expect finding L-CTRL`, or `expect finding L-CTRL as warning`"));
        return;
    }
    Str           wanted = terms_text(run->a->loaded.terms, code->word);
    const Asking *a = run->a;
    if (has_code(a->session->diags, wanted, level) || has_code(a->lint, wanted, level) ||
        has_code(a->accepted, wanted, level))
        return;
    refuse(run, words->span,
           str_format(a->session->arena, "this example fails: there is no finding %.*s%s%s", STR_ARG(wanted),
                      level < 0 ? "" : " as ", level < 0 ? "" : diag_level_name((DiagLevel)level)),
           S("expected, and it did not come"), S("change the text or the example; both cannot be right"));
}

static void expect_due(Run *run, const ExampleLine *line)
{
    Str why = S("");
    if (build(run) && !asking_due_is(&run->world, line->stmt, line->words, &why))
        refuse(run, line->words->span,
               str_format(run->a->session->arena, "this example fails: %.*s", STR_ARG(why)),
               S("another day or state is expected"),
               S("change the clause or the example; both cannot be right"));
}

static void expect(Run *run, const ExampleLine *line)
{
    const Token *first = tree_token(tree_of(run), (int32_t)line->words->value);
    Word         word = first->kind == T_NAME ? first->word : 0;
    if (word == W_may)
        expect_may(run, line->words);
    else if (word == W_finding)
        expect_finding(run, line->words);
    else if (word == W_owe)
        expect_owe(run, line);
    else if (word == W_audit)
        expect_audit(run, line);
    else if (word == W_due)
        expect_due(run, line);
    else if (word == W_decide)
        diag_add(run->a->session->diags, DIAG_WARNING, "E0511", line->words->span,
                 S("this version does not compute what this example expects"), S("read and left alone"))
            ->help = S("it is run by a version that answers this question");
    else
        refuse(run, line->words->span, S("an example expects an answer or a finding"), S("neither"),
               S("write `expect may … is …`, `expect owe … for … is …`, `expect audit … finds … missing`, "
                 "`expect due …` or `expect finding CODE`"));
}

static bool is_example(const Clause *clause)
{
    return str_equal(str_from(clause->kind->name), S("example")) && !clause->poisoned && !clause->optional;
}

bool asking_has_examples(const Asking *a)
{
    for (Size i = 0; i < a->loaded.terms->clauses.count; i++)
        if (is_example(a->loaded.terms->clauses.items[i]))
            return true;
    return false;
}

int asking_examples(Asking *a)
{
    int count = 0;
    for (Size i = 0; i < a->loaded.terms->clauses.count; i++) {
        const Clause *clause = a->loaded.terms->clauses.items[i];
        if (!is_example(clause))
            continue;
        Run            run = {.a = a, .clause = clause};
        const Example *example = clause->data;
        for (Size k = 0; k < example->lines.count; k++)
            if (example->lines.items[k].expect)
                expect(&run, &example->lines.items[k]);
        count++;
    }
    return count;
}
