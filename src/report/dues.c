/* dues.c - see dues.h. What is late stands first, then what comes, then what has no day yet. */
#include "report/dues.h"

#include "report/layout.h"

enum { WIDTH = 80, DATE = 12 };

/* ---- words ---- */

Str due_who(Arena *arena, const Dues *dues, const Occasion *o)
{
    if (o->debtor >= 0)
        return subject_text(dues->st, arena, o->debtor);
    return o->kind == OF_END ? S("-") : o->kind == OF_WINDOW ? S("either") : S("?");
}

Str due_what(Arena *arena, const Dues *dues, const Occasion *o)
{
    Text text = text_new(arena);
    text_add(&text, o->act);
    bool to = o->creditor >= 0 && o->kind != OF_END && o->kind != OF_CURE;
    if (to)
        text_format(&text, " to %.*s", STR_ARG(subject_text(dues->st, arena, o->creditor)));
    bool said = o->due < DAY_MAX && str_equal(o->label, day_text(arena, o->due)); /* in the first column */
    if (o->label.len && o->kind != OF_END && !said)
        text_format(&text, ", %s%.*s",
                    o->kind == OF_REPORT || clause_is(o->clause, REF(ROYALTY)) ? "for " : "",
                    STR_ARG(o->label));
    return text_str(&text);
}

Str due_cite(Arena *arena, const Dues *dues, const Occasion *o)
{
    Str name = terms_text(dues->st->terms, o->clause->name);
    return str_format(arena, "%.*s (%.*s)", STR_ARG(name),
                      STR_ARG(terms_cite(dues->st->terms, arena, o->at, o->clause->section)));
}

static Str days_apart(Arena *arena, int days)
{
    return str_format(arena, "%d day%s", days, days == 1 ? "" : "s");
}

/* "late by 12 days; may be cured through 2026-07-30" */
static Str state_words(Arena *arena, const DueView *v, const DueRow *row)
{
    const Occasion  *o = row->occasion;
    const DueStatus *s = &row->status;
    Text             text = text_new(arena);
    if (s->state == DUE_LATE && o->kind == OF_CURE)
        text_add(&text, S("the time to cure runs"));
    else if (s->state == DUE_LATE || s->state == DUE_BREACHED)
        text_format(&text, "%s%.*s", s->state == DUE_LATE ? "late by " : "breached, due ",
                    STR_ARG(o->kind == OF_CURE
                                ? S("and not cured")
                                : str_format(arena, "%.*s%s", STR_ARG(days_apart(arena, v->as_of - o->due)),
                                             s->state == DUE_LATE ? "" : " ago")));
    else if (s->done_on < DAY_MAX)
        text_format(&text, "%s on %.*s", due_state_text(s->state), STR_ARG(day_text(arena, s->done_on)));
    else if (o->due < DAY_MAX && o->due >= v->as_of)
        text_format(&text, "%s in %.*s", s->state == DUE_DUE ? "open, ends" : "",
                    STR_ARG(days_apart(arena, o->due - v->as_of)));
    else
        text_add(&text, str_from(due_state_text(s->state)));
    if (s->cure_through < DAY_MAX && (s->state == DUE_LATE || s->state == DUE_BREACHED))
        text_format(&text, "%s %.*s",
                    s->state == DUE_LATE ? "; may be cured through" : "; could be cured through",
                    STR_ARG(day_text(arena, s->cure_through)));
    return str_trim(text_str(&text));
}

/* ---- which rows ---- */

static bool is_over(DueState state) { return state == DUE_LATE || state == DUE_BREACHED; }

static bool is_shown(const DueView *v, const Occasion *o, const DueStatus *s)
{
    if (v->owner >= 0 && o->debtor != v->owner)
        return false;
    switch (s->state) {
    case DUE_NONE: return false;
    case DUE_DONE:
    case DUE_CURED:
    case DUE_WAIVED: return v->all && (o->due <= v->through || o->due == DAY_MAX);
    case DUE_LATE:
    case DUE_BREACHED:
    case DUE_UNKNOWN: return true;
    case DUE_PENDING:
    case DUE_DUE: break;
    }
    return o->due <= v->through || o->due >= DAY_MAX || (o->kind == OF_WINDOW && o->opens <= v->through);
}

void due_view_fill(DueView *v)
{
    for (Size i = 0; i < v->dues->items.count; i++) {
        const Occasion *o = &v->dues->items.items[i];
        DueStatus       s = due_status(v->dues, o, v->as_of);
        if (is_shown(v, o, &s))
            *PUSH(v->dues->arena, &v->rows) = (DueRow){o, s};
    }
    v->unplaced = dues_unplaced(v->dues, v->as_of);
}

DueState due_view_worst(const DueView *v)
{
    DueState worst = DUE_DONE;
    for (Size i = 0; i < v->rows.count; i++) {
        DueState state = v->rows.items[i].status.state;
        if (is_over(state))
            return state;
        worst = state == DUE_UNKNOWN ? state : worst;
    }
    return worst;
}

/* ---- the table ---- */

typedef enum { GROUP_OVER, GROUP_COMING, GROUP_UNKNOWN, GROUP_UNDATED, GROUP_DONE, GROUPS } Group;

static Group group_of(const DueRow *row)
{
    DueState state = row->status.state;
    if (is_over(state))
        return GROUP_OVER;
    if (state == DUE_UNKNOWN)
        return GROUP_UNKNOWN;
    if (state == DUE_DONE || state == DUE_CURED || state == DUE_WAIVED)
        return GROUP_DONE;
    return row->occasion->due >= DAY_MAX ? GROUP_UNDATED : GROUP_COMING;
}

typedef struct {
    Text          *out;
    Arena         *arena;
    const DueView *v;
    Size           who; /* width of the column */
} Printing;

static void under(const Printing *p, Str text)
{
    if (text.len)
        layout_wrap_to(p->out, WIDTH, 2 + DATE + p->who + 2, 0, text);
}

/* The first line begins with when and who; what follows hangs under what. */
static void first_line(const Printing *p, Str when, Str who, Str what)
{
    Text text = text_new(p->arena);
    Size margin = 2 + DATE + p->who + 2;
    layout_wrap_to(&text, WIDTH, margin, 0, what);
    Str wrapped = text_str(&text);
    text_format(p->out, "  %.*s", STR_ARG(when));
    text_pad(p->out, when.len < DATE ? DATE - when.len : 1);
    text_add(p->out, who);
    text_pad(p->out, who.len < p->who + 2 ? p->who + 2 - who.len : 1);
    text_add(p->out, str_slice(wrapped, margin < wrapped.len ? margin : 0, wrapped.len));
}

static Str when_text(const Printing *p, const DueRow *row)
{
    const Occasion *o = row->occasion;
    Day day = o->kind == OF_CURE && row->status.cure_through < DAY_MAX ? row->status.cure_through : o->due;
    if (row->status.stands_still)
        return S("stopped");
    return day >= DAY_MAX ? S("-") : day_text(p->arena, day);
}

static void print_row(const Printing *p, const DueRow *row)
{
    const Occasion  *o = row->occasion;
    const DueStatus *s = &row->status;
    first_line(p, when_text(p, row), due_who(p->arena, p->v->dues, o), due_what(p->arena, p->v->dues, o));
    under(p, state_words(p->arena, p->v, row));
    for (Size i = 0; i < s->notes.count; i++)
        under(p, s->notes.items[i]);
    for (Size i = 0; i < s->missing.count; i++)
        under(p, str_format(p->arena, "missing: %.*s", STR_ARG(s->missing.items[i])));
    if (s->fact && s->fact->evidence)
        under(p, str_format(p->arena, "evidence: %.*s", STR_ARG(s->fact->evidence->text)));
    if (o->rule.len)
        under(p, o->rule);
    under(p, due_cite(p->arena, p->v->dues, o));
}

static void print_group(const Printing *p, Group group)
{
    static const char *const titles[GROUPS] = {"Late", "Coming", "Not known", "No day yet", "Done"};
    bool                     any = false;
    for (Size i = 0; i < p->v->rows.count; i++) {
        const DueRow *row = &p->v->rows.items[i];
        if (group_of(row) != group)
            continue;
        text_format(p->out, "%s%s%s", any ? "" : "\n", any ? "" : titles[group], any ? "" : "\n");
        any = true;
        print_row(p, row);
    }
}

static void print_next(const Printing *p)
{
    const DueView *v = p->v;
    if (v->next >= DAY_MAX) {
        text_add(p->out, S("\nNothing changes by itself after this day.\n"));
        return;
    }
    Str names = S("");
    for (Size i = 0; i < v->dues->items.count; i++) {
        const Occasion *o = &v->dues->items.items[i];
        if (v->next <= v->dues->through && due_next(v->dues, o, v->as_of) == v->next && !names.len)
            names = str_format(p->arena, " (%.*s: %s)", STR_ARG(due_what(p->arena, v->dues, o)),
                               due_state_text(due_status(v->dues, o, v->next).state));
    }
    text_char(p->out, '\n');
    layout_wrap_to(p->out, WIDTH, 0, 2,
                   str_format(p->arena, "The next change is on %.*s%.*s.",
                              STR_ARG(day_text(p->arena, v->next)), STR_ARG(names)));
}

void due_print(Text *out, Arena *arena, const DueView *v)
{
    Printing p = {out, arena, v, 6};
    for (Size i = 0; i < v->rows.count; i++) {
        Size len = due_who(arena, v->dues, v->rows.items[i].occasion).len;
        p.who = len > p.who && len <= 20 ? len : p.who;
    }
    text_format(out, "Due by %.*s, as of %.*s%s%.*s\n", STR_ARG(day_text(arena, v->through)),
                STR_ARG(day_text(arena, v->as_of)), v->owner >= 0 ? ", owed by " : "",
                STR_ARG(v->owner >= 0 ? subject_text(v->dues->st, arena, v->owner) : S("")));
    for (int group = 0; group < GROUPS; group++)
        print_group(&p, (Group)group);
    if (!v->rows.count)
        text_add(out, S("\n  Nothing.\n"));
    for (Size i = 0; i < v->unplaced.count; i++) {
        Str fact = sources_slice(v->dues->st->terms->doc->sources, v->unplaced.items[i]->span);
        text_format(out, "%s", i ? "" : "\n");
        layout_wrap_to(
            out, WIDTH, 0, 2,
            str_format(arena, "not counted: `%.*s` does not say by whom or for which day", STR_ARG(fact)));
    }
    print_next(&p);
}

/* ---- one clause ---- */

static void print_facts(Text *out, Arena *arena, const DueView *v, const DueStatus *s)
{
    for (Size i = 0; i < s->used.count; i++)
        layout_wrap_to(out, WIDTH, 6, 2,
                       str_format(arena, "fact: %.*s (%.*s)",
                                  STR_ARG(sources_slice(v->dues->st->terms->doc->sources, s->used.items[i])),
                                  STR_ARG(terms_cite(v->dues->st->terms, arena, s->used.items[i], -1))));
}

void due_why_print(Text *out, Arena *arena, const DueView *v, const Clause *clause)
{
    const Terms *terms = v->dues->st->terms;
    text_format(out, "%.*s\n  ", STR_ARG(terms_text(terms, clause->name)));
    text_format(out, "%.*s\n", STR_ARG(terms_cite(terms, arena, clause->name_span, clause->section)));
    bool any = false;
    for (Size i = 0; i < v->dues->items.count; i++) {
        const Occasion *o = &v->dues->items.items[i];
        DueRow          row = {o, due_status(v->dues, o, v->as_of)};
        if (o->clause->name != clause->name || row.status.state == DUE_NONE ||
            (v->owner >= 0 && o->debtor != v->owner))
            continue;
        any = true;
        text_char(out, '\n');
        layout_wrap_to(out, WIDTH, 2, 2,
                       str_format(arena, "%.*s: %.*s", STR_ARG(due_who(arena, v->dues, o)),
                                  STR_ARG(due_what(arena, v->dues, o))));
        layout_wrap_to(out, WIDTH, 4, 2,
                       str_format(arena, "%s%s%.*s%s%.*s", due_state_text(row.status.state),
                                  o->due < DAY_MAX ? "; due " : "",
                                  STR_ARG(o->due < DAY_MAX ? day_text(arena, o->due) : S("")),
                                  o->rule.len ? ": " : "", STR_ARG(o->rule)));
        Str words = state_words(arena, v, &row);
        if (!str_equal(words, str_from(due_state_text(row.status.state))))
            layout_wrap_to(out, WIDTH, 4, 2, words);
        for (Size k = 0; k < row.status.notes.count; k++)
            layout_wrap_to(out, WIDTH, 4, 2, row.status.notes.items[k]);
        for (Size k = 0; k < row.status.missing.count; k++)
            layout_wrap_to(out, WIDTH, 4, 2,
                           str_format(arena, "missing: %.*s", STR_ARG(row.status.missing.items[k])));
        bool over = is_over(row.status.state) && o->kind != OF_CURE;
        if (over && o->cure && o->cure->length)
            layout_wrap_to(out, WIDTH, 4, 2, str_trim(sources_slice(terms->doc->sources, o->cure->span)));
        print_facts(out, arena, v, &row.status);
        Day next = due_next(v->dues, o, v->as_of);
        if (next < DAY_MAX)
            text_format(out, "    changes on %.*s: %s\n", STR_ARG(day_text(arena, next)),
                        due_state_text(due_status(v->dues, o, next).state));
    }
    if (!any)
        text_format(out, "\n  Nothing is due under it by %.*s.\n",
                    STR_ARG(day_text(arena, v->dues->through)));
}
