/* reported.c - see reported.h. */
#include "app/reported.h"

#include <stdlib.h>

#include "money/rates.h"
#include "terms/data/tables.h"

static bool is_kind(const FoldEntry *e, const char *kind)
{
    return e->kind && str_equal(str_from(e->kind->name), str_from(kind));
}

static bool same_report(const FoldEntry *one, const FoldEntry *other)
{
    return str_equal(one->member, other->member) &&
           str_equal(fold_text(one, "report"), fold_text(other, "report")) &&
           str_equal(fold_text(one, "period"), fold_text(other, "period"));
}

/* What came of a report: only a report of the same lines and period by the same member corrects it. */
static void settle(const Fold *fold, Size shown, Reported *report)
{
    for (Size i = 0; i < shown; i++) {
        const FoldEntry *e = &fold->entries.items[i];
        if (e->state != FOLD_COUNTS)
            continue;
        bool about = str_equal(fold_text(e, "report"), report->entry->name);
        bool other = !str_equal(e->member, report->entry->member);
        if (is_kind(e, "usage.report") && str_equal(fold_text(e, "corrects"), report->entry->name) &&
            same_report(e, report->entry))
            report->corrected_by = e;
        else if (other && about && (is_kind(e, "report.accepted") || is_kind(e, "report.queried"))) {
            report->answer = e;
            report->state = is_kind(e, "report.accepted") ? REPORT_ACCEPTED : REPORT_QUERIED;
        }
    }
}

Reports reports_of(Arena *arena, const Fold *fold, bool pending)
{
    Reports out = {0};
    Size    shown = pending ? fold->entries.count : fold->pending;
    for (Size i = 0; i < shown; i++) {
        const FoldEntry *e = &fold->entries.items[i];
        if (e->state != FOLD_COUNTS || !is_kind(e, "usage.report"))
            continue;
        Reported *report = PUSH(arena, &out);
        *report = (Reported){.entry = e};
        settle(fold, shown, report);
    }
    return out;
}

/* ---- for a reckoning ---- */

static void give_report(Owing *o, const FoldEntry *e, UsageAsked *asked)
{
    Arena      *arena = o->asking->session->arena;
    GivenReport given = {.name = e->name};
    const Body *cuts = body_at(&e->body, S("cuts"));
    Day        *days = NEW(arena, Day, cuts->count);
    if (!period_parse(fold_text(e, "period"), &given.sums.period) ||
        days_empty(days_meet(given.sums.period, o->plan->span)))
        return;
    for (Size i = 0; i < cuts->count; i++)
        if (!day_parse(cuts->items[i].text, &days[i]))
            return;
    given.sums.meaning = fold_text(e, "meaning");
    given.sums.text = fold_text(e, "sums");
    given.sums.cuts = days;
    given.sums.count = cuts->count;
    *PUSH(arena, &asked->reports) = given;
}

static void give_rate(Owing *o, const FoldEntry *e)
{
    Quote quote = {0};
    int   from = currency_find(fold_text(e, "base")), to = currency_find(fold_text(e, "quote"));
    Day   day = 0;
    if (from < 0 || to < 0 || from == to || !day_parse(fold_text(e, "day"), &day) ||
        !decimal_read(fold_text(e, "rate"), &quote.value, &quote.scale) || quote.value <= 0)
        return;
    if (!o->has_rates)
        o->rates = (Rates){.arena = o->asking->session->arena, .source = S("the record")};
    o->has_rates = true;
    quote.days = (Days){day, day};
    rates_add(&o->rates, from, to, quote);
}

void owing_recorded(Owing *o, UsageAsked *asked)
{
    const Recorded *r = o->asking->recorded;
    bool            pending = o->asking->session->asked.pending;
    if (!r)
        return;
    const Fold *fold = &r->fold;
    Size        shown = pending ? fold->entries.count : fold->pending;
    Reports     reports = reports_of(o->asking->session->arena, fold, pending);
    for (Size i = 0; i < reports.count && !asked->given.count && !asked->tables.count; i++)
        if (!reports.items[i].corrected_by)
            give_report(o, reports.items[i].entry, asked);
    for (Size i = 0; i < shown && !asked->rates_path.len; i++)
        if (fold->entries.items[i].state == FOLD_COUNTS && is_kind(&fold->entries.items[i], "rate.fixing"))
            give_rate(o, &fold->entries.items[i]);
}

/* ---- what a report commits to ---- */

void commitment_add(Commitment *c, Str id, Str row)
{
    Str kept = str_copy(c->arena, row);
    *PUSH(c->arena, &c->lines) = (CommittedLine){id.len ? str_copy(c->arena, id) : kept, kept};
}

static int line_order(const void *a, const void *b)
{
    const CommittedLine *l = a, *r = b;
    int                  order = str_order(l->id, r->id);
    return order ? order : str_order(l->row, r->row);
}

Hash commitment_root(Commitment *c, const LinesKey *key, Str *kept)
{
    Merkle tree = {0};
    Text   text = text_new(c->arena);
    Str   *rows = NEW(c->arena, Str, c->lines.count);
    if (c->lines.count)
        qsort(c->lines.items, (size_t)c->lines.count, sizeof(CommittedLine), line_order);
    Str hex = hex_text(c->arena, (Str){(const char *)key->at, LINES_KEY_BYTES});
    text_format(&text, "entente lines 1\nkey %.*s\nlines %td\n", STR_ARG(hex), c->lines.count);
    for (Size i = 0; i < c->lines.count; i++) {
        rows[i] = c->lines.items[i].row;
        text_add(&text, rows[i]);
        text_char(&text, '\n');
    }
    lines_add(&tree, key, 0, (Strs){rows, c->lines.count});
    *kept = text_str(&text);
    return merkle_root(&tree);
}
