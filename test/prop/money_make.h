/* money_make.h - makes a random model, and says it as a text. */
#ifndef ENT_TEST_MONEY_MAKE_H
#define ENT_TEST_MONEY_MAKE_H
#include "money_world.h"

/* ---- making ---- */

static Day some_day(World *w)
{
    return horizon_from() + (Day)pick(w, horizon_through() - horizon_from() + 1);
}

static Row some_row(World *w, bool on_sales, int64_t low)
{
    static const int64_t per_unit[] = {0, 2500, 1250, 725, 10000, 3333},
                         shares[] = {0, 500, 225, 1500, 1, 333};
    Row row = {.rate = on_sales ? shares[pick(w, 6)] : per_unit[pick(w, 6)]};
    row.below = chance(w, 30);
    row.limit = low + (chance(w, 30) ? (int64_t)pick(w, 5) + 1 : (int64_t)(pick(w, 40) + 1) * 100);
    return row;
}

static void make_price(World *w, Version *v, bool on_sales)
{
    int64_t low = 0;
    v->price = chance(w, 45)   ? PRICE_MARGINAL
               : chance(w, 45) ? PRICE_WHOLE
               : chance(w, 50) ? PRICE_DATED
                               : PRICE_FLAT;
    v->rows = v->price == PRICE_FLAT ? 1 : 1 + (int)pick(w, ROWS_MOST);
    for (int i = 0; i < v->rows; i++) {
        v->row[i] = some_row(w, on_sales, low);
        v->row[i].last = i + 1 == v->rows;
        v->row[i].through = i ? v->row[i - 1].through + 1 + (Day)pick(w, 400) : some_day(w);
        low = v->row[i].limit;
    }
}

static void make_bounds(World *w, Roy *r, Version *v, bool shared)
{
    v->bounds = (int)pick(w, BOUNDS_MOST + 1);
    for (int i = 0; i < v->bounds; i++) {
        Limited *b = &v->bound[i];
        *b = (Limited){.minimum = chance(w, 35) && !r->by_product && !r->by_entity,
                       .each = (SpanKind)pick(w, SPAN_ALL + 1),
                       .dollars = (int64_t)(pick(w, 30) + 1) * 10};
        if (b->minimum && b->each == SPAN_ALL)
            b->each = SPAN_YEAR;
        b->carried = b->minimum && chance(w, 50);
        if (!b->minimum && shared && chance(w, 45))
            b->over = 1u + (unsigned)pick(w, (1 << w->royalties) - 1);
    }
}

static void make_royalty(World *w, Roy *r)
{
    *r = (Roy){.on_sales = chance(w, 50),
               .scope = chance(w, 25) ? (int)pick(w, PRODUCTS) : -1,
               .by_product = chance(w, 25),
               .by_entity = chance(w, 20),
               .counted = (SpanKind)pick(w, SPAN_ALL),
               .pay = chance(w, 60)   ? SPAN_QUARTER
                      : chance(w, 50) ? SPAN_MONTH
                                      : SPAN_YEAR,
               .lasts = chance(w, 15) ? some_day(w) : DAY_MAX,
               .versions = chance(w, 30) ? 2 : 1};
    for (int i = 0; i < r->versions; i++) {
        r->version[i] = (Version){.from = DAY_MIN, .through = DAY_MAX};
        make_price(w, &r->version[i], r->on_sales);
        make_bounds(w, r, &r->version[i], true);
    }
    r->per = r->by_product && !r->by_entity && r->counted == SPAN_YEAR && chance(w, 60);
    r->per_after = r->per && chance(w, 50);
    if (chance(w, 20)) {
        int left = 10000;
        r->shares = 2 + (int)pick(w, PAYEES_MOST - 1);
        for (int i = 0; i < r->shares; i++) {
            r->share[i] = i + 1 == r->shares ? left : (int)pick(w, left - 1) + (chance(w, 30) ? 0 : 1);
            left -= r->share[i];
        }
    }
    if (chance(w, 30)) {
        r->advance = (int64_t)(pick(w, 30) + 1) * 10;
        r->advance_on = some_day(w);
        r->advance_share = chance(w, 50) ? 100 : (int)pick(w, 100) + 1;
        r->repayable = r->lasts < DAY_MAX && !r->by_product && !r->by_entity && chance(w, 60);
    }
    if (r->versions == 2) {
        r->version[1].from = some_day(w);
        r->version[0].through = r->version[1].from - 1;
    }
}

static void make_prepaid(World *w)
{
    static const SpanKind within[] = {SPAN_ALL, SPAN_YEAR, SPAN_QUARTER, SPAN_CONTRACT};
    Prepaid              *p = &w->prepaid;
    if (!chance(w, 30))
        return;
    p->against = 1u + (unsigned)pick(w, (1 << w->royalties) - 1);
    p->each = within[pick(w, COUNT(within))];
    p->instalments = 1 + (int)pick(w, INSTALMENTS_MOST);
    for (int i = 0; i < p->instalments; i++) {
        p->day[i] = some_day(w);
        p->dollars[i] = (int64_t)(pick(w, 20) + 1) * 5;
    }
}

static void make_sales(World *w)
{
    w->sales = (int)pick(w, chance(w, 20) ? 6 : LINES_MOST);
    for (int i = 0; i < w->sales; i++) {
        Sale *s = &w->sale[i];
        *s = (Sale){.day = some_day(w),
                    .product = (int)pick(w, PRODUCTS),
                    .entity = chance(w, 85) ? (int)pick(w, ENTITIES) : NOBODY,
                    .units = (int64_t)pick(w, 400) - (chance(w, 25) ? 500 : 0),
                    .gross = (int64_t)pick(w, 200000),
                    .returns = chance(w, 20) ? (int64_t)pick(w, 500000) : 0};
        if (chance(w, 10)) /* a day on which something begins or ends */
            s->day = w->royalty[0].version[w->royalty[0].versions - 1].from;
        if (s->day < horizon_from() || s->day > horizon_through())
            s->day = horizon_from();
    }
}

static void make_levels(World *w)
{
    static const SpanKind each[] = {SPAN_ALL, SPAN_YEAR, SPAN_QUARTER, SPAN_MONTH, SPAN_CONTRACT};
    Levels               *v = &w->levels;
    v->rows = (int)pick(w, LEVELS_MOST + 1);
    v->each = each[pick(w, COUNT(each))];
    v->once = chance(w, 25);
    v->times = v->each != SPAN_ALL && chance(w, 40) ? 1 + (int)pick(w, 4) : 0;
    v->by_product = chance(w, 50);
    v->said_of_sales = v->each != SPAN_MONTH && chance(w, 50); /* `in the calendar month` is no phrase */
    for (int i = 0; i < v->rows; i++) {
        Level *l = &v->row[i];
        *l = (Level){.product = (int)pick(w, PRODUCTS), .on_sales = chance(w, 50), .at_least = chance(w, 50)};
        l->limit = chance(w, 30) ? (int64_t)pick(w, 20) : (int64_t)pick(w, l->on_sales ? 20000 : 3000);
        l->dollars = 1 + (int64_t)pick(w, 100);
        for (int k = 0; k < w->sales && chance(w, 10); k++) /* just reached */
            if (w->sale[k].product == l->product && w->sale[k].units > 0)
                l->limit = l->on_sales ? w->sale[k].gross / 100 : w->sale[k].units;
    }
}

/* Where each line is rounded no line is in two bands, and no discount comes off what was rounded. */
static void keep_lines_whole(World *w)
{
    for (int i = 0; i < w->royalties; i++)
        for (int k = 0; k < w->royalty[i].versions; k++)
            if (w->royalty[i].version[k].price == PRICE_MARGINAL)
                w->royalty[i].version[k].price = PRICE_WHOLE;
    for (int i = 0; i < w->discounts; i++)
        w->discount[i].percent = 100;
}

static void world_make(World *w, uint64_t seed)
{
    static const char *const begins[] = {"2026-01-01", "2026-01-01", "2025-11-15", "2026-03-31",
                                         "2024-02-29"};
    static const int64_t     units[] = {1, 1, 1, 5, 100};
    *w = (World){.random = {seed * 7919 + 17}, .seed = seed};
    assert_true(day_parse(str_from(begins[pick(w, COUNT(begins))]), &w->effective));
    w->mode = (Mode)pick(w, 5);
    w->unit_cents = units[pick(w, COUNT(units))];
    w->point = chance(w, 20) ? POINT_LINE : (int)pick(w, 3);
    w->royalties = 1 + (int)pick(w, ROYALTIES_MOST);
    for (int i = 0; i < w->royalties; i++)
        make_royalty(w, &w->royalty[i]);
    w->discounts = chance(w, 50) ? (int)pick(w, DISCOUNTS_MOST + 1) : 0;
    for (int i = 0; i < w->discounts; i++) {
        Less *d = &w->discount[i];
        *d = (Less){.royalty = (int)pick(w, w->royalties),
                    .row = -1,
                    .percent = chance(w, 25) ? 100 : (int)pick(w, 9) * 10 + 10,
                    .from = DAY_MIN,
                    .through = DAY_MAX,
                    .alone = chance(w, 40)};
        Version *v = &w->royalty[d->royalty].version[0];
        if (v->price >= PRICE_MARGINAL && chance(w, 40) && w->royalty[d->royalty].versions == 1)
            d->row = (int)pick(w, v->rows);
        if (chance(w, 60))
            d->from = some_day(w);
        if (chance(w, 40))
            d->through = (d->from > DAY_MIN ? d->from : horizon_from()) + (Day)pick(w, 500);
    }
    if (w->point == POINT_LINE)
        keep_lines_whole(w);
    for (int i = 0; i < w->royalties; i++)
        for (int k = 0; k < w->royalties && chance(w, 15); k++)
            if (k != i && w->royalty[k].on_sales == w->royalty[i].on_sales && !w->royalty[i].per)
                w->royalty[i].with |= 1u << k;
    make_prepaid(w);
    for (int i = 0; i < PRODUCTS; i++)
        w->back[i] = chance(w, 70) ? some_day(w) : DAY_MAX;
    make_sales(w);
    make_levels(w);
}

/* ---- saying ---- */

static void say_rate(Text *t, const Roy *r, int64_t rate)
{
    if (!rate)
        text_format(t, "free");
    else if (r->on_sales)
        text_format(t, "%d.%02d%%", (int)(rate / 100), (int)(rate % 100));
    else
        text_format(t, "%d.%04d USD per unit", (int)(rate / 10000), (int)(rate % 10000));
}

static void say_bands(Text *t, const Roy *r, const Version *v)
{
    text_format(t, "  bands %s {\n", v->price == PRICE_MARGINAL ? "marginal" : "whole");
    for (int i = 0; i < v->rows; i++) {
        text_format(t, "    (%c) ", 'a' + i);
        if (v->row[i].last)
            text_format(t, "above that: ");
        else
            text_format(t, "%s %d %s: ", v->row[i].below ? "below" : "up to", (int)v->row[i].limit,
                        r->on_sales ? "USD" : "units");
        say_rate(t, r, v->row[i].rate);
        text_format(t, "\n");
    }
    text_format(t, "  }\n");
}

static Str day_words(Text *t, Day day)
{
    static char room[4][16];
    static int  at;
    Civil       c = civil_of(day);
    (void)t;
    at = (at + 1) % 4;
    snprintf(room[at], sizeof room[at], "%04d-%02d-%02d", c.year, c.month, c.day);
    return str_from(room[at]);
}

static void say_price(Text *t, const Roy *r, const Version *v)
{
    if (v->price >= PRICE_MARGINAL) {
        say_bands(t, r, v);
        return;
    }
    text_format(t, "  rate ");
    if (v->price == PRICE_DATED)
        text_format(t, "{\n");
    for (int i = 0; i < v->rows; i++) {
        if (v->price == PRICE_DATED && !v->row[i].last)
            text_format(t, "    through %.*s: ", STR_ARG(day_words(t, v->row[i].through)));
        else if (v->price == PRICE_DATED)
            text_format(t, "    otherwise: ");
        say_rate(t, r, v->row[i].rate);
        text_format(t, "\n");
    }
    if (v->price == PRICE_DATED)
        text_format(t, "  }\n");
}

static void say_bounds(Text *t, const World *w, const Version *v)
{
    for (int i = 0; i < v->bounds; i++) {
        const Limited *b = &v->bound[i];
        text_format(t, "  %s %d USD %s", b->minimum ? "minimum" : "at most", (int)b->dollars,
                    span_words[b->each]);
        for (int k = 0, first = 1; k < w->royalties; k++)
            if (b->over >> k & 1) {
                text_format(t, "%s r%d", first ? " over" : ",", k);
                first = 0;
            }
        if (b->minimum)
            text_format(t, b->carried ? ", carried forward" : ", credited in the same year only");
        text_format(t, "\n");
    }
}

static void say_with(Text *t, const World *w, const Roy *r)
{
    for (int k = 0; k < w->royalties; k++)
        if (r->with >> k & 1)
            text_format(t, "%s r%d", r->with & ((1u << k) - 1) ? "," : ", with", k);
}

static void say_royalty(Text *t, const World *w, const Roy *r, const Version *v)
{
    text_format(t, "  borealis pays aurora\n  on %s in sales", r->on_sales ? "net-sales" : "units");
    if (r->scope >= 0)
        text_format(t, " of %s", product_words[r->scope]);
    if (r->per)
        text_format(t, "\n  per product%s\n", r->per_after ? " after back" : "");
    else if (r->by_product || r->by_entity)
        text_format(t, "\n  counted apart for each %s%s%s", r->by_product ? "product" : "",
                    r->by_product && r->by_entity ? ", " : "", r->by_entity ? "entity" : "");
    else
        text_format(t, "\n  counted together for borealis with affiliates");
    if (!r->per) {
        say_with(t, w, r);
        text_format(t, ", %s\n", span_words[r->counted]);
    }
    say_price(t, r, v);
    say_bounds(t, w, v);
    if (r->advance)
        text_format(t, "  advance %d USD on %.*s", (int)r->advance, STR_ARG(day_words(t, r->advance_on)));
    if (r->advance && r->advance_share < 100)
        text_format(t, ", recouped from %d%% of the amount due", r->advance_share);
    if (r->advance)
        text_format(t, "%s\n", r->repayable ? ", repayable" : "");
    for (int i = 0; i < r->shares; i++)
        text_format(t, "%s%s: %d.%02d%%%s", i ? "; " : "  split { ", payee_words[i], r->share[i] / 100,
                    r->share[i] % 100, i + 1 == r->shares ? " }\n" : "");
    text_format(t, "  pay %s\n", span_words[r->pay]);
    if (r->lasts < DAY_MAX)
        text_format(t, "  lasts through %.*s\n", STR_ARG(day_words(t, r->lasts)));
}

static void say_discounts(Text *t, const World *w)
{
    for (int i = 0; i < w->discounts; i++) {
        const Less *d = &w->discount[i];
        bool        others = false;
        text_format(t, "discount d%d { r%d", i, d->royalty);
        if (d->row >= 0)
            text_format(t, "(%c)", 'a' + d->row);
        if (d->percent == 100)
            text_format(t, " is free");
        else
            text_format(t, " less %d%%", d->percent);
        if (d->from > DAY_MIN)
            text_format(t, "; from %.*s", STR_ARG(day_words(t, d->from)));
        if (d->through < DAY_MAX)
            text_format(t, "; through %.*s", STR_ARG(day_words(t, d->through)));
        for (int k = 0; d->alone && k < w->discounts; k++)
            if (k != i && w->discount[k].alone) {
                text_format(t, others ? ", d%d" : "; does not add to d%d", k);
                others = true;
            }
        text_format(t, " }\n");
    }
}

static void say_prepaid(Text *t, const World *w)
{
    const Prepaid *p = &w->prepaid;
    if (!p->against)
        return;
    text_format(t, "payment fixed-sum {\n  borealis pays aurora\n");
    for (int i = 0; i < p->instalments; i++)
        text_format(t, "  on %.*s: %d USD\n", STR_ARG(day_words(t, p->day[i])), (int)p->dollars[i]);
    text_format(t, "  credited against");
    for (int k = 0, first = 1; k < w->royalties; k++)
        if (p->against >> k & 1) {
            text_format(t, "%s r%d", first ? "" : ",", k);
            first = 0;
        }
    if (p->each != SPAN_ALL)
        text_format(t, ", %s", span_words[p->each]);
    text_format(t, "\n}\n");
}

static void say_levels(Text *t, const World *w)
{
    const Levels *v = &w->levels;
    if (!v->rows)
        return;
    text_format(t, "milestones level {\n  borealis pays aurora\n");
    if (v->once)
        text_format(t, "  one time only%s\n", v->by_product ? " for each product" : "");
    if (v->each != SPAN_ALL && (v->times || !v->said_of_sales))
        text_format(t, "  %s", span_words[v->each]);
    if (v->times)
        text_format(t, ", at most %d times%s", v->times, v->by_product ? " for each product" : "");
    text_format(t, "\n");
    for (int i = 0; i < v->rows; i++) {
        const Level *l = &v->row[i];
        text_format(t, "  %s if %s", product_words[l->product], l->on_sales ? "net-sales in sales" : "units");
        if (v->each != SPAN_ALL && v->said_of_sales)
            text_format(t, " in the %s", span_words[v->each] + strlen("each "));
        text_format(t, " %s %d %s: %d USD\n", l->at_least ? "at least" : "over", (int)l->limit,
                    l->on_sales ? "USD" : "units", (int)l->dollars);
    }
    text_format(t, "}\n");
}

static Str world_facts(Arena *arena, const World *w)
{
    Text t = text_new(arena);
    for (int i = 0; i < PRODUCTS; i++)
        if (w->back[i] < DAY_MAX)
            text_format(&t, "back of p%d on %.*s\n", i, STR_ARG(day_words(&t, w->back[i])));
    return text_str(&t);
}

static Str world_text(Arena *arena, const World *w)
{
    static const char *const points[] = {"running total of each calendar year",
                                         "running total of each contract year", "each payment", "each line"};
    Text                     t = text_new(arena);
    text_format(
        &t,
        "entente 1\nagreement pact { between aurora, borealis; effective %.*s; changed by all parties; "
        "currency USD; rounding %s to %d.%02d USD on %s }\n",
        STR_ARG(day_words(&t, w->effective)), mode_words[w->mode], (int)(w->unit_cents / 100),
        (int)(w->unit_cents % 100), points[w->point]);
    text_format(&t,
                "party aurora { affiliates over 50%% of votes }\nparty borealis { affiliates over 50%% of "
                "votes }\nparty cygnus\nparty dorado\nevent back { for each product; recorded by aurora "
                "}\nentity near { affiliate of borealis at 60%% from 2020-01-01 }\nentity other-one "
                "{ affiliate of borealis at 80%% from 2020-01-01 }\nentity stranger\n");
    for (int i = 0; i < PRODUCTS; i++)
        text_format(&t, "product p%d { made by borealis }\n", i);
    text_format(&t, "lines sales { reported by borealis; states line, day, product, entity, currency, units, "
                    "gross, returns }\n");
    text_format(&t, "define net-sales { means \"what is left\"; equals gross less returns }\n");
    for (int i = 0; i < w->royalties; i++) {
        text_format(&t, "royalty r%d {\n", i);
        say_royalty(&t, w, &w->royalty[i], &w->royalty[i].version[0]);
        text_format(&t, "}\n");
    }
    say_discounts(&t, w);
    say_prepaid(&t, w);
    say_levels(&t, w);
    for (int i = 0, number = 1; i < w->royalties; i++)
        if (w->royalty[i].versions == 2) {
            text_format(&t, "amendment %d to pact {\n  effective %.*s\n  replace r%d {\n", number++,
                        STR_ARG(day_words(&t, w->royalty[i].version[1].from)), i);
            say_royalty(&t, w, &w->royalty[i], &w->royalty[i].version[1]);
            text_format(&t, "  }\n}\n");
        }
    return text_str(&t);
}
#endif
