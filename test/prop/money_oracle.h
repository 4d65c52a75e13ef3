/* money_oracle.h - what the model owes, reckoned slowly: one amount for each day, step after step.
 *
 * A group's days hold what it owes for each of them. Step one is what was earned: for each day on which
 * something was sold, all sales of the counter are priced anew, and the day gets the difference to the day
 * before. Each bound then goes through the days of each of its periods and replaces the running amount by a
 * smaller or a larger one. A bound of a text that an amendment replaced acts on its own days only. */
#ifndef ENT_TEST_MONEY_ORACLE_H
#define ENT_TEST_MONEY_ORACLE_H
#include "money_world.h"

enum { REACH = 1830, GROUPS_EACH = (PRODUCTS + 1) * ENTITIES };

typedef struct {
    char   name[32]; /* as a statement names it */
    int    product, entity;
    Amount owed[REACH];
} Group;

typedef struct {
    const World *w;
    Day          first;
    int          groups[ROYALTIES_MOST];
    Group        group[ROYALTIES_MOST][GROUPS_EACH];
} Oracle;

/* ---- spans ---- */

static Days calendar_of(Day day, int months)
{
    Civil c = civil_of(day);
    Day   from = day_of((Civil){c.year, (c.month - 1) / months * months + 1, 1});
    return (Days){from, day_add_months(from, months) - 1};
}

/* Of a day on which the agreement runs. */
static Days span_of(const World *w, SpanKind kind, Day day)
{
    static const int months[] = {1, 3, 6, 12};
    if (kind <= SPAN_YEAR)
        return calendar_of(day, months[kind]);
    if (kind == SPAN_ALL)
        return (Days){w->effective, DAY_MAX};
    int year = 0;
    while (day_add_months(w->effective, 12 * (year + 1)) <= day)
        year++;
    return (Days){day_add_months(w->effective, 12 * year), day_add_months(w->effective, 12 * (year + 1)) - 1};
}

static const Version *version_on(const Roy *r, Day day)
{
    return &r->version[r->versions == 2 && day >= r->version[1].from];
}

/* ---- rounding ---- */

static int64_t rounded_cents(const World *w, Amount amount)
{
    Amount unit = AMOUNT_ONE / 100 * w->unit_cents, size = amount < 0 ? -amount : amount;
    Amount count = size / unit, rest = size % unit;
    bool   up = false;
    switch (w->mode) {
    case MODE_HALF_EVEN: up = rest * 2 > unit || (rest * 2 == unit && count % 2 == 1); break;
    case MODE_HALF_UP: up = rest * 2 >= unit; break;
    case MODE_HALF_DOWN: up = rest * 2 > unit; break;
    case MODE_UP: up = rest > 0; break;
    case MODE_DOWN: break;
    }
    int64_t cents = (int64_t)(count + up) * w->unit_cents;
    return amount < 0 ? -cents : cents;
}

/* ---- what was earned ---- */

static bool sold_in(const Oracle *o, int royalty, const Group *g, const Sale *s)
{
    const Roy *r = &o->w->royalty[royalty];
    return s->entity != STRANGER && (r->scope < 0 || r->scope == s->product) &&
           (!r->by_product || g->product == s->product) && (!r->by_entity || g->entity == s->entity) &&
           s->day >= o->w->effective && s->day <= r->lasts &&
           (!r->per_after || s->day >= o->w->back[s->product]);
}

/* In hundredths of a unit or of a dollar. */
static int64_t quantity_of(const Roy *r, const Sale *s)
{
    return r->on_sales ? s->gross - s->returns : s->units * 100;
}

/* What discounts leave of a price, in millionths. */
static int64_t left_on(const World *w, int royalty, int row, Day day)
{
    int64_t left = 1000000, least = 100;
    int     alone = 0;
    for (int i = 0; i < w->discounts; i++)
        alone += w->discount[i].alone;
    for (int i = 0; i < w->discounts; i++) {
        const Less *d = &w->discount[i];
        if (d->royalty != royalty || (d->row >= 0 && d->row != row) || day < d->from || day > d->through)
            continue;
        if (d->alone && alone > 1)
            least = 100 - d->percent < least ? 100 - d->percent : least;
        else
            left = left * (100 - d->percent) / 100;
    }
    return left * least / 100;
}

static Amount priced(const World *w, int royalty, int row, int64_t quantity, Day day)
{
    const Version *v = version_on(&w->royalty[royalty], day);
    Amount         exact =
        (Amount)quantity * v->row[row].rate * left_on(w, royalty, v->price >= PRICE_MARGINAL ? row : -2, day);
    return w->point == POINT_LINE ? rounded_cents(w, exact) * (AMOUNT_ONE / 100) : exact; /* of one sale */
}

static int64_t overlap(int64_t from, int64_t to, int64_t low, int64_t high)
{
    int64_t a = from < low ? low : from > high ? high : from, b = to < low ? low : to > high ? high : to;
    return b - a;
}

static Amount priced_marginal(const World *w, int royalty, int64_t before, int64_t now, Day day)
{
    const Roy     *r = &w->royalty[royalty];
    const Version *v = version_on(r, day);
    Amount         sum = 0;
    int64_t        low = 0;
    for (int i = 0; i < v->rows; i++) {
        int64_t high = v->row[i].last ? INT64_MAX / 4 : v->row[i].limit * 100;
        if (!v->row[i].last && v->row[i].below && !r->on_sales)
            high -= 100; /* the unit with that number is the next row's */
        sum += priced(w, royalty, i, overlap(before < 0 ? 0 : before, now < 0 ? 0 : now, low, high), day);
        low = high;
    }
    return sum;
}

static int row_reached_by(const Version *v, int64_t total)
{
    for (int i = 0; i < v->rows; i++)
        if (v->row[i].last || total < v->row[i].limit * 100 ||
            (total == v->row[i].limit * 100 && !v->row[i].below))
            return i;
    return -1;
}

static int row_dated(const Version *v, Day day)
{
    int i = 0;
    while (!v->row[i].last && day > v->row[i].through)
        i++;
    return i;
}

static Amount priced_sale(const Oracle *o, int royalty, int64_t running, int64_t q, int64_t total, Day day)
{
    const Version *v = version_on(&o->w->royalty[royalty], day);
    if (v->price == PRICE_MARGINAL)
        return priced_marginal(o->w, royalty, running, running + q, day);
    int row = v->price == PRICE_WHOLE   ? row_reached_by(v, total < 0 ? 0 : total)
              : v->price == PRICE_DATED ? row_dated(v, day)
                                        : 0;
    return priced(o->w, royalty, row, q, day);
}

/* Whether a sale counts for a royalty that this group's counter is shared with. */
static bool counts_with(const Oracle *o, int royalty, const Group *g, int other, const Sale *s)
{
    const Roy *r = &o->w->royalty[royalty], *with = &o->w->royalty[other];
    Group      its = {.product = s->product, .entity = s->entity};
    return other == royalty ? sold_in(o, royalty, g, s)
                            : (r->with >> other & 1) && sold_in(o, other, &its, s) &&
                                  (!r->by_product || !with->by_product || g->product == s->product) &&
                                  (!r->by_entity || !with->by_entity || g->entity == s->entity);
}

/* Of all that was sold from the counter's first day through a day; those of a day in the order of the text.
 */
static Amount earned_since(const Oracle *o, int royalty, const Group *g, Days days)
{
    const Roy *r = &o->w->royalty[royalty];
    int64_t    total = 0, running = 0;
    Amount     sum = 0;
    for (int k = 0; k < o->w->royalties; k++)
        for (int i = 0; i < o->w->sales; i++)
            if (counts_with(o, royalty, g, k, &o->w->sale[i]) && days_has(days, o->w->sale[i].day))
                total += quantity_of(r, &o->w->sale[i]);
    for (Day day = days.from; day <= days.through; day++)
        for (int k = 0; k < o->w->royalties; k++)
            for (int i = 0; i < o->w->sales; i++) {
                const Sale *s = &o->w->sale[i];
                if (s->day != day || !counts_with(o, royalty, g, k, s))
                    continue;
                int64_t q = quantity_of(r, s);
                sum += k == royalty ? priced_sale(o, royalty, running, q, total, day) : 0;
                running += q;
            }
    return sum;
}

static void earn(const Oracle *o, int royalty, Group *g)
{
    const Roy *r = &o->w->royalty[royalty];
    Amount     before = 0;
    Day        began = DAY_MIN;
    for (int i = 0; i < REACH; i++) {
        Day  day = o->first + i;
        bool sold = false;
        g->owed[i] = 0;
        for (int k = 0; k < o->w->sales; k++)
            for (int n = 0; n < o->w->royalties; n++)
                sold |= o->w->sale[k].day == day && counts_with(o, royalty, g, n, &o->w->sale[k]);
        if (!sold)
            continue;
        Days counter = span_of(o->w, r->counted, day);
        if (counter.from != began)
            before = 0;
        began = counter.from;
        if (counter.from < o->first)
            counter.from = o->first;
        Amount now = earned_since(o, royalty, g, (Days){counter.from, day});
        g->owed[i] = now - before;
        before = now;
    }
}

/* ---- bounds ---- */

static Amount dollars(int64_t value) { return (Amount)value * AMOUNT_ONE; }

static void bound_one(const Oracle *o, const Roy *r, const Version *v, const Limited *b, Group *g)
{
    Amount before = 0, was = 0; /* running amounts before and after the step */
    Amount left = 0, used = 0;  /* of what a minimum added before: what is not set off, and what is now */
    Day    began = DAY_MIN;
    for (int i = (int)(o->w->effective - o->first); i < REACH; i++) {
        Day  day = o->first + i;
        Days period = span_of(o->w, b->each, day);
        if (period.from != began)
            before = was = 0;
        began = period.from;
        before += g->owed[i];
        Amount is = before;
        Day    begins = period.from > o->w->effective ? period.from : o->w->effective;
        if (day < v->from || day > v->through) {
            was = before;
            continue;
        }
        if (!b->minimum && is > dollars(b->dollars))
            is = dollars(b->dollars);
        used = 0;
        if (b->minimum && b->carried && is > dollars(b->dollars))
            used = is - dollars(b->dollars) < left ? is - dollars(b->dollars) : left;
        if (b->minimum && day == period.through && begins <= r->lasts && is < dollars(b->dollars)) {
            left += b->carried ? dollars(b->dollars) - is : 0;
            is = dollars(b->dollars);
        }
        is -= used;
        if (day == period.through)
            left -= used;
        g->owed[i] = is - was;
        was = is;
    }
}

static void bound_shared(Oracle *o, const Version *v, const Limited *b)
{
    static Amount before[ROYALTIES_MOST][GROUPS_EACH], was[ROYALTIES_MOST][GROUPS_EACH];
    Day           began = DAY_MIN;
    for (int i = (int)(o->w->effective - o->first); i < REACH; i++) {
        Day    day = o->first + i;
        Days   period = span_of(o->w, b->each, day);
        Amount left = dollars(b->dollars);
        if (period.from != began) {
            memset(before, 0, sizeof before);
            memset(was, 0, sizeof was);
        }
        began = period.from;
        for (int k = 0; k < o->w->royalties; k++)
            for (int n = 0; b->over >> k & 1 && n < o->groups[k]; n++) {
                Amount *owed = &o->group[k][n].owed[i];
                before[k][n] += *owed;
                Amount is = before[k][n], most = left > 0 ? left : 0;
                if (day < v->from || day > v->through) {
                    was[k][n] = before[k][n];
                    continue;
                }
                is = is > most ? most : is;
                left -= is;
                *owed = is - was[k][n];
                was[k][n] = is;
            }
    }
}

/* ---- what was paid before ---- */

static void recoup_one(Oracle *o, int royalty)
{
    static Amount before[GROUPS_EACH], was[GROUPS_EACH];
    const Roy    *r = &o->w->royalty[royalty];
    Day           from = r->advance_on > o->w->effective ? r->advance_on : o->w->effective;
    memset(before, 0, sizeof before);
    memset(was, 0, sizeof was);
    for (int i = (int)(from - o->first); i < REACH && r->advance; i++) {
        Amount left = dollars(r->advance);
        for (int n = 0; n < o->groups[royalty]; n++) {
            Amount *owed = &o->group[royalty][n].owed[i];
            before[n] += *owed;
            Amount takes = before[n] > 0 ? before[n] / 100 * r->advance_share : 0;
            takes = takes < left ? takes : left;
            left -= takes;
            if (r->repayable && o->first + i >= r->lasts) {
                takes += left;
                left = 0;
            }
            *owed += was[n] - takes;
            was[n] = takes;
        }
    }
}

static void credit_prepaid(Oracle *o)
{
    static Amount  before[ROYALTIES_MOST][GROUPS_EACH], was[ROYALTIES_MOST][GROUPS_EACH];
    const Prepaid *p = &o->w->prepaid;
    Day            began = DAY_MIN;
    for (int i = (int)(o->w->effective - o->first); i < REACH && p->against; i++) {
        Day    day = o->first + i;
        Days   period = span_of(o->w, p->each, day);
        Amount left = 0;
        if (period.from != began) {
            memset(before, 0, sizeof before);
            memset(was, 0, sizeof was);
        }
        began = period.from;
        for (int k = 0; k < p->instalments; k++)
            if (p->day[k] >= period.from && p->day[k] <= day)
                left += dollars(p->dollars[k]);
        for (int k = 0; k < o->w->royalties; k++)
            for (int n = 0; p->against >> k & 1 && n < o->groups[k]; n++) {
                Amount *owed = &o->group[k][n].owed[i];
                before[k][n] += *owed;
                Amount takes = before[k][n] > 0 ? before[k][n] : 0;
                takes = takes < left ? takes : left;
                left -= takes;
                *owed += was[k][n] - takes;
                was[k][n] = takes;
            }
    }
}

/* ---- all of it ---- */

static void make_groups(Oracle *o, int royalty)
{
    const Roy *r = &o->w->royalty[royalty];
    for (int p = r->by_product ? 0 : -1; p < (r->by_product ? PRODUCTS : 0); p++)
        for (int e = -1; e < (r->by_entity ? STRANGER : 0); e++) {
            Group *g = &o->group[royalty][o->groups[royalty]++];
            g->product = p;
            g->entity = e;
            snprintf(g->name, sizeof g->name, "%s%s%s", p >= 0 ? product_words[p] : "",
                     p >= 0 && e >= 0 ? ", " : "", e >= 0 ? entity_words[e] : "");
            for (Group *at = g; at > o->group[royalty] && strcmp(at[-1].name, at->name) > 0; at--) {
                Group other = at[-1];
                at[-1] = *at;
                *at = other;
            }
        }
}

static void oracle_reckon(Oracle *o, const World *w)
{
    memset(o, 0, sizeof *o);
    o->w = w;
    o->first = day_of((Civil){2024, 1, 1});
    for (int k = 0; k < w->royalties; k++) {
        const Roy *r = &w->royalty[k];
        make_groups(o, k);
        for (int n = 0; n < o->groups[k]; n++) {
            earn(o, k, &o->group[k][n]);
            for (int v = 0; v < r->versions; v++)
                for (int b = 0; b < r->version[v].bounds; b++)
                    if (!r->version[v].bound[b].over)
                        bound_one(o, r, &r->version[v], &r->version[v].bound[b], &o->group[k][n]);
        }
    }
    for (int k = 0; k < w->royalties; k++)
        recoup_one(o, k);
    for (int v = 0; v < VERSIONS_MOST; v++) /* amendments stand behind the text */
        for (int k = 0; k < w->royalties; k++)
            for (int b = 0; v < w->royalty[k].versions && b < w->royalty[k].version[v].bounds; b++)
                if (w->royalty[k].version[v].bound[b].over)
                    bound_shared(o, &w->royalty[k].version[v], &w->royalty[k].version[v].bound[b]);
    credit_prepaid(o);
}

/* ---- sums that sales reach ---- */

/* What is reached on days that end an interval of the sums, and in a span: all that was sold before the end
 * of each is added up anew. */
static int64_t oracle_reached(const World *w, const Day *ends, Size count, Days days)
{
    const Levels *v = &w->levels;
    int64_t       cents = 0;
    for (int i = 0; i < v->rows; i++) {
        const Level *l = &v->row[i];
        int          left = v->once ? 1 : v->times ? v->times : INT32_MAX;
        Day          reached_in = DAY_MIN; /* the period in which it last was */
        for (Size k = 0; k < count && left > 0; k++) {
            int64_t sum = 0;
            if (ends[k] < w->effective)
                continue;
            Days period = span_of(w, v->each, ends[k]);
            for (int n = 0; n < w->sales; n++) {
                const Sale *s = &w->sale[n];
                if (s->product == l->product && s->entity != STRANGER && s->day >= w->effective &&
                    s->day >= period.from && s->day <= ends[k])
                    sum += l->on_sales ? s->gross - s->returns : s->units * 100;
            }
            bool reached = l->at_least ? sum >= l->limit * 100 : sum > l->limit * 100;
            if (!reached || reached_in == period.from)
                continue;
            reached_in = period.from;
            left--;
            cents += days_has(days, ends[k]) ? l->dollars * 100 : 0;
        }
    }
    return cents;
}

static Amount owed_in(const Oracle *o, const Group *g, Days days)
{
    Amount sum = 0;
    for (int i = 0; i < REACH; i++)
        if (days_has(days, o->first + i))
            sum += g->owed[i];
    return sum;
}

static int64_t oracle_due(const Oracle *o, const Group *g, Days days)
{
    const World *w = o->w;
    int64_t      sum = 0;
    if (days.from < w->effective)
        days.from = w->effective;
    if (w->point >= 2)
        return rounded_cents(w, owed_in(o, g, days));
    for (Day day = days.from; day <= days.through;) {
        Days year = span_of(w, w->point ? SPAN_CONTRACT : SPAN_YEAR, day);
        Day  end = year.through < days.through ? year.through : days.through;
        sum += rounded_cents(w, owed_in(o, g, (Days){year.from, end})) -
               rounded_cents(w, owed_in(o, g, (Days){year.from, day - 1}));
        day = end + 1;
    }
    return sum;
}

/* One cent after another: to whom most of his share is still missing, the first among equals. */
static int64_t oracle_share(const Roy *r, int64_t cents, int payee)
{
    int64_t size = cents < 0 ? -cents : cents, got[PAYEES_MOST] = {0}, left = size;
    for (int i = 0; i < r->shares; i++) {
        got[i] = size / 10000 * r->share[i] + size % 10000 * r->share[i] / 10000;
        left -= got[i];
    }
    for (; left > 0; left--) {
        int     most = 0;
        int64_t missing[PAYEES_MOST];
        for (int i = 0; i < r->shares; i++) {
            missing[i] = (int64_t)((Int128)size * r->share[i] - (Int128)got[i] * 10000);
            most = missing[i] > missing[most] ? i : most;
        }
        got[most]++;
    }
    return cents < 0 ? -got[payee] : got[payee];
}
#endif
