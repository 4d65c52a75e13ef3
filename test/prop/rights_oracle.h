/* rights_oracle.h - the slow and obvious answer: names walked by parent, lists left to right, day by day.
 *
 * Excluded means: but for the exceptions, and nothing else, it would be permitted. */
#ifndef ENT_TEST_RIGHTS_ORACLE_H
#define ENT_TEST_RIGHTS_ORACLE_H
#include "rights_names.h"

typedef struct {
    int asker;                                     /* a subject, or CUSTOMERS + party */
    int act;                                       /* make, have-made, use, sell, sublicense */
    int asset, product, field, country, recipient; /* -1: not told */
    Day day;
} Ask;

enum { ACT_HAVE_MADE = 1, ACT_SUBLICENSE = 4 };

/* In the engine's order of statuses. */
typedef enum {
    S_LICENSED,
    S_CONDITIONAL,
    S_COVENANTED,
    S_RELEASED,
    S_NOT_NEEDED,
    S_UNKNOWN,
    S_SUSPENDED,
    S_EXPIRED,
    S_EXCLUDED,
    S_RESERVED,
    S_SILENT
} Said;

typedef struct {
    Said     status;
    uint64_t clauses; /* bits: clause names by their number, 40 + consequences */
    bool     component;
    unsigned except;                   /* bits over things */
    unsigned lacks;                    /* bits over assets: parts that are not permitted, of one that is */
    Said     lacks_by[ASSETS_MOST];    /* and why */
    uint64_t lacks_names[ASSETS_MOST]; /* and by which clauses */
} Verdictum;

/* ---- one clause, from one grantor to one grantee ---- */

typedef enum { V_MISS, V_NOT_YET, V_OVER, V_NARROWED, V_SUSPENDED, V_UNKNOWN, V_CONDITIONAL, V_MATCH } Fate;

typedef struct {
    const World *w;
    const Cl    *c;
    int          grantor, grantee; /* a party, CUSTOMERS + party, a member; -1 of a reservation: everyone */
    const Sub   *sub;
    const Ask   *q; /* its asset is told */
    Three        sure;
    bool         open, excepted;
    Fate         fate;
} Side;

static Three in_list(const Side *s, const Items *list, Three (*covers)(const Side *, int), bool exceptions)
{
    Three in = list->count ? O_NO : O_YES;
    for (int i = 0; i < list->count; i++) {
        const Item *item = &list->items[i];
        Moment_     m = {s->w, s->grantee, s->q->product, s->q->day};
        Three       hit = covers(s, item->what);
        hit = both(hit, item->cond >= 0 ? cond_is(&m, item->cond) : O_YES);
        if (!item->minus)
            in = either(in, hit);
        else if (exceptions)
            in = both(in, opposite(hit));
    }
    return in;
}

static Three scope_covers(const Side *s, int what)
{
    if (what >= FIELDS_MOST)
        return thing_covers(s->w, what - FIELDS_MOST, s->q->product) ? O_YES : O_NO;
    return s->q->field >= 0 && field_covers(s->w, what, s->q->field) ? O_YES : O_NO;
}
static Three places_cover(const Side *s, int what)
{
    return place_covers(s->w, what, s->q->country, s->q->day) ? O_YES : O_NO;
}
static Three assets_cover(const Side *s, int what)
{
    return asset_covers(s->w, s->c->grantor < 0 ? s->grantor * SLOTS + what : what, s->q->asset);
}

/* NO: another dimension fails. An exception alone is remembered. */
static Three take_list(Side *s, const Items *list, Three (*covers)(const Side *, int))
{
    Three in = in_list(s, list, covers, true);
    if (in == O_NO) {
        Three but_for = in_list(s, list, covers, false);
        s->excepted |= but_for != O_NO;
        return but_for;
    }
    return in;
}

static Three owned(const Side *s) { return s->w->asset[s->q->asset].party == s->grantor ? O_YES : O_NO; }

static Three may_act(Side *s)
{
    const Cl *c = s->c;
    if (c->kind == K_COVENANT || c->kind == K_RELEASE)
        return s->q->act == ACT_SUBLICENSE ? O_NO : O_YES; /* no sublicence exists unless it is written */
    if (c->kind == K_RESERVE)
        return O_YES;
    if (s->q->act == ACT_SUBLICENSE) {
        if (!s->sub || (s->q->recipient >= 0 && !(s->sub->to >> s->q->recipient & 1)))
            return O_NO;
        s->open |= s->sub->only_to || (s->sub->only_for >= 0 && s->q->product < 0);
        return s->sub->only_for < 0 || s->q->product < 0 ||
                       thing_covers(s->w, s->sub->only_for, s->q->product)
                   ? O_YES
                   : O_NO;
    }
    if (s->sub || !(c->acts >> s->q->act & 1))
        return O_NO;
    if (s->q->act != ACT_HAVE_MADE || c->have_made_only < 0)
        return O_YES;
    s->open |= s->q->product < 0;
    return s->q->product < 0 || thing_covers(s->w, c->have_made_only, s->q->product) ? O_YES : O_NO;
}

static bool is_member(const World *w, int subject, Day day)
{
    return w->member_from && subject == w->parties && day >= w->member_from && day <= w->member_through;
}

/* Whether `entity` left the group of `party` on that day. */
static bool left(const World *w, int entity, int party, Day day)
{
    return affiliated(w, entity, party, day - 1) == O_YES && affiliated(w, entity, party, day) != O_YES;
}

/* Each time a consequence acts on this side, up to the day: calls `act` in the order of days. */
typedef void (*Acting)(Side *s, int consequence, const Eff *effect, Day day, int entity);
static bool metric_turns(const World *w, const Cons *k, Day day)
{
    Cond low = {.op = C_METRIC, .what = k->metric, .value = k->value, .cmp = 2};
    return metric_is(w, &low, day) == O_YES && metric_is(w, &low, day - 1) != O_YES;
}

static void act_on(Side *s, int k, Day day, int entity, Acting act)
{
    const Cons *cons = &s->w->consequence[k];
    for (int e = 0; e < cons->count; e++)
        if (strcmp(s->w->clause[cons->effects[e].clause].name, s->c->name) == 0)
            act(s, k, &cons->effects[e], day, cons->effects[e].that_affiliate ? entity : -1);
}

static void each_effect(Side *s, Acting act)
{
    const World *w = s->w;
    bool         about = false;
    for (int k = 0; k < w->consequences; k++)
        for (int e = 0; e < w->consequence[k].count; e++)
            about |= strcmp(w->clause[w->consequence[k].effects[e].clause].name, s->c->name) == 0;
    for (Day day = day_first(); about && day <= s->q->day; day++)
        for (int k = 0; k < w->consequences; k++) {
            const Cons *cons = &w->consequence[k];
            for (int i = 0; i < w->facts; i++) {
                const Fc *f = &w->fact[i];
                bool      mine = cons->when == WHEN_EVENT ? f->what == cons->event
                                                          : f->what == w->event_of && f->about == s->grantee;
                if (cons->when <= WHEN_EVENT_OF_GRANTEE && f->kind == F_EVENT && mine && f->from == day)
                    act_on(s, k, day, -1, act);
            }
            if (cons->when == WHEN_METRIC && metric_turns(w, cons, day))
                act_on(s, k, day, -1, act);
            for (int n = w->parties; cons->when == WHEN_LEAVES && s->grantee >= 0 && n < w->subjects; n++)
                if (left(w, n, s->grantee, day))
                    act_on(s, k, day, n, act);
        }
}

typedef struct {
    bool  stays, ended, suspended, limit;
    Three inside;
} Acted;
static Acted acted; /* of the side that is asked now */

static Three sold_that_day(Side *s, Day day, int entity)
{
    const Thing *t = s->q->product >= 0 ? &s->w->thing[s->q->product] : NULL;
    if (!t || t->family) {
        acted.limit = true;
        return O_YES;
    }
    if (t->maker != s->grantee && t->maker != entity &&
        affiliated(s->w, t->maker, s->grantee, day - 1) != O_YES)
        return O_NO;
    if (!t->sold_from)
        return O_MAYBE;
    return t->sold_from <= day ? O_YES : O_NO;
}

static void note_effect(Side *s, int k, const Eff *effect, Day day, int entity)
{
    (void)k;
    Three inside = O_YES;
    if (effect->that_affiliate && entity != s->q->asker)
        return;
    switch (effect->kind) {
    case E_SUSPENDS: acted.suspended = true; break;
    case E_RESUMES: acted.suspended = false; break;
    case E_ENDS: acted.ended = true; break;
    case E_STARTS: acted.ended = false; break;
    case E_NARROWS:
        inside = s->q->field >= 0 && field_covers(s->w, effect->field, s->q->field) ? O_YES : O_NO;
        break;
    case E_SOLD: inside = sold_that_day(s, day, entity); break;
    case E_STAYS: acted.stays = true; break;
    }
    acted.inside = both(acted.inside, inside);
}

static Three is_grantee(const Side *s)
{
    const Ask *q = s->q;
    if (s->grantee < 0)
        return q->asker == s->grantor ? O_NO : O_YES;
    if (q->asker == s->grantee || (acted.stays && s->c->affiliates)) /* it keeps what it had */
        return O_YES;
    return s->c->affiliates ? affiliated(s->w, q->asker, s->grantee, q->day) : O_NO;
}

static Day event_day(const World *w, int event)
{
    Day first = DAY_MAX;
    for (int i = 0; i < w->facts; i++)
        if (w->fact[i].kind == F_EVENT && w->fact[i].what == event && w->fact[i].from < first)
            first = w->fact[i].from;
    return first;
}

/* From the first to the last day on which it runs; false: not all of it is known. */
static bool running(const World *w, const Cl *c, Day *first, Day *last)
{
    bool known = true;
    *first = c->in_from;
    *last = c->in_through;
    if (c->kind == K_RELEASE) {
        *first = DAY_MIN;
        *last = c->before - 1;
        return true;
    }
    *first = c->from && c->from > *first ? c->from : *first;
    *last = c->through && c->through < *last ? c->through : *last;
    if (c->kind == K_RESERVE)
        return true;
    Day effective = w->effective_event >= 0 ? event_day(w, w->effective_event) : w->effective;
    known = effective < DAY_MAX;
    *first = known && effective > *first ? effective : *first;
    Day end = c->term == T_NONE_SAID || c->term == T_TERM ? w->ends
              : c->term == T_THROUGH_DAY                  ? c->term_day
                                                          : DAY_MAX;
    Day event = c->term >= T_UNTIL_EVENT ? event_day(w, c->term_event) : DAY_MAX;
    end = c->term == T_UNTIL_EVENT                      ? event
          : c->term == T_AFTER_EVENT && event < DAY_MAX ? event + c->term_days
                                                        : end;
    known &= c->term != T_AFTER_EVENT || event < DAY_MAX;
    *last = end < *last ? end : *last;
    return known;
}

static Fate in_time(Side *s)
{
    const Cl *c = s->c;
    Day       first = 0, last = 0;
    if (s->q->day < c->in_from || (c->replaced && s->q->day > c->in_through))
        return V_MISS;
    bool known = running(s->w, c, &first, &last);
    if (s->q->day < first)
        return V_NOT_YET;
    if (s->q->day > last)
        return c->kind == K_RELEASE ? V_MISS : V_OVER;
    Moment_ m = {s->w, s->grantee, s->q->product, s->q->day};
    Three   once = c->once >= 0 ? cond_was(m, c->once, c->kind == K_RELEASE) : O_YES;
    if (once == O_NO)
        return V_NOT_YET;
    if (acted.ended)
        return V_OVER;
    if (acted.inside == O_NO)
        return V_NARROWED;
    if (acted.suspended)
        return V_SUSPENDED;
    Three gate = c->while_ >= 0 ? cond_is(&m, c->while_) : O_YES;
    gate = both(gate, c->unless >= 0 ? opposite(cond_is(&m, c->unless)) : O_YES);
    if (s->sub && s->sub->while_affiliates && s->q->asker != s->grantee)
        gate = both(gate, affiliated(s->w, s->q->asker, s->grantee, s->q->day));
    if (gate == O_NO)
        return V_SUSPENDED;
    s->sure = both(s->sure, both(both(once, gate), acted.inside));
    if (s->sure != O_YES || !known)
        return V_UNKNOWN;
    return s->open || acted.limit ? V_CONDITIONAL : V_MATCH;
}

static void judge(Side *s)
{
    acted = (Acted){.inside = O_YES};
    each_effect(s, note_effect);
    s->fate = V_MISS;
    s->sure = is_grantee(s);
    Three assets = s->sure == O_NO           ? O_NO
                   : s->c->kind == K_RELEASE ? owned(s)
                                             : take_list(s, &s->c->assets, assets_cover);
    s->sure = both(s->sure, both(assets, may_act(s)));
    if (s->sure != O_NO)
        s->sure = both(s->sure, take_list(s, &s->c->scope, scope_covers));
    if (s->sure != O_NO)
        s->sure = both(s->sure, take_list(s, &s->c->places, places_cover));
    if (s->sure != O_NO)
        s->fate = in_time(s);
}

/* ---- all clauses at one asset, field and country ---- */

enum { SIDES_MOST = 400 };
typedef struct {
    Side sides[SIDES_MOST];
    int  count;
} Sides;

static void add_side(Sides *all, Side side)
{
    assert_true(all->count < SIDES_MOST);
    judge(&side);
    bool permits =
        side.c->kind == K_GRANT || side.c->kind == K_COVENANT; /* elsewhere what is excepted is out */
    if (side.fate != V_MISS && (permits || !side.excepted))
        all->sides[all->count++] = side;
}

static void add_grantee(Sides *all, Side side, int grantee)
{
    side.grantee = grantee;
    add_side(all, side);
    for (int i = 0; i < side.c->sub_count; i++) {
        side.sub = &side.c->subs[i];
        add_side(all, side);
    }
}

static void add_grantor(Sides *all, Side side, int grantor)
{
    const World *w = side.w;
    const Cl    *c = side.c;
    side.grantor = grantor;
    if (c->kind == K_RESERVE) {
        add_grantee(all, side, c->against);
        return;
    }
    for (int i = 0; c->other && i < w->parties; i++)
        if (i != grantor)
            add_grantee(all, side, i);
    for (int i = 0; !c->other && i < c->to_count; i++)
        if (c->to[i] != FORUM)
            add_grantee(all, side, c->to[i]);
        else if (is_member(w, w->parties, side.q->day))
            add_grantee(all, side, w->parties);
}

static uint64_t bit_of(const World *w, const char *name)
{
    for (int i = 0; i < w->clauses; i++)
        if (strcmp(w->clause[i].name, name) == 0)
            return (uint64_t)1 << i;
    return 0;
}

static uint64_t acting; /* consequences */
static void     note_acting(Side *s, int k, const Eff *effect, Day day, int entity)
{
    (void)day;
    acting |= effect->that_affiliate && entity != s->q->asker ? 0 : (uint64_t)1 << (40 + k);
}

static uint64_t named(const Sides *all, int i)
{
    Side side = all->sides[i];
    acting = 0;
    each_effect(&side, note_acting);
    return bit_of(side.w, side.c->name) | acting;
}

static bool could_stop(const Side *r, const Side *s)
{
    bool about = r->c->kind == K_RESERVE && r->grantor == s->grantor && s->c->kind != K_RELEASE &&
                 r->c->against_what != (s->c->kind == K_GRANT ? 2 : 1);
    return about && (s->c->in_spite_of < 0 || strcmp(s->w->clause[s->c->in_spite_of].name, r->c->name) != 0);
}

/* The surest reservation of the same grantor that stops this side. */
static Fate stopped_by(const Sides *all, const Side *s)
{
    Fate worst = V_MISS;
    for (int i = 0; i < all->count; i++) {
        const Side *r = &all->sides[i];
        if (could_stop(r, s) && (r->fate == V_MATCH || r->fate == V_UNKNOWN) && r->fate > worst)
            worst = r->fate;
    }
    return worst;
}

static bool permitted(const Sides *all, Kind kind, Fate fate, Said status, Verdictum *out)
{
    bool some = false;
    for (int i = 0; i < all->count; i++) {
        const Side *s = &all->sides[i];
        if (s->c->kind != kind || s->fate != fate || s->excepted || stopped_by(all, s) != V_MISS)
            continue;
        out->clauses |= named(all, i);
        out->component |= s->c->component;
        some = true;
    }
    if (some)
        out->status = status;
    return some;
}

static bool doubtful(const Sides *all, Verdictum *out)
{
    bool some = false;
    for (int i = 0; i < all->count; i++) {
        const Side *s = &all->sides[i];
        Fate        stop = s->c->kind == K_RESERVE ? V_MATCH : stopped_by(all, s);
        if (s->fate < V_UNKNOWN || s->excepted || stop == V_MATCH || (s->fate != V_UNKNOWN && stop == V_MISS))
            continue;
        out->clauses |= named(all, i);
        for (int k = 0; k < all->count && stop == V_UNKNOWN; k++)
            if (could_stop(&all->sides[k], s) && all->sides[k].fate == V_UNKNOWN)
                out->clauses |= named(all, k);
        some = true;
    }
    if (some)
        out->status = S_UNKNOWN;
    return some;
}

static bool refused(const Sides *all, Fate fate, Said status, Verdictum *out)
{
    bool some = false;
    for (int i = 0; i < all->count; i++) {
        const Side *s = &all->sides[i];
        bool        runs =
            s->fate == V_MATCH || s->fate == V_CONDITIONAL || s->fate == V_UNKNOWN || s->fate == V_SUSPENDED;
        bool excepted =
            fate == V_MISS && s->excepted && runs && s->c->kind != K_RELEASE && s->c->kind != K_RESERVE;
        bool is = fate == V_MATCH ? s->c->kind == K_RESERVE && s->fate == V_MATCH && !s->excepted
                                  : s->c->kind != K_RESERVE && s->fate == fate && !s->excepted;
        if (!excepted && !is)
            continue;
        out->clauses |= named(all, i);
        some = true;
    }
    if (some)
        out->status = status;
    return some;
}

static bool is_exclusive(const World *w, const Cl *c, Day day)
{
    (void)w;
    return c->exclusive == 1 && (!c->excl_through || day <= c->excl_through);
}

/* The owner at its own: licensed away to somebody alone, maybe so, or free. */
static Verdictum own_use_of(const World *w, const Ask *q)
{
    Verdictum out = {.status = S_NOT_NEEDED};
    for (int n = 0; n < w->clauses; n++) {
        const Cl *c = &w->clause[n];
        int       owner = w->asset[q->asset].party;
        if (c->kind != K_GRANT || (c->grantor >= 0 && c->grantor != owner) || !is_exclusive(w, c, q->day))
            continue;
        static Sides all;
        all.count = 0;
        for (int g = 0; g < w->parties; g++) {
            Ask  as = *q;
            bool to = c->other && g != owner;
            for (int i = 0; i < c->to_count; i++)
                to |= !c->other && c->to[i] == g;
            as.asker = g;
            Side side = {.w = w, .c = c, .q = &as, .grantor = owner};
            if (to && !side.excepted)
                add_grantee(&all, side, g);
        }
        for (int i = 0; i < all.count; i++) {
            Fate fate = all.sides[i].excepted ? V_MISS : all.sides[i].fate;
            fate = fate == V_CONDITIONAL ? V_UNKNOWN : fate; /* the question leaves its limit open */
            if (fate == V_MATCH && out.status != S_EXCLUDED)
                out = (Verdictum){.status = S_EXCLUDED};
            else if (fate == V_UNKNOWN && out.status == S_NOT_NEEDED)
                out = (Verdictum){.status = S_UNKNOWN};
            if (fate == (out.status == S_EXCLUDED ? V_MATCH : V_UNKNOWN) && out.status != S_NOT_NEEDED)
                out.clauses |= bit_of(w, c->name);
        }
    }
    return out;
}

static Verdictum at_one(const World *w, const Ask *q)
{
    static Sides all;
    Verdictum    out = {.status = S_SILENT};
    int          owner = w->asset[q->asset].party;
    if (!asset_is_alive(w, q->asset, q->country, q->day)) {
        out.status = S_NOT_NEEDED;
        return out;
    }
    if (q->asker == owner || affiliated(w, q->asker, owner, q->day) == O_YES)
        return own_use_of(w, q);
    all.count = 0;
    for (int n = 0; n < w->clauses; n++) {
        Side side = {.w = w, .c = &w->clause[n], .q = q};
        for (int g = 0; g < w->parties; g++)
            if (side.c->grantor < 0 || side.c->grantor == g)
                add_grantor(&all, side, g);
    }
    (void)(permitted(&all, K_GRANT, V_MATCH, S_LICENSED, &out) ||
           permitted(&all, K_RELEASE, V_MATCH, S_RELEASED, &out) ||
           permitted(&all, K_GRANT, V_CONDITIONAL, S_CONDITIONAL, &out) ||
           permitted(&all, K_COVENANT, V_MATCH, S_COVENANTED, &out) ||
           permitted(&all, K_COVENANT, V_CONDITIONAL, S_CONDITIONAL, &out) || doubtful(&all, &out) ||
           refused(&all, V_MATCH, S_RESERVED, &out) || refused(&all, V_SUSPENDED, S_SUSPENDED, &out) ||
           refused(&all, V_NARROWED, S_EXCLUDED, &out) || refused(&all, V_MISS, S_EXCLUDED, &out) ||
           refused(&all, V_OVER, S_EXPIRED, &out));
    return out;
}

/* ---- a question: all assets needed, the worst counts; a field left open: the best ---- */

static int how_bad(Said status)
{
    static const Said order[] = {S_NOT_NEEDED, S_RELEASED, S_COVENANTED, S_LICENSED, S_CONDITIONAL, S_UNKNOWN,
                                 S_SILENT,     S_EXPIRED,  S_SUSPENDED,  S_EXCLUDED, S_RESERVED};
    int               at = 0;
    while (order[at] != status)
        at++;
    return at;
}

static int how_good(Said status)
{
    static const Said order[] = {S_NOT_NEEDED, S_SILENT,      S_EXPIRED, S_EXCLUDED,
                                 S_RESERVED,   S_SUSPENDED,   S_UNKNOWN, S_RELEASED,
                                 S_COVENANTED, S_CONDITIONAL, S_LICENSED};
    int               at = 0;
    while (order[at] != status)
        at++;
    return at;
}

static bool allows(Said status) { return status <= S_NOT_NEEDED; }

static void lacks_one(Verdictum *out, int asset, Said said, uint64_t names)
{
    if ((out->lacks >> asset & 1) && how_bad(said) <= how_bad(out->lacks_by[asset]))
        return;
    out->lacks |= 1u << asset;
    out->lacks_by[asset] = said;
    out->lacks_names[asset] = names;
}

static void lacks_all(Verdictum *out, const Verdictum *of)
{
    for (int i = 0; i < ASSETS_MOST; i++)
        if (of->lacks >> i & 1)
            lacks_one(out, i, of->lacks_by[i], of->lacks_names[i]);
}

/* Who may use the whole may not therefore use the part. */
static Verdictum with_parts(const World *w, Ask q)
{
    Verdictum out = at_one(w, &q);
    int       whole = q.asset;
    for (int i = 0; i < w->assets && allows(out.status); i++) {
        if (w->asset[i].patent || w->asset[whole].patent || !is_sub(w, i, whole))
            continue;
        q.asset = i;
        Verdictum part = at_one(w, &q);
        if (!allows(part.status))
            lacks_one(&out, i, part.status, part.clauses);
    }
    return out;
}

static Verdictum all_assets(const World *w, Ask q)
{
    Verdictum    worst = {.status = S_NOT_NEEDED}, lacking = {0};
    const Thing *t = q.asset < 0 ? &w->thing[q.product] : NULL;
    int          count = t ? t->practises_count : 1;
    for (int i = 0; i < count; i++) {
        q.asset = t ? t->practises[i] : q.asset;
        Verdictum one = with_parts(w, q);
        lacks_all(&lacking, &one);
        if (i == 0 || how_bad(one.status) > how_bad(worst.status)) {
            worst = one;
        } else if (one.status == worst.status) {
            worst.clauses |= one.clauses;
            worst.component &= one.component;
        }
    }
    worst.lacks = 0;
    if (allows(worst.status))
        lacks_all(&worst, &lacking);
    return worst;
}

/* The better one where it was left open, and of two alike the one that lacks less; an excluded part that
 * leaves the rest is better. Otherwise the worse, which lacks what either lacks. Of two the same, the first.
 */
static Verdictum of_two(Verdictum a, Verdictum b, bool open)
{
    bool alike = a.status == b.status;
    int  less = __builtin_popcount(a.lacks) - __builtin_popcount(b.lacks);
    if (open && alike && a.lacks != b.lacks)
        return less ? (less < 0 ? a : b) : a.lacks < b.lacks ? a : b;
    bool      second = alike  ? a.component != b.component && b.component == open
                       : open ? how_good(b.status) > how_good(a.status)
                              : how_bad(b.status) > how_bad(a.status);
    Verdictum out = second ? b : a;
    if (!open && allows(out.status))
        lacks_all(&out, second ? &a : &b);
    else if (!open)
        out.lacks = 0;
    return out;
}

static Verdictum in_fields_at(const World *w, Ask q, int *asked)
{
    bool      product = q.product >= 0 && !w->thing[q.product].family;
    int       field = q.field >= 0 ? q.field : product ? w->thing[q.product].field : -1;
    Verdictum out = {.status = S_SILENT};
    for (int i = 0, first = 1; i < w->fields; i++) {
        if (has_parts_only(w, i) || (field >= 0 && !field_covers(w, field, i)))
            continue;
        q.field = i;
        out = first ? all_assets(w, q) : of_two(out, all_assets(w, q), field < 0);
        first = 0;
        (*asked)++;
    }
    return out;
}

/* The countries one by one, if none is told: the best. */
static Verdictum in_fields(const World *w, Ask q, bool *single)
{
    int       asked = 0, last = q.country >= 0 ? q.country : COUNTRIES - 1;
    Verdictum out = {.status = S_SILENT};
    for (int first = q.country >= 0 ? q.country : 0, country = first; country <= last; country++) {
        q.country = country;
        Verdictum one = in_fields_at(w, q, &asked);
        out = country == first ? one : of_two(out, one, true);
    }
    *single = asked == 1;
    return out;
}

/* A part stands or falls with what it contains itself. */
static Verdictum part_says(const World *w, Ask q, int part)
{
    bool ignored = false;
    q.product = part;
    q.asset = q.field = -1;
    Verdictum said = in_fields(w, q, &ignored);
    if (!allows(said.status) || w->thing[part].contains < 0)
        return said;
    Verdictum inner = part_says(w, q, w->thing[part].contains);
    if (!allows(inner.status))
        return inner;
    lacks_all(&said, &inner);
    return said;
}

static Verdictum oracle(const World *w, Ask q, bool *single)
{
    Verdictum out = in_fields(w, q, single);
    int       part = q.product >= 0 && !w->thing[q.product].family ? w->thing[q.product].contains : -1;
    if (part < 0 || !allows(out.status))
        return out;
    Verdictum said = part_says(w, q, part);
    if (allows(said.status))
        lacks_all(&out, &said);
    else if (out.component && said.status != S_UNKNOWN)
        out.except |= 1u << part;
    else {
        out.status = said.status;
        out.lacks = 0;
    }
    return out;
}
#endif
