/* rights_names.h - what names, shares and conditions mean, read off the model: by walking, day by day. */
#ifndef ENT_TEST_RIGHTS_NAMES_H
#define ENT_TEST_RIGHTS_NAMES_H
#include "rights_world.h"

typedef enum { O_NO, O_MAYBE, O_YES } Three;
static inline Three both(Three a, Three b) { return a < b ? a : b; }
static inline Three either(Three a, Three b) { return a > b ? a : b; }
static inline Three opposite(Three a) { return (Three)(O_YES - a); }

/* ---- who belongs to whom ---- */

static bool share_is_enough(const World *w, int parent, int share, Three *out)
{
    if (share < 0)
        *out = O_YES;
    else if (parent >= w->parties)
        *out = O_MAYBE;
    else
        *out = share > w->share[parent] || (share == w->share[parent] && !w->strict[parent]) ? O_YES : O_NO;
    return true;
}

/* The last thing said about these two on or before the day. */
static Three directly_under(const World *w, int child, int parent, Day day)
{
    Day   last = DAY_MIN;
    Three now = O_NO;
    bool  said = false;
#define SAID(from, is)                                    \
    do {                                                  \
        if ((from) <= day && (!said || (from) >= last)) { \
            last = (from);                                \
            now = (is);                                   \
            said = true;                                  \
        }                                                 \
    } while (0)
    for (int i = 0; i < w->tied; i++) {
        Three enough = O_NO;
        if (w->tie[i].child != child || w->tie[i].parent != parent)
            continue;
        share_is_enough(w, parent, w->tie[i].share, &enough);
        SAID(w->tie[i].from, enough);
        if (w->tie[i].through < DAY_MAX)
            SAID(w->tie[i].through + 1, O_NO);
    }
    for (int i = 0; i < w->facts; i++) {
        const Fc *f = &w->fact[i];
        Three     is = f->kind == F_JOINS ? O_YES : O_NO;
        if (f->kind < F_HOLDS || f->what != child || f->about != parent)
            continue;
        if (f->kind == F_HOLDS)
            share_is_enough(w, parent, f->value, &is);
        SAID(f->from, is);
        if (f->through < DAY_MAX)
            SAID(f->through + 1, O_NO);
    }
#undef SAID
    return now;
}

static Three under(const World *w, int child, int parent, Day day, int depth)
{
    Three best = directly_under(w, child, parent, day);
    for (int i = w->parties; i < w->subjects && depth < w->subjects - w->parties; i++) {
        Three first = i != child && i != parent && best != O_YES ? directly_under(w, child, i, day) : O_NO;
        if (first != O_NO)
            best = either(best, both(first, under(w, i, parent, day, depth + 1)));
    }
    return best;
}

/* Reckoned once for each day and pair; 0: not yet. */
static unsigned char known_under[2 * HORIZON][SUBJECTS_MOST][SUBJECTS_MOST];
static void          oracle_begin(void) { memset(known_under, 0, sizeof known_under); }

static Three affiliated(const World *w, int child, int parent, Day day)
{
    Day at = day - day_first() + HORIZON / 4;
    if (child == parent || child >= CUSTOMERS || parent >= CUSTOMERS)
        return O_NO;
    if (at < 0 || at >= 2 * HORIZON)
        return under(w, child, parent, day, 0);
    unsigned char *known = &known_under[at][child][parent];
    if (!*known)
        *known = (unsigned char)(1 + under(w, child, parent, day, 0));
    return (Three)(*known - 1);
}

/* ---- what a name covers ---- */

static bool field_covers(const World *w, int field, int of)
{
    if (field == of)
        return true;
    for (int i = 0; i < w->fields; i++)
        if ((w->field[i].parent == field || w->field[field].also == i) && field_covers(w, i, of))
            return true;
    return false;
}

static bool has_parts_only(const World *w, int field)
{
    bool includes = w->field[field].also >= 0;
    for (int i = 0; i < w->fields; i++)
        includes |= w->field[i].parent == field && w->field[i].by_includes;
    return includes && !w->field[field].covers;
}

static bool thing_covers(const World *w, int thing, int of)
{
    if (thing == of)
        return true;
    if (of < 0 || !w->thing[thing].family)
        return false;
    if (w->thing[of].family)
        return w->thing[of].parent >= 0 && thing_covers(w, thing, w->thing[of].parent);
    for (int i = 0; i < w->things; i++)
        if ((w->thing[of].in >> i & 1) && thing_covers(w, thing, i))
            return true;
    return false;
}

static bool place_covers(const World *w, int place, int country, Day day)
{
    Day on = w->groups_change ? day : w->signed_on;
    if (place < COUNTRIES)
        return place == country;
    if (place == PLACE_EU)
        return country == IN_DE || country == IN_FR || country == IN_IT ||
               (country == IN_GB && on <= day_of((Civil){2020, 1, 31}));
    for (int i = 0; place == PLACE_ZONE && i <= PLACE_EU; i++)
        if ((w->zone >> i & 1) && place_covers(w, i, country, day))
            return true;
    return place == PLACE_WORLD;
}

static Three captured(const World *w, int asset, int patent)
{
    const As *a = &w->asset[asset], *p = &w->asset[patent];
    bool      candidate =
        a->kind == A_LIST ? p->list == asset : a->kind == A_OWNED && p->list < 0 && p->party == a->party;
    if (!candidate || !a->capture_through)
        return candidate ? O_YES : O_NO;
    if (!p->filed)
        return O_MAYBE;
    return p->filed >= a->capture_from && p->filed <= a->capture_through ? O_YES : O_NO;
}

static bool is_sub(const World *w, int asset, int of)
{
    return w->asset[asset].party == w->asset[of].party && w->asset[asset].slot == 1 && w->asset[of].slot == 0;
}

static Three asset_covers(const World *w, int asset, int of)
{
    if (asset == of)
        return O_YES;
    if (w->asset[asset].patent)
        return O_NO;
    if (!w->asset[of].patent)
        return is_sub(w, of, asset) ? O_YES : O_NO;
    Three best = captured(w, asset, of);
    for (int i = 0; i < w->assets; i++)
        if (!w->asset[i].patent && i != asset && is_sub(w, i, asset))
            best = either(best, captured(w, i, of));
    return best;
}

static bool patent_lives(const World *w, int patent, int country, Day day)
{
    const As *p = &w->asset[patent];
    return (!p->expires || day <= p->expires) && (!p->places || (p->places >> country & 1));
}

static bool asset_is_alive(const World *w, int asset, int country, Day day)
{
    if (w->asset[asset].patent)
        return patent_lives(w, asset, country, day);
    if (w->asset[asset].kind != A_LIST)
        return true;
    for (int i = 0; i < w->assets; i++) {
        if (i == asset || asset_covers(w, asset, i) == O_NO)
            continue;
        if (w->asset[i].patent ? patent_lives(w, i, country, day) : w->asset[i].kind != A_LIST)
            return true;
    }
    return false;
}

/* ---- conditions ---- */

typedef struct {
    const World *w;
    int          grantee, product;
    Day          day;
} Moment_;

static Three event_is(const World *w, int event, int of, Day day)
{
    for (int i = 0; i < w->facts; i++)
        if (w->fact[i].kind == F_EVENT && w->fact[i].what == event && (of < 0 || w->fact[i].about == of) &&
            w->fact[i].from <= day)
            return O_YES;
    return event < 3 && w->decided[event] ? O_MAYBE : O_NO;
}

static Three fact_is(const World *w, int product, Day day)
{
    Three now = O_MAYBE;
    Day   last = DAY_MIN;
    for (int i = 0; i < w->facts; i++) {
        const Fc *f = &w->fact[i];
        if (f->kind == F_TRUTH && f->about == product && f->from <= day && day <= f->through &&
            f->from >= last) {
            now = f->value ? O_YES : O_NO;
            last = f->from;
        }
    }
    return now;
}

static Three metric_is(const World *w, const Cond *c, Day day)
{
    int value = -1;
    Day last = DAY_MIN;
    for (int i = 0; i < w->facts; i++)
        if (w->fact[i].kind == F_METRIC && w->fact[i].what == c->what && w->fact[i].from <= day &&
            w->fact[i].from >= last) {
            value = w->fact[i].value;
            last = w->fact[i].from;
        }
    if (value < 0)
        return O_MAYBE;
    const bool is[] = {value >= c->value, value > c->value, value < c->value, value <= c->value,
                       value == c->value};
    return is[c->cmp] ? O_YES : O_NO;
}

static Three cond_is(const Moment_ *m, int cond)
{
    const Cond *c = &m->w->cond[cond];
    Three       now = c->op == C_ALL ? O_YES : O_NO;
    int         yes = 0, maybe = 0;
    switch (c->op) {
    case C_EVENT: return event_is(m->w, c->what, -1, m->day);
    case C_EVENT_OF: return event_is(m->w, m->w->event_of, c->party, m->day);
    case C_EVENT_OF_OTHER: return event_is(m->w, m->w->event_of, m->grantee, m->day);
    case C_FACT: return fact_is(m->w, m->product, m->day);
    case C_METRIC: return metric_is(m->w, c, m->day);
    case C_NOT: return opposite(cond_is(m, c->items[0]));
    case C_ALL:
    case C_ANY:
    case C_TWO: break;
    }
    for (int i = 0; i < c->count; i++) {
        Three one = cond_is(m, c->items[i]);
        now = c->op == C_ALL ? both(now, one) : either(now, one);
        yes += one == O_YES;
        maybe += one != O_NO;
    }
    return c->op != C_TWO ? now : yes >= 2 ? O_YES : maybe >= 2 ? O_MAYBE : O_NO;
}

/* On some day up to now, one after the other; whatever is before the horizon is as on the day before it. */
static Three cond_was(Moment_ m, int cond, bool ever)
{
    Three best = O_NO;
    Day   last = ever ? day_first() + 2 * HORIZON : m.day;
    for (m.day = day_first() - 1; m.day <= last && best != O_YES; m.day++)
        best = either(best, cond_is(&m, cond));
    return best;
}
#endif
