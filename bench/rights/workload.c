/* workload.c - see workload.h. */
#include "workload.h"

#include <stdio.h>
#include <string.h>

static const char *const countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV "
    "BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ "
    "FK FM FO "
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
    "IS IT JE "
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML "
    "MM MN MO "
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR "
    "PS PT PW "
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ "
    "TK TL TM "
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

const char *const        w_group_names[W_GROUPS] = {"WORLD",    "EU27",  "EEA",   "EFTA", "G7",  "USMCA",
                                                    "MERCOSUR", "ASEAN", "BRICS", "GCC",  "ANZ", "G20"};
static const char *const group_members[W_GROUPS] = {
    "*",
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE",
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE NO IS LI",
    "NO IS LI CH",
    "US CA GB FR DE IT JP",
    "US CA MX",
    "AR BR PY UY BO",
    "BN KH ID LA MY MM PH SG TH VN",
    "BR RU IN CN ZA EG ET IR AE",
    "SA AE QA KW BH OM",
    "AU NZ",
    "AR AU BR CA CN FR DE IN ID IT JP MX RU SA ZA KR TR GB US",
};
const char *const w_act_names[W_ACTS] = {"make", "use", "sell", "offer", "import", "sublicense"};

/* ---- chance ---- */

static uint64_t draw(Workload *w)
{
    uint64_t z = (w->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int below(Workload *w, int end) { return (int)(((draw(w) >> 32) * (uint64_t)end) >> 32); }

static bool chance(Workload *w, int percent) { return below(w, 100) < percent; }

/* ---- trees ---- */

bool w_under(const int *above, int number, int top)
{
    while (number >= 0 && number != top)
        number = above[number];
    return number >= 0;
}

static void make_parties(Workload *w)
{
    for (int i = 0; i < W_PARTIES; i++) { /* head, two subsidiaries, one below each of these */
        int place = i % 5, head = i - place;
        w->party_above[i] = place == 0 ? -1 : place < 3 ? head : head + place - 2;
    }
}

static void make_assets(Workload *w)
{
    for (int i = 0; i < W_ASSETS; i++) {
        char *name = w->asset_name[i];
        int   family = i < W_FIRST_LEAF ? i - W_FIRST_FAMILY : (i - W_FIRST_LEAF) / W_LEAVES;
        if (i < W_FIRST_FAMILY) {
            w->asset_above[i] = -1;
            snprintf(name, W_NAME, "K%d", i);
        } else if (i < W_FIRST_LEAF) {
            w->asset_above[i] = family / W_FAMILIES;
            snprintf(name, W_NAME, "K%d.%d", family / W_FAMILIES, family % W_FAMILIES);
        } else {
            w->asset_above[i] = W_FIRST_FAMILY + family;
            snprintf(name, W_NAME, "K%d.%d.%d", family / W_FAMILIES, family % W_FAMILIES,
                     (i - W_FIRST_LEAF) % W_LEAVES);
        }
    }
}

static void add_field(Workload *w, int above, int number)
{
    int field = w->fields++;
    w->field_above[field] = above;
    if (above < 0) {
        snprintf(w->field_name[field], W_NAME, "F%d", number);
        return;
    }
    char name[W_NAME];
    memcpy(name, w->field_name[above], sizeof name);
    snprintf(w->field_name[field], W_NAME, "%.12s.%d", name, number);
    w->field_child[above][w->field_children[above]++] = field;
}

static void make_fields(Workload *w)
{
    for (int i = 0; i < 6; i++)
        add_field(w, -1, i);
    for (int i = 0; i < 24; i++)
        add_field(w, i / 4, i % 4);
    for (int i = 0; i < 90; i++)
        add_field(w, 6 + i % 24, i / 24);
    for (int i = 0; i < 180; i++)
        add_field(w, W_TOP_FIELDS + i / 2, i % 2);
}

static void make_countries(Workload *w)
{
    for (int i = 0; i < W_COUNTRIES; i++)
        memcpy(w->country[i], countries + 3 * i, 2);
    for (int g = 0; g < W_GROUPS; g++)
        for (int i = 0; i < W_COUNTRIES; i++)
            w->in_group[g][i] = group_members[g][0] == '*' || strstr(group_members[g], w->country[i]) != NULL;
}

static int leaf_asset(Workload *w, int asset)
{
    if (asset >= W_FIRST_LEAF)
        return asset;
    int family = asset >= W_FIRST_FAMILY ? asset - W_FIRST_FAMILY : asset * W_FAMILIES + below(w, W_FAMILIES);
    return W_FIRST_LEAF + family * W_LEAVES + below(w, W_LEAVES);
}

static int leaf_field(Workload *w, int field)
{
    while (w->field_children[field])
        field = w->field_child[field][below(w, w->field_children[field])];
    return field;
}

/* ---- rules ---- */

static bool has(const int *items, int count, int item)
{
    for (int i = 0; i < count; i++)
        if (items[i] == item)
            return true;
    return false;
}

bool w_rule_covers_country(const Workload *w, const WRule *rule, int country)
{
    bool in = false;
    for (int i = 0; i < rule->place_count; i++)
        in |= rule->places[i] >= W_GROUP ? w->in_group[rule->places[i] - W_GROUP][country]
                                         : rule->places[i] == country;
    return in && !has(rule->except, rule->except_count, country);
}

bool w_rule_covers_field(const Workload *w, const WRule *rule, int field)
{
    bool in = false;
    for (int i = 0; i < rule->field_count; i++)
        in |= w_under(w->field_above, field, rule->fields[i]);
    for (int i = 0; i < rule->without_count; i++)
        in &= !w_under(w->field_above, field, rule->without[i]);
    return in;
}

static void draw_assets(Workload *w, WRule *rule, int estate)
{
    rule->asset_count = 1 + below(w, rule->reserve ? 2 : 5);
    for (int i = 0; i < rule->asset_count; i++) {
        int asset = 0;
        do {
            int kind = below(w, 100), whole = rule->reserve ? 3 : 10;
            if (kind < whole) {
                asset = estate;
            } else if (kind < 45) {
                asset = W_FIRST_FAMILY + estate * W_FAMILIES + below(w, W_FAMILIES);
            } else {
                int family = estate * W_FAMILIES + below(w, W_FAMILIES);
                asset = W_FIRST_LEAF + family * W_LEAVES + below(w, W_LEAVES);
            }
        } while (has(rule->assets, i, asset));
        rule->assets[i] = asset;
    }
}

static void draw_fields(Workload *w, WRule *rule)
{
    rule->field_count = 1 + below(w, rule->reserve ? 2 : 4);
    for (int i = 0; i < rule->field_count; i++) {
        int field = 0;
        do
            field = chance(w, 35) ? below(w, W_TOP_FIELDS) : below(w, W_FIELDS);
        while (has(rule->fields, i, field));
        rule->fields[i] = field;
    }
    int wanted = below(w, 3);
    for (int k = 0; k < wanted * 4 && rule->without_count < wanted; k++) {
        int field = leaf_field(w, rule->fields[below(w, rule->field_count)]);
        for (int up = below(w, 2); up-- && w->field_above[field] >= 0;)
            field = w->field_above[field];
        if (!has(rule->fields, rule->field_count, field) && !has(rule->without, rule->without_count, field))
            rule->without[rule->without_count++] = field;
    }
}

static void add_place(WRule *rule, int place)
{
    if (!has(rule->places, rule->place_count, place))
        rule->places[rule->place_count++] = place;
}

static void draw_places(Workload *w, WRule *rule)
{
    if (below(w, 100) < (rule->reserve ? 60 : 30)) {
        add_place(rule, W_GROUP);
    } else {
        for (int i = 1 + below(w, 2); i > 0; i--)
            add_place(rule, W_GROUP + 1 + below(w, W_GROUPS - 1));
        for (int i = below(w, 4); i > 0; i--)
            add_place(rule, below(w, W_COUNTRIES));
    }
    int wanted = below(w, 6);
    for (int i = 0; i < wanted * 6 && rule->except_count < wanted; i++) {
        int country = below(w, W_COUNTRIES);
        if (w_rule_covers_country(w, rule, country))
            rule->except[rule->except_count++] = country;
    }
}

static void draw_scope(Workload *w, WRule *rule, int estate)
{
    draw_assets(w, rule, estate);
    draw_fields(w, rule);
    draw_places(w, rule);
    do
        rule->acts = (unsigned)below(w, 64);
    while (!rule->acts);
    if (!rule->reserve && chance(w, 50))
        rule->acts |= 2; /* `use` is common */
    rule->from = below(w, W_LAST_DAY - 800);
    rule->through = rule->from + 365 + below(w, W_LAST_DAY - rule->from - 365);
    if (rule->reserve)
        rule->through = W_LAST_DAY;
}

static void draw_rules(Workload *w)
{
    int count = 0;
    for (int agreement = 0; agreement < W_AGREEMENTS; agreement++) {
        int one = below(w, W_ESTATES), other = 0;
        do
            other = below(w, W_PARTIES);
        while (other == 2 * one);
        for (int i = 0; i < W_GRANTS_EACH; i++, count++) {
            WRule *rule = &w->rules[count];
            bool   back = other % 2 == 0 && chance(w, 45);
            *rule = (WRule){.id = count, .agreement = agreement};
            rule->licensor = back ? other : 2 * one;
            rule->licensee = back ? 2 * one : other;
            rule->affiliates = chance(w, 40);
            draw_scope(w, rule, rule->licensor / 2);
        }
    }
    for (int i = 0; i < W_RESERVES; i++, count++) {
        const WRule *grant = &w->rules[below(w, W_GRANTS)];
        WRule       *rule = &w->rules[count];
        *rule = (WRule){.id = count, .reserve = true, .affiliates = true, .agreement = grant->agreement};
        rule->licensor = grant->licensor;
        rule->licensee = chance(w, 50) ? -1 : grant->licensee;
        draw_scope(w, rule, rule->licensor / 2);
    }
}

Workload *workload_new(Arena *arena, uint64_t seed)
{
    Workload *w = NEW(arena, Workload, 1);
    w->state = seed;
    make_parties(w);
    make_assets(w);
    make_fields(w);
    make_countries(w);
    draw_rules(w);
    return w;
}

/* ---- questions ---- */

static int affiliate_of(Workload *w, int party)
{
    int other = below(w, W_PARTIES);
    for (int i = 0; i < W_PARTIES; i++, other = (other + 1) % W_PARTIES)
        if (other != party && w_under(w->party_above, other, party))
            return other;
    return party;
}

static WQuestion anywhere(Workload *w)
{
    WQuestion q = {0};
    q.asker = below(w, W_PARTIES);
    q.asset = W_FIRST_LEAF + below(w, W_ASSETS - W_FIRST_LEAF);
    q.field = leaf_field(w, below(w, W_FIELDS));
    q.country = below(w, W_COUNTRIES);
    q.act = below(w, W_ACTS);
    q.day = below(w, W_LAST_DAY + 1);
    return q;
}

/* What it excepts may be all of its countries. */
static bool covers_nothing(const Workload *w, const WRule *rule)
{
    for (int i = 0; i < W_COUNTRIES; i++)
        if (w_rule_covers_country(w, rule, i))
            return false;
    return true;
}

static WQuestion inside(Workload *w, const WRule *rule)
{
    WQuestion q = {0};
    q.asker = rule->licensee < 0
                  ? w->rules[rule->agreement * W_GRANTS_EACH + below(w, W_GRANTS_EACH)].licensee
                  : rule->licensee;
    if (rule->affiliates && chance(w, 40))
        q.asker = affiliate_of(w, q.asker);
    q.asset = leaf_asset(w, rule->assets[below(w, rule->asset_count)]);
    q.field = leaf_field(w, rule->fields[below(w, rule->field_count)]);
    bool nowhere = covers_nothing(w, rule);
    do
        q.country = below(w, W_COUNTRIES);
    while (!nowhere && !w_rule_covers_country(w, rule, q.country));
    do
        q.act = below(w, W_ACTS);
    while (!(rule->acts >> q.act & 1));
    q.day = rule->from + below(w, rule->through - rule->from + 1);
    return q;
}

static void redraw_one(Workload *w, WQuestion *q)
{
    switch (below(w, 6)) {
    case 0: q->asker = below(w, W_PARTIES); return;
    case 1: q->asset = W_FIRST_LEAF + below(w, W_ASSETS - W_FIRST_LEAF); return;
    case 2: q->field = leaf_field(w, below(w, W_FIELDS)); return;
    case 3: q->country = below(w, W_COUNTRIES); return;
    case 4: q->day = below(w, W_LAST_DAY + 1); return;
    default: q->act = below(w, W_ACTS); return;
    }
}

WQuestion workload_question(Workload *w)
{
    int kind = below(w, 100); /* 8% in a reservation, 30% in a grant, 44% beside a grant, 18% anywhere */
    if (kind >= 82)
        return anywhere(w);
    const WRule *rule = kind < 8 ? &w->rules[W_GRANTS + below(w, W_RESERVES)] : &w->rules[below(w, W_GRANTS)];
    WQuestion    q = inside(w, rule);
    for (int i = kind < 38 ? 0 : 1 + below(w, 3); i > 0; i--)
        redraw_one(w, &q);
    return q;
}
