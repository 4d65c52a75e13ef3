/* behind.c - see behind.h. The files are read once more; the cell of a line says whether a part counts it. */
#include "app/behind.h"

#include "money/cells.h"

typedef struct {
    Owing             *owing;
    const LinesWanted *wanted;
    LinesBehind       *out;
    unsigned char     *ours; /* by cell of the sums */
    Size               cells;
} Looking;

static Arena *arena_of(const Looking *l) { return l->owing->asking->session->arena; }

static bool is_wanted(const Looking *l, const UsageSeen *line)
{
    const Plan        *plan = l->owing->plan;
    const LinesWanted *w = l->wanted;
    const Article     *article = &plan->articles.items[line->key->article];
    Str                item = article->item ? terms_text(plan->st->terms, article->item) : S("");
    return days_has(w->days, line->day) && (!w->country.len || str_equal(w->country, line->country)) &&
           (!w->product.len || str_equal(w->product, line->product) || str_equal(w->product, item));
}

static void look(void *self, Str path, Str heading, const UsageSeen *line)
{
    Looking *l = self;
    Size     cell = sums_cell(&l->owing->sums, line->key);
    if (cell >= l->cells || !l->ours[cell] || !is_wanted(l, line))
        return;
    if (l->out->lines.count >= l->wanted->most) {
        l->out->more++;
        return;
    }
    *PUSH(arena_of(l), &l->out->lines) = (LineBehind){.path = path,
                                                      .heading = str_copy(arena_of(l), heading),
                                                      .line = line->line,
                                                      .row = str_copy(arena_of(l), line->row)};
}

bool lines_behind(Owing *o, const LinesWanted *w, LinesBehind *out, Str *why)
{
    LedgerEntries entries = ledgers_entries(o->asking->session->arena, o->plan, &o->sums);
    Looking       l = {.owing = o, .wanted = w, .out = out, .cells = o->sums.count};
    l.ours = NEW(arena_of(&l), unsigned char, l.cells + 1);
    for (Size i = 0; i < entries.count; i++)
        for (Size k = 0; k < w->parts->count; k++)
            l.ours[entries.items[i].cell] |= part_counts(
                o->plan, &w->statement->parts.items[w->parts->items[k]], &o->sums, &entries.items[i]);
    return owing_usage_again(o, w->asked, look, &l, why);
}
