/* notice.c - see notice.h. What would follow is reckoned by the same code that answers `due`: the notice is
 * taken as received on its day, and asked about. */
#include "report/notice.h"

#include "report/layout.h"

enum { WIDTH = 80 };

typedef struct {
    Text         *out;
    Arena        *arena;
    const Notice *n;
    int           by, to;
    bool          works;
} Draft;

static const Standing *st_of(const Draft *d) { return d->n->dues->st; }

static Str full_name(const Draft *d, int subject)
{
    if (subject < 0)
        return S("[party]");
    const Subject *s = &st_of(d)->subjects.items[subject];
    const Party   *party = s->clause ? s->clause->data : NULL;
    return party && party->name ? party->name->text : subject_text(st_of(d), d->arena, subject);
}

static void paragraph(const Draft *d, Str text)
{
    text_char(d->out, '\n');
    layout_wrap_to(d->out, WIDTH, 0, 0, text);
}

static int other_party(const Standing *st, int subject)
{
    if (st->parties.count != 2 || subject < 0)
        return -1;
    return st->parties.items[0] == subject ? st->parties.items[1] : st->parties.items[0];
}

/* The party that a clause names at this place, or -1. */
static int named_party(const Standing *st, const Node *who)
{
    if (who && who->kind == N_LIST)
        who = who->a->a;
    return who && who->kind == N_WHO && who->op == WHO_NAMED && who->a ? standing_subject(st, who->a->word)
                                                                       : -1;
}

static void find_sides(Draft *d)
{
    const Standing *st = st_of(d);
    const Clause   *c = d->n->clause;
    const Node     *by = clause_is(c, REF(RENEWAL))       ? ((const Renewal *)c->data)->notice_by
                         : clause_is(c, REF(TERMINATION)) ? ((const Termination *)c->data)->who
                                                          : NULL;
    const Node     *to = clause_is(c, REF(DUTY)) ? ((const Duty *)c->data)->debtor : NULL;
    d->by = d->n->by >= 0 ? d->n->by : named_party(st, by);
    d->to = d->n->to >= 0 ? d->n->to : named_party(st, to);
    d->by = d->by >= 0 ? d->by : other_party(st, d->to);
    d->to = d->to >= 0 ? d->to : other_party(st, d->by);
}

static const char *subject_line(const Draft *d)
{
    const Clause *c = d->n->clause;
    if (clause_is(c, REF(RENEWAL)))
        return ((const Renewal *)c->data)->on_notice ? "Notice of renewal" : "Notice against renewal";
    if (clause_is(c, REF(TERMINATION)))
        return ((const Termination *)c->data)->cure.length ? "Notice of breach" : "Notice of termination";
    return "Notice of breach";
}

static Str fact_line(const Draft *d)
{
    Text         text = text_new(d->arena);
    const Terms *terms = st_of(d)->terms;
    text_format(&text, "notice of %.*s", STR_ARG(terms_text(terms, d->n->clause->name)));
    if (d->n->about.from > DAY_MIN)
        text_format(&text, " for %.*s", STR_ARG(days_text(d->arena, d->n->about)));
    if (d->by >= 0)
        text_format(&text, " by %.*s", STR_ARG(subject_text(st_of(d), d->arena, d->by)));
    if (d->to >= 0)
        text_format(&text, " to %.*s", STR_ARG(subject_text(st_of(d), d->arena, d->to)));
    text_format(&text, " received on %.*s", STR_ARG(day_text(d->arena, d->n->day)));
    return text_str(&text);
}

/* The same world, and in it this notice. */
static Dues with_notice(const Draft *d)
{
    const Standing *st = st_of(d);
    Facts           facts = {0};
    for (Size i = 0; i < st->facts.count; i++)
        *PUSH(d->arena, &facts) = st->facts.items[i];
    Word by = d->by >= 0 ? st->subjects.items[d->by].name : 0,
         to = d->to >= 0 ? st->subjects.items[d->to].name : 0;
    *PUSH(d->arena, &facts) = (Fact){.kind = FACT_NOTICE,
                                     .name = d->n->clause->name,
                                     .from = by,
                                     .into = to,
                                     .days = {d->n->day, DAY_MAX},
                                     .period = d->n->about,
                                     .truth = true,
                                     .span = d->n->clause->name_span};
    return dues_new(d->arena, standing_new(st->terms, &facts), d->n->day + 366 * 3);
}

static void say_clause(const Draft *d)
{
    const Terms *terms = st_of(d)->terms;
    paragraph(
        d, str_format(d->arena, "This notice is given under %.*s (%.*s), which reads:",
                      STR_ARG(terms_text(terms, d->n->clause->name)),
                      STR_ARG(terms_cite(terms, d->arena, d->n->clause->name_span, d->n->clause->section))));
    text_char(d->out, '\n');
    Str text = sources_slice(terms->doc->sources, d->n->clause->stmt->span);
    while (text.len) {
        Size end = str_find(text, '\n');
        Str  line = str_slice(text, 0, end < 0 ? text.len : end);
        Size lead = line.len - str_trim(line).len;
        layout_wrap_to(d->out, WIDTH, 4 + (lead < 20 ? lead : 0), 2, line);
        text = end < 0 ? S("") : str_slice(text, end + 1, text.len);
    }
}

static void say_renewal(Draft *d)
{
    const Standing *st = st_of(d);
    const Term     *term = NULL;
    for (Size i = 0; i < st->lifetime.count; i++)
        if (st->lifetime.items[i].by == d->n->clause && st->lifetime.items[i].days.from > d->n->day && !term)
            term = &st->lifetime.items[i];
    const Renewal *text = d->n->clause->data;
    if (!text->notice_by || !term) {
        d->works = false;
        paragraph(d, S("No window for such a notice is open or to come."));
        return;
    }
    Day end = term->days.from - 1;
    d->works = days_has(term->window, d->n->day);
    paragraph(d, str_format(d->arena, "%.*s %s to be renewed beyond %.*s.", STR_ARG(full_name(d, d->by)),
                            text->on_notice ? "wishes the agreement" : "does not wish the agreement",
                            STR_ARG(day_text(d->arena, end))));
    paragraph(d, str_format(d->arena, "It has to be received from %.*s through %.*s.%s",
                            STR_ARG(day_text(d->arena, term->window.from)),
                            STR_ARG(day_text(d->arena, term->window.through)),
                            d->works ? "" : " On the day of this draft it would have no effect."));
}

static void say_occasion(const Draft *d, const Dues *dues, const Occasion *o)
{
    DueStatus s = due_status(dues, o, d->n->day);
    Str       day = s.cure_through < DAY_MAX ? day_text(d->arena, s.cure_through) : S("");
    if (o->kind == OF_DUTY)
        paragraph(d, str_format(d->arena, "%.*s had to %.*s by %.*s and has not done so.",
                                STR_ARG(full_name(d, o->debtor)), STR_ARG(o->act),
                                STR_ARG(day_text(d->arena, o->due))));
    if (o->kind == OF_END)
        paragraph(d, str_format(d->arena, "If it is received on %.*s, %.*s with %.*s.",
                                STR_ARG(day_text(d->arena, d->n->day)), STR_ARG(o->act),
                                STR_ARG(day_text(d->arena, o->due))));
    else if (day.len && o->kind == OF_DUTY && !o->cure->after_notice)
        paragraph(d, str_format(d->arena, "The time to cure ends with %.*s.", STR_ARG(day)));
    else if (day.len)
        paragraph(d, str_format(d->arena, "If it is received on %.*s, the time to cure ends with %.*s.",
                                STR_ARG(day_text(d->arena, d->n->day)), STR_ARG(day)));
    for (Size i = 0; i < s.missing.count; i++)
        paragraph(d, str_format(d->arena, "Not known: %.*s.", STR_ARG(s.missing.items[i])));
}

static void say_breach(Draft *d)
{
    Dues dues = with_notice(d);
    d->works = false;
    for (Size i = 0; i < dues.items.count; i++) {
        const Occasion *o = &dues.items.items[i];
        bool            about = o->clause == d->n->clause && !days_empty(days_meet(o->occasion, d->n->about));
        bool            owed = o->kind == OF_DUTY ? o->due < d->n->day && (d->to < 0 || o->debtor == d->to)
                                                  : o->notice && o->notice->days.from == d->n->day;
        DueState        state = about && owed ? due_status(&dues, o, d->n->day).state : DUE_NONE;
        if (!about || !owed || state == DUE_NONE || state == DUE_DONE || state == DUE_CURED ||
            state == DUE_WAIVED)
            continue;
        d->works = true;
        say_occasion(d, &dues, o);
    }
    if (!d->works)
        paragraph(d, S("On the day of this draft nothing is late under this clause, so the notice would have "
                       "no effect."));
}

bool notice_print(Text *out, Arena *arena, const Notice *n)
{
    Draft            d = {out, arena, n, -1, -1, true};
    const Agreement *header = terms_header(n->dues->st->terms);
    find_sides(&d);
    text_format(out, "%s\n\n", subject_line(&d));
    text_format(out, "From:       %.*s\n", STR_ARG(full_name(&d, d.by)));
    text_format(out, "To:         %.*s\n", STR_ARG(full_name(&d, d.to)));
    text_format(out, "Date:       %.*s\n", STR_ARG(day_text(arena, n->day)));
    if (header && header->title)
        text_format(out, "Agreement:  %.*s\n", STR_ARG(header->title->text));
    say_clause(&d);
    if (clause_is(n->clause, REF(RENEWAL)))
        say_renewal(&d);
    else
        say_breach(&d);
    if (n->recorded)
        return d.works;
    paragraph(&d, S("Signed for the sender: ______________________________"));
    paragraph(&d, S("Draft; not legal advice. Once it is received, record it:"));
    text_format(out, "\n    %.*s\n", STR_ARG(fact_line(&d)));
    return d.works;
}
