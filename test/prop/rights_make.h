/* rights_make.h - makes a random model: every feature in some of the agreements, none in all. */
#ifndef ENT_TEST_RIGHTS_MAKE_H
#define ENT_TEST_RIGHTS_MAKE_H
#include "rights_world.h"

static void make_subjects(World *w)
{
    w->parties = 2 + (int)pick(w, 3);
    w->subjects = w->parties + 1 + (int)pick(w, 4);
    for (int i = 0; i < w->subjects; i++) {
        if (i < w->parties)
            snprintf(w->subject_name[i], sizeof w->subject_name[i], "%s", party_names[i]);
        else
            snprintf(w->subject_name[i], sizeof w->subject_name[i], "n%d", i);
        w->person[i] = i == w->subjects - 1;
    }
    for (int i = 0; i < w->parties; i++) {
        w->share[i] = 50;
        w->strict[i] = chance(w, 50);
    }
    for (int i = w->parties; i < w->subjects - 1; i++) {
        if (chance(w, 25))
            continue;
        Tied *t = &w->tie[w->tied++];
        bool  deep = i > w->parties && chance(w, 40);
        *t = (Tied){i, deep ? w->parties + (int)pick(w, i - w->parties) : (int)pick(w, w->parties), -1,
                    DAY_MIN, DAY_MAX};
        if (!deep && chance(w, 50))
            t->share = chance(w, 50) ? 50 : chance(w, 50) ? 51 : 40;
        if (chance(w, 50))
            t->from = some_day(w);
        if (chance(w, 50))
            t->through = (t->from > DAY_MIN ? t->from : day_first()) + (Day)pick(w, 300);
    }
    if (chance(w, 40)) {
        w->member_from = some_day(w);
        w->member_through = w->member_from + (Day)pick(w, 300);
    }
}

static void make_fields(World *w)
{
    int tops = 2 + (int)pick(w, 2);
    for (int i = 0; i < tops; i++) {
        int top = w->fields++;
        w->field[top] = (Fld){.parent = -1, .also = -1, .covers = chance(w, 30)};
        snprintf(w->field[top].name, sizeof w->field[top].name, "f%d", i);
        for (Size kids = (Size)pick(w, 3); kids > 0 && w->fields < FIELDS_MOST - 2; kids--) {
            int kid = w->fields++;
            w->field[kid] = (Fld){.parent = top, .also = -1, .by_includes = chance(w, 60)};
            snprintf(w->field[kid].name, sizeof w->field[kid].name, "g%d", kid);
        }
    }
    if (chance(w, 40)) { /* one field takes in a part of another */
        int f = (int)pick(w, w->fields), part = (int)pick(w, w->fields);
        if (w->field[f].parent < 0 && part > f && w->field[part].parent != f)
            w->field[f].also = part;
    }
}

static void make_assets(World *w)
{
    for (int i = 0; i < w->parties * SLOTS; i++)
        w->asset[w->assets++] =
            (As){.kind = (AssetKind)pick(w, 3), .party = i / SLOTS, .slot = i % SLOTS, .list = -1};
    int own = w->assets;
    for (int i = 0; i < own; i++) {
        As *a = &w->asset[i];
        if (a->kind != A_PROSE && chance(w, 50)) {
            a->capture_through = some_day(w);
            a->capture_from = chance(w, 40) ? a->capture_through - 200 : 0;
        }
        if (a->kind == A_PROSE || w->assets >= ASSETS_MOST)
            a->kind = A_PROSE;
        else
            w->asset[w->assets++] =
                (As){.patent = true, .party = a->party, .list = a->kind == A_LIST ? i : -1};
    }
    for (int i = own; i < w->assets; i++) {
        As *p = &w->asset[i];
        p->filed = chance(w, 85) ? some_day(w) : 0;
        p->expires = chance(w, 80) ? some_day(w) : 0;
        if (p->filed && p->expires && p->expires < p->filed)
            p->expires = p->filed + (Day)pick(w, 300);
        p->places = chance(w, 50) ? 1u + (unsigned)pick(w, 31) : 0;
        if (p->list >= 0 && !p->filed && !p->expires && !p->places)
            p->expires = some_day(w);
    }
}

static void make_things(World *w)
{
    int families = 1 + (int)pick(w, 3), products = 1 + (int)pick(w, 4);
    for (int i = 0; i < families; i++) {
        w->thing[w->things] = (Thing){
            .family = true, .parent = i && chance(w, 50) ? (int)pick(w, i) : -1, .deep = chance(w, 50)};
        snprintf(w->thing[w->things].name, sizeof w->thing[0].name, "w%d", i);
        w->things++;
    }
    for (int i = 0; i < products; i++) {
        Thing *t = &w->thing[w->things];
        *t = (Thing){.parent = -1,
                     .maker = (int)pick(w, w->subjects),
                     .field = (int)pick(w, w->fields),
                     .contains = -1};
        snprintf(t->name, sizeof t->name, "x%d", i);
        t->in = chance(w, 70) ? 1u << pick(w, families) : 0;
        t->in |= chance(w, 20) ? 1u << pick(w, families) : 0;
        int first = chance(w, 30) ? (int)pick(w, w->parties) * SLOTS : (int)pick(w, w->assets),
            second = (int)pick(w, w->assets);
        t->practises[t->practises_count++] = first;
        if (second != first && chance(w, 40))
            t->practises[t->practises_count++] = second;
        if (i && chance(w, 35))
            t->contains = families + (int)pick(w, i);
        t->sold_from = chance(w, 60) ? some_day(w) : 0;
        w->things++;
    }
}

static int make_cond(World *w, int depth, bool of_other)
{
    static const CondOp leaves[] = {C_EVENT, C_METRIC, C_EVENT_OF, C_FACT, C_EVENT_OF_OTHER};
    int                 at = w->conds++;
    Cond               *c = &w->cond[at];
    *c = (Cond){.op = leaves[pick(w, of_other ? 5 : 4)], .block = chance(w, 40)};
    if (depth > 0 && w->conds < CONDS_MOST - 8 && chance(w, 40)) {
        c->op = depth == 2 && chance(w, 15) ? C_TWO : chance(w, 30) ? C_NOT : chance(w, 50) ? C_ALL : C_ANY;
        c->count = c->op == C_NOT ? 1 : c->op == C_TWO ? 3 : 2;
        for (int i = 0; i < c->count; i++)
            c->items[i] = make_cond(w, depth - 1, of_other);
    }
    c->what = c->op == C_EVENT ? (int)pick(w, w->events) : (int)pick(w, 2);
    c->party = (int)pick(w, w->parties);
    c->value = 50 + 10 * (int)pick(w, 4);
    c->cmp = (int)pick(w, 5);
    return at;
}

static bool room_for_cond(const World *w) { return w->conds < CONDS_MOST - 16; }

static void make_scope(World *w, Items *list)
{
    int count = 1 + (int)pick(w, ITEMS_MOST);
    for (int i = 0; i < count; i++) {
        Item item = {.minus = i && chance(w, 45), .cond = -1};
        item.what = chance(w, 70) ? (int)pick(w, w->fields) : FIELDS_MOST + (int)pick(w, w->things);
        if (i && chance(w, 25) && room_for_cond(w))
            item.cond = make_cond(w, 0, false);
        list->items[list->count++] = item;
    }
}

/* A named country, the EU, the territory. */
static int some_place(World *w)
{
    int place = (int)pick(w, NAMED + 2);
    return place < NAMED ? place : PLACE_EU + place - NAMED;
}

static void make_places(World *w, Items *list)
{
    int count = 1 + (int)pick(w, 3);
    for (int i = 0; i < count; i++)
        list->items[list->count++] =
            (Item){i && chance(w, 60), i == 0 && chance(w, 60) ? PLACE_WORLD : some_place(w), -1};
}

/* Of `each`: the asset of the first party in that place stands for everybody's. */
static void make_assets_of(World *w, Cl *c)
{
    int party = c->grantor < 0 ? 0 : c->grantor, count = 1 + (int)pick(w, 3);
    for (int i = 0; i < count; i++) {
        int  what = party * SLOTS + (int)pick(w, SLOTS);
        bool patent = c->grantor >= 0 && chance(w, 25);
        for (int k = w->parties * SLOTS; patent && k < w->assets; k++)
            if (w->asset[k].party == c->grantor)
                what = k;
        c->assets.items[c->assets.count++] = (Item){i && chance(w, 35), what, -1};
    }
    if (chance(w, 20)) { /* the whole without its part, or the part alone */
        c->assets.items[0].what = party * SLOTS + (c->kind == K_RESERVE);
        c->assets.items[1] = (Item){true, party * SLOTS + 1, -1};
        c->assets.count = c->kind == K_RESERVE ? 1 : 2;
    }
}

static void make_to(World *w, Cl *c)
{
    c->other = c->grantor < 0 || chance(w, 20);
    c->affiliates = chance(w, 60);
    for (int i = 0, count = 1 + (int)pick(w, 2); !c->other && i < count; i++) {
        int to = (c->grantor + 1 + (int)pick(w, w->parties - 1)) % w->parties;
        if (c->kind == K_COVENANT && chance(w, 40))
            to += CUSTOMERS;
        if (w->member_from && chance(w, 15))
            to = FORUM;
        if (i == 0 || c->to[0] != to)
            c->to[c->to_count++] = to;
    }
}

static void make_times(World *w, Cl *c)
{
    c->term = (TermSaid)pick(w, 7);
    if (c->kind == K_RELEASE || c->kind == K_RESERVE)
        c->term = T_NONE_SAID;
    c->term_day = some_day(w);
    c->term_event = (int)pick(w, w->events);
    c->term_days = 1 + (int)pick(w, 200);
    if (chance(w, 20))
        c->from = some_day(w);
    if (chance(w, 20))
        c->through = some_day(w);
    if (c->kind == K_RELEASE)
        c->from = c->through = 0;
    bool each = c->other || c->grantor < 0;
    int  likely = c->kind == K_RESERVE ? 15 : 35;
    if (chance(w, likely) && room_for_cond(w))
        c->while_ = make_cond(w, 2, each && c->kind != K_RESERVE);
    if (chance(w, likely / 2) && room_for_cond(w))
        c->once = make_cond(w, 2, false);
    if (chance(w, likely / 2) && room_for_cond(w))
        c->unless = make_cond(w, 2, each && c->kind != K_RESERVE);
}

static void make_grant(World *w, Cl *c)
{
    c->acts = 1u + (unsigned)pick(w, 15);
    if ((c->acts & 2) && chance(w, 50))
        c->have_made_only = (int)pick(w, w->things);
    for (Size i = pick(w, 3); i > 0; i--)
        c->subs[c->sub_count++] =
            (Sub){1u + (unsigned)pick(w, 7), chance(w, 25) ? (int)pick(w, w->things) : -1, chance(w, 25),
                  chance(w, 25)};
    c->exclusive = chance(w, 30) ? 1 + (int)pick(w, 2) : 0;
    c->excl_through = chance(w, 50) ? some_day(w) : 0;
    c->component = chance(w, 50);
}

static Cl make_clause(World *w, Kind kind, int number)
{
    Cl c = {.kind = kind,
            .have_made_only = -1,
            .while_ = -1,
            .once = -1,
            .unless = -1,
            .in_spite_of = -1,
            .against = -1,
            .in_from = DAY_MIN,
            .in_through = DAY_MAX};
    snprintf(c.name, sizeof c.name, "c%d", number);
    c.grantor = kind != K_RESERVE && chance(w, 30) ? -1 : (int)pick(w, w->parties);
    if (kind != K_RELEASE)
        make_assets_of(w, &c);
    if (kind != K_RESERVE)
        make_to(w, &c);
    if (kind == K_GRANT)
        make_grant(w, &c);
    if (kind == K_GRANT || chance(w, 30))
        if (chance(w, 75))
            make_scope(w, &c.scope);
    if (kind == K_GRANT ? chance(w, 60) : chance(w, 20))
        make_places(w, &c.places);
    make_times(w, &c);
    c.before = some_day(w);
    if (kind == K_RESERVE && chance(w, 30))
        c.against = (int)pick(w, w->parties);
    if (kind == K_RESERVE && c.against < 0 && chance(w, 25))
        c.against_what = 1 + (int)pick(w, 2);
    if (kind != K_RESERVE && kind != K_RELEASE && w->reservations && chance(w, 25))
        c.in_spite_of = (int)pick(w, w->reservations);
    return c;
}

static void make_clauses(World *w)
{
    w->reservations = (int)pick(w, 4);
    int others = 3 + (int)pick(w, 6);
    for (int i = 0; i < w->reservations + others; i++) {
        Kind kind = i < w->reservations ? K_RESERVE
                    : chance(w, 65)     ? K_GRANT
                    : chance(w, 70)     ? K_COVENANT
                                        : K_RELEASE;
        w->clause[w->clauses] = make_clause(w, kind, i);
        w->clauses++;
    }
}

static void make_amendment(World *w)
{
    if (!chance(w, 35))
        return;
    w->amended = some_day(w);
    for (int i = w->reservations, count = w->clauses; i < count; i++) {
        Cl *c = &w->clause[i];
        if (chance(w, 20) && w->clauses < CLAUSES_MOST) {
            Cl next = make_clause(w, c->kind, i);
            next.added = true;
            next.in_from = w->amended;
            c->replaced = true;
            c->in_through = w->amended - 1;
            w->clause[w->clauses++] = next;
        } else if (chance(w, 15)) {
            c->in_through = w->amended - 1;
        }
    }
    if (chance(w, 50) && w->clauses < CLAUSES_MOST) {
        Cl more = make_clause(w, K_GRANT, 90);
        more.added = true;
        more.in_from = w->amended;
        w->clause[w->clauses++] = more;
    }
}

static void make_consequences(World *w)
{
    for (Size n = pick(w, 4); n > 0; n--) {
        Cons *k = &w->consequence[w->consequences++];
        *k = (Cons){.when = (WhenSaid)pick(w, 4),
                    .event = (int)pick(w, w->events),
                    .metric = (int)pick(w, 2),
                    .value = 60 + 10 * (int)pick(w, 3)};
        for (Size e = 1 + pick(w, 2); e > 0; e--) {
            Eff effect = {.kind = (EffectSaid)pick(w, 6),
                          .clause = (int)pick(w, w->clauses),
                          .field = (int)pick(w, w->fields)};
            if (w->clause[effect.clause].kind == K_RESERVE || w->clause[effect.clause].kind == K_RELEASE)
                continue;
            if (k->when == WHEN_LEAVES) {
                effect.that_affiliate = chance(w, 75);
                effect.kind = chance(w, 30) ? E_STAYS : effect.kind;
                effect.that_affiliate |= effect.kind == E_STAYS;
            }
            k->effects[k->count++] = effect;
        }
        if (!k->count)
            w->consequences--;
    }
}

static void add_fact(World *w, Fc fact)
{
    if (w->facts < FACTS_MOST)
        w->fact[w->facts++] = fact;
}

static void make_facts(World *w)
{
    for (int e = 0; e < w->events; e++)
        if (chance(w, 60))
            add_fact(w, (Fc){F_EVENT, e, -1, 0, -1, some_day(w), DAY_MAX});
    for (Size n = pick(w, 4); n > 0; n--)
        add_fact(w, (Fc){F_EVENT, w->event_of, (int)pick(w, w->parties), 0, -1, some_day(w), DAY_MAX});
    for (int i = 0; i < w->things; i++)
        for (Size n = w->thing[i].family ? 0 : pick(w, 3); n > 0; n--) {
            Day from = some_day(w);
            add_fact(w, (Fc){F_TRUTH, 0, i, chance(w, 60), -1, from,
                             chance(w, 30) ? from + (Day)pick(w, 200) : DAY_MAX});
        }
    for (Size n = pick(w, 5); n > 0; n--)
        add_fact(w, (Fc){F_METRIC, (int)pick(w, 2), -1, 50 + 10 * (int)pick(w, 4), -1, some_day(w), DAY_MAX});
    for (int i = w->parties; i < w->subjects - 1; i++)
        for (Size n = pick(w, 3); n > 0; n--) {
            Day from = some_day(w);
            int parent = (int)pick(w, w->parties);
            if (chance(w, 60))
                add_fact(w, (Fc){F_HOLDS, i, parent,
                                 chance(w, 50)   ? 50
                                 : chance(w, 70) ? 51
                                                 : 30,
                                 -1, from, chance(w, 30) ? from + (Day)pick(w, 200) : DAY_MAX});
            else
                add_fact(w, (Fc){chance(w, 60) ? F_JOINS : F_LEAVES, i, parent, 0, -1, from, DAY_MAX});
        }
}

static void world_make(World *w, uint64_t seed)
{
    *w = (World){.random = {seed}};
    w->events = 2 + (int)pick(w, 2);
    w->event_of = 99;
    for (int i = 0; i < w->events; i++)
        w->decided[i] = chance(w, 20);
    w->groups_change = chance(w, 60);
    w->signed_on = day_first() + (Day)pick(w, 300);
    w->effective_event = chance(w, 20) ? (int)pick(w, w->events) : -1;
    w->effective = day_first() + (Day)pick(w, 100);
    w->ends = chance(w, 50) ? w->effective + 200 + (Day)pick(w, 300) : DAY_MAX;
    w->zone = 1u + (unsigned)pick(w, (1u << NAMED) - 1);
    w->zone |= chance(w, 40) ? 1u << PLACE_EU : 0;
    make_subjects(w);
    make_fields(w);
    make_assets(w);
    make_things(w);
    make_clauses(w);
    make_amendment(w);
    make_consequences(w);
    make_facts(w);
}
#endif
