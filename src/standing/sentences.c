/* sentences.c - see sentences.h. What an entry says in the words of a file of facts, kind by kind. */
#include "standing/sentences.h"

#include "terms/registry.h"

typedef struct {
    const Terms     *terms;
    Arena           *arena;
    const FoldEntry *e;
    Text            *out;
    Str             *why;
} Saying;

static Str text_of(const Saying *s, const char *field) { return fold_text(s->e, field); }

static bool refuse(const Saying *s, Str why)
{
    *s->why = why;
    return false;
}

/* The clause that a field names; NULL: the text has none of that name. */
static const Clause *clause_of(const Saying *s, Str name)
{
    Word word = word_known(s->terms->doc->words, name);
    return word ? terms_clause(s->terms, word) : NULL;
}

static bool refuse_name(const Saying *s, Str name)
{
    return refuse(s, str_format(s->arena, "the text has nothing named `%.*s`", STR_ARG(name)));
}

static Str day_words(const Saying *s, Day day) { return day_text(s->arena, day); }

/* ---- who may say it ---- */

/* The one member who is to say it, by `recorded by`, `attested by`, `decided by`; 0: any. */
static Word sayer_of(const Clause *clause)
{
    const Measure *m =
        clause_is(clause, REF(EVENT) | REF(METRIC) | REF(FACT) | REF(LINES)) ? clause->data : NULL;
    const Node *who = !m               ? NULL
                      : m->recorded_by ? m->recorded_by
                      : m->attested_by ? m->attested_by
                                       : m->decided_by;
    if (who && who->kind == N_LIST && who->a && !who->a->next)
        who = who->a->a;
    return who && who->kind == N_WHO && who->op == WHO_NAMED && who->a ? who->a->word : 0;
}

/* A party that the text wants to say it is a member of that name; an expert is not, and is believed through
 * whoever writes for it. */
static bool may_say(const Saying *s, const Clause *clause)
{
    Word          sayer = clause ? sayer_of(clause) : 0;
    const Clause *who = sayer ? terms_clause(s->terms, sayer) : NULL;
    Str           name = sayer ? terms_text(s->terms, sayer) : S("");
    if (!who || !clause_is(who, REF(PARTY)) || str_equal(name, s->e->member))
        return true;
    return refuse(s, str_format(s->arena, "`%.*s` is for %.*s to say, not for %.*s",
                                STR_ARG(terms_text(s->terms, clause->name)), STR_ARG(name),
                                STR_ARG(s->e->member)));
}

/* ---- kinds ---- */

static bool say_measurement(const Saying *s)
{
    Str           name = text_of(s, "measure");
    const Clause *clause = clause_of(s, name);
    if (!clause)
        return refuse_name(s, name);
    if (!may_say(s, clause))
        return false;
    text_format(s->out, "%.*s is %.*s in %.*s\n", STR_ARG(name), STR_ARG(text_of(s, "value")),
                STR_ARG(text_of(s, "period")));
    return true;
}

static bool say_fact(const Saying *s)
{
    text_add(s->out, str_trim(text_of(s, "says")));
    text_char(s->out, '\n');
    return true;
}

static bool names_lines(const Saying *s, const Node *node, const Clause *lines, int depth);

static bool any_names(const Saying *s, const Node *list, const Clause *lines, int depth)
{
    bool found = false;
    for (const Node *item = list; item && !found; item = item->next)
        found = names_lines(s, item, lines, depth);
    return found;
}

/* Is it counted in these lines: said with `in sales`, or a column that they state, itself or by a definition?
 */
static bool names_lines(const Saying *s, const Node *node, const Clause *lines, int depth)
{
    if (!node || depth > 16)
        return false;
    if (node->kind != N_PHRASE && node->kind != N_NAME)
        return any_names(s, node->a, lines, depth + 1) || any_names(s, node->b, lines, depth + 1);
    const Node *head = node->kind == N_PHRASE ? node->a : node;
    if (!head || head->kind != N_NAME)
        return false;
    for (const Node *m = node->kind == N_PHRASE ? node->b : NULL; m; m = m->next)
        if (m->op == PHRASE_IN && m->a && m->a->kind == N_LIST && m->a->a->a) {
            const Clause *in = terms_clause(s->terms, m->a->a->a->word);
            if (in && clause_is(in, REF(LINES)))
                return in->name == lines->name;
        }
    const Clause *named = terms_clause(s->terms, head->word);
    if (named && clause_is(named, REF(LINES)))
        return named->name == lines->name;
    if (named && clause_is(named, REF(DEFINE)))
        return names_lines(s, ((const Measure *)named->data)->equals, lines, depth + 1);
    const Node *states = ((const Measure *)lines->data)->states;
    for (const Node *item = states ? states->a : NULL; item; item = item->next)
        if (item->a->word == head->word)
            return true;
    return false;
}

/* A report of lines is the report of each royalty that is counted in them. */
static bool say_report(const Saying *s)
{
    Str           name = text_of(s, "report");
    const Clause *lines = clause_of(s, name);
    if (!lines || !clause_is(lines, REF(LINES)))
        return refuse(s, str_format(s->arena, "the text has no lines named `%.*s`", STR_ARG(name)));
    if (!may_say(s, lines))
        return false;
    for (Size i = 0; i < s->terms->clauses.count; i++) {
        const Clause *clause = s->terms->clauses.items[i];
        if (!clause_is(clause, REF(ROYALTY)) || clause->poisoned || !clause->data ||
            terms_clause(s->terms, clause->name) != clause)
            continue;
        if (names_lines(s, ((const Royalty *)clause->data)->on, lines, 0))
            text_format(s->out, "report of %.*s by %.*s for %.*s is done on %.*s\n",
                        STR_ARG(terms_text(s->terms, clause->name)), STR_ARG(s->e->member),
                        STR_ARG(text_of(s, "period")), STR_ARG(day_words(s, s->e->day)));
    }
    return true;
}

/* Is it the whole of an instalment? */
static bool pays_whole(const Saying *s, const Clause *clause)
{
    const Payment *p = clause_is(clause, REF(PAYMENT)) ? clause->data : NULL;
    int64_t        value = 0;
    uint8_t        scale = 0;
    if (!p || !decimal_read(text_of(s, "amount"), &value, &scale))
        return false;
    for (Size i = 0; i < p->rows.count; i++) {
        const Node *amount = p->rows.items[i].amount;
        if (amount && amount->kind == N_MONEY &&
            decimal_order(value, scale, amount->value, amount->scale) == 0 &&
            str_equal(text_of(s, "currency"), terms_text(s->terms, amount->word)))
            return true;
    }
    return false;
}

static bool say_payment(const Saying *s)
{
    Str           name = text_of(s, "clause"), period = text_of(s, "period");
    const Clause *clause = name.len ? clause_of(s, name) : NULL;
    if (!name.len)
        return refuse(s, S("it does not say under which clause it was paid"));
    if (!clause)
        return refuse_name(s, name);
    text_format(s->out, "amount paid for %.*s", STR_ARG(name));
    if (period.len)
        text_format(s->out, " in %.*s", STR_ARG(period));
    text_format(s->out, " is %.*s %.*s on %.*s\n", STR_ARG(text_of(s, "amount")),
                STR_ARG(text_of(s, "currency")), STR_ARG(text_of(s, "day")));
    if (!pays_whole(s, clause))
        return true;
    text_add(s->out, name);
    if (period.len)
        text_format(s->out, " for %.*s", STR_ARG(period));
    text_format(s->out, " is paid on %.*s\n", STR_ARG(text_of(s, "day")));
    return true;
}

static const Cure *cure_of(const Clause *clause)
{
    if (clause_is(clause, REF(TERMINATION)))
        return &((const Termination *)clause->data)->cure;
    return clause_is(clause, REF(DUTY)) ? &((const Duty *)clause->data)->cure : NULL;
}

/* Its day is that of receipt, unless the clause counts from its dispatch. */
static bool say_notice(const Saying *s)
{
    Str           name = text_of(s, "notice"), about = text_of(s, "day");
    const Clause *clause = clause_of(s, name);
    const Body   *to = body_at(&s->e->body, S("to"));
    if (!clause)
        return refuse_name(s, name);
    const Cure *cure = clause->data ? cure_of(clause) : NULL;
    bool        given = s->e->received == DAY_MAX || (cure && cure->on_dispatch);
    for (Size i = 0; i < to->count; i++) {
        text_format(s->out, "notice of %.*s", STR_ARG(name));
        if (about.len)
            text_format(s->out, " for %.*s", STR_ARG(about));
        text_format(s->out, " by %.*s to %.*s %s on %.*s\n", STR_ARG(s->e->member),
                    STR_ARG(to->items[i].text), given ? "given" : "received",
                    STR_ARG(day_words(s, given ? s->e->day : s->e->received)));
    }
    return true;
}

/* A text in quotes cannot hold quotes or line ends; they are left out. */
static void add_quoted(Text *out, Str text)
{
    text_char(out, '"');
    for (Size i = 0; i < text.len; i++)
        text_char(out, (char)(text.at[i] == '"' || text.at[i] == '\\' ? '\''
                              : text.at[i] < ' ' && text.at[i] >= 0   ? ' '
                                                                      : text.at[i]));
    text_char(out, '"');
}

static bool say_done(const Saying *s)
{
    Str         name = text_of(s, "duty"), period = text_of(s, "period");
    const Body *evidence = body_at(&s->e->body, S("evidence"));
    if (!clause_of(s, name))
        return refuse_name(s, name);
    text_format(s->out, "%.*s by %.*s", STR_ARG(name), STR_ARG(s->e->member));
    if (period.len)
        text_format(s->out, " for %.*s", STR_ARG(period));
    text_format(s->out, " is done on %.*s", STR_ARG(text_of(s, "day")));
    if (evidence) {
        text_add(s->out, S(", with "));
        add_quoted(s->out, body_at(&evidence->items[0], S("title"))->text);
    }
    text_char(s->out, '\n');
    return true;
}

static bool say_waiver(const Saying *s)
{
    Str name = text_of(s, "clause");
    if (!clause_of(s, name))
        return refuse_name(s, name);
    text_format(s->out, "%.*s is waived on %.*s\n", STR_ARG(name), STR_ARG(text_of(s, "from")));
    return true;
}

bool entry_sentences(const Terms *terms, Arena *arena, const FoldEntry *e, Text *out, Str *why)
{
    static const struct {
        const char *kind;
        bool (*say)(const Saying *s);
    } kinds[] = {
        {"measurement", say_measurement}, {"fact", say_fact},     {"usage.report", say_report},
        {"payment", say_payment},         {"notice", say_notice}, {"duty.done", say_done},
        {"waiver", say_waiver},
    };
    Saying s = {terms, arena, e, out, why};
    for (Size i = 0; i < COUNT(kinds); i++)
        if (str_equal(str_from(e->kind->name), str_from(kinds[i].kind)))
            return kinds[i].say(&s);
    return true; /* it says nothing in the language of facts */
}

/* ---- as facts ---- */

typedef struct {
    Terms      *terms;
    const Fold *fold;
    Document   *document;
    Diags      *quiet;
    Facts      *out;
    Untolds    *untold;
} Telling;

static void leave(const Telling *t, const FoldEntry *e, Str why)
{
    *PUSH(t->terms->arena, t->untold) = (Untold){e, why};
}

/* A waiver is for the days from one to another. */
static void bound_waiver(const FoldEntry *e, Facts *facts, Size from)
{
    Day first = 0, last = DAY_MAX;
    if (!str_equal(str_from(e->kind->name), S("waiver")) || !day_parse(fold_text(e, "from"), &first))
        return;
    (void)day_parse(fold_text(e, "through"), &last);
    for (Size i = from; i < facts->count; i++)
        facts->items[i].period = (Days){first, last};
}

/* What a fact of free words says must be for its writer to say. */
static bool all_may_say(const Telling *t, const FoldEntry *e, Size from, Str *why)
{
    Saying s = {t->terms, t->terms->arena, e, NULL, why};
    for (Size i = from; i < t->out->count; i++) {
        const Fact   *fact = &t->out->items[i];
        const Clause *clause = terms_clause(t->terms, fact->name);
        if (clause && (fact->kind == FACT_EVENT || fact->kind == FACT_VALUE) && !may_say(&s, clause))
            return false;
    }
    return true;
}

static void tell(const Telling *t, const FoldEntry *e)
{
    Arena *arena = t->terms->arena;
    Text   text = text_new(arena);
    Str    why = S("");
    if (e->state == FOLD_SIGNS && !e->why.len)
        return;
    if (e->state != FOLD_COUNTS) {
        leave(t, e, e->why);
        return;
    }
    if (!entry_sentences(t->terms, arena, e, &text, &why)) {
        leave(t, e, why);
        return;
    }
    if (!text.len)
        return;
    Size count = t->out->count;
    int  errors = t->quiet->errors;
    bool whole = facts_read_source(t->terms, t->document, e->name, text_str(&text), t->out);
    if (!whole || t->quiet->errors > errors || !all_may_say(t, e, count, &why)) {
        t->out->count = count;
        Str title = t->quiet->errors > errors && t->quiet->first ? t->quiet->first->title : S("");
        leave(t, e,
              why.len ? why
                      : str_format(arena, "it cannot be read as facts of this text: %.*s", STR_ARG(title)));
    }
    *t->quiet = diags_new(arena);
    bound_waiver(e, t->out, count);
}

void fold_facts(Terms *terms, const Fold *fold, bool pending, Facts *out, Untolds *untold)
{
    Diags quiet = diags_new(terms->arena), *terms_diags = terms->diags, *phrase_diags = terms->phrases.diags;
    FileReader none = {NULL, NULL};
    Document  *document = NEW(terms->arena, Document, 1);
    *document = document_new(terms->arena, terms->doc->sources, terms->doc->words, &quiet, none);
    Telling t = {terms, fold, document, &quiet, out, untold};
    terms->diags = terms->phrases.diags = &quiet;
    for (Size i = pending ? fold->pending : 0; i < (pending ? fold->entries.count : fold->pending); i++)
        tell(&t, &fold->entries.items[i]);
    terms->diags = terms_diags;
    terms->phrases.diags = phrase_diags;
}
