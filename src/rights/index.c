/* index.c - see index.h. */
#include "rights/index.h"

#include <string.h>

static Size dimension_size(const Rules *r, Dim dim)
{
    switch (dim) {
    case DIM_WHO: return r->st->subjects.count;
    case DIM_ACT: return W_ACT_LAST - W_ACT_FIRST + 1;
    case DIM_FIELD: return r->universe->fields.count;
    case DIM_PRODUCT: return r->universe->products.count;
    case DIM_PLACE: return COUNTRY_COUNT;
    case DIM_ASSET:
    case DIM_TIME:
    case DIM_START:
    case DIM_GATE:
    case DIM_RECIPIENT:
    case DIM_NARROWED:
    case DIM_COUNT: break;
    }
    return 0;
}

static Bits bits_of(const Rule *rule, Dim dim)
{
    switch (dim) {
    case DIM_WHO: return rule->who;
    case DIM_FIELD: return rule->fields;
    case DIM_PRODUCT: return rule->products;
    case DIM_PLACE: return rule->places;
    case DIM_ASSET: return rule->assets;
    case DIM_ACT:
    case DIM_TIME:
    case DIM_START:
    case DIM_GATE:
    case DIM_RECIPIENT:
    case DIM_NARROWED:
    case DIM_COUNT: break;
    }
    return (Bits){0};
}

/* ---- building ---- */

static void sort_by_grantor(Index *x)
{
    const Rules *r = x->rules;
    Size         n = r->rules.count, grantors = r->st->subjects.count + 1;
    int32_t     *start = NEW(r->arena, int32_t, grantors + 1);
    for (Size i = 0; i < n; i++)
        start[r->rules.items[i].grantor + 2 <= (int)grantors ? r->rules.items[i].grantor + 2 : 1]++;
    for (Size g = 1; g <= grantors; g++)
        start[g] += start[g - 1];
    int32_t *at = NEW(r->arena, int32_t, grantors + 1);
    memcpy(at, start, (size_t)(grantors + 1) * sizeof *at);
    x->order = NEW(r->arena, int32_t, n + 1);
    for (Size i = 0; i < n; i++)
        x->order[at[r->rules.items[i].grantor + 1]++] = (int32_t)i;
    for (Size g = 0; g < grantors; g++)
        if (start[g + 1] > start[g])
            *PUSH(r->arena, &x->portfolios) = (Portfolio){.first = start[g],
                                                          .count = start[g + 1] - start[g],
                                                          .words = (start[g + 1] - start[g] + 63) / 64};
}

static void set_rows(uint64_t *rows, Size words, Bits set, Size bit)
{
    uint64_t  mask = (uint64_t)1 << (bit & 63);
    uint64_t *row = rows + (bit >> 6);
    for (Size w = 0; w < BITS_WORDS(set.size); w++)
        for (uint64_t rest = set.words[w]; rest; rest &= rest - 1)
            row[((w << 6) + __builtin_ctzll(rest)) * words] |= mask;
}

static Size number_assets(Index *x, Portfolio *p)
{
    const Rules *r = x->rules;
    Size         assets = r->universe->assets.count, rows = 0;
    Bits         any = bits_new(r->arena, assets);
    for (int32_t i = 0; i < p->count; i++)
        bits_or(any, r->rules.items[x->order[p->first + i]].assets);
    p->asset_row = NEW(r->arena, int32_t, assets);
    for (Size i = 0; i < assets; i++)
        p->asset_row[i] = bits_has(any, i) ? (int32_t)rows++ : -1;
    return rows;
}

static void fill_portfolio(Index *x, Portfolio *p)
{
    const Rules *r = x->rules;
    Size         asset_rows = number_assets(x, p), words = p->words;
    Size         rows = x->fixed_rows + asset_rows;
    p->rows = NEW(r->arena, uint64_t, rows * words);
    p->reserves = NEW(r->arena, uint64_t, words);
    x->bytes += (rows + 1) * words * (Size)sizeof(uint64_t);
    for (int32_t i = 0; i < p->count; i++) {
        const Rule *rule = &r->rules.items[x->order[p->first + i]];
        uint64_t    mask = (uint64_t)1 << (i & 63);
        if (rule->kind == RIGHT_RESERVE)
            p->reserves[i >> 6] |= mask;
        for (Dim dim = DIM_WHO; dim < DIM_INDEXED; dim++) {
            uint64_t *at = p->rows + x->row_at[dim] * words;
            if (dim == DIM_ACT)
                for (uint32_t acts = rule->acts; acts; acts &= acts - 1)
                    at[__builtin_ctz(acts) * words + (i >> 6)] |= mask;
            else if (dim != DIM_ASSET)
                set_rows(at, words, bits_of(rule, dim), i);
        }
        for (Size a = bits_next(rule->assets, 0); a >= 0; a = bits_next(rule->assets, a + 1))
            p->rows[(x->fixed_rows + p->asset_row[a]) * words + (i >> 6)] |= mask;
    }
}

/* For every asset, the portfolios that have a rule about it. */
static void place_assets(Index *x)
{
    const Rules *r = x->rules;
    Size         assets = r->universe->assets.count, count = 0;
    x->asset_at = NEW(r->arena, int32_t, assets + 1);
    for (Size a = 0; a < assets; a++)
        for (Size p = 0; p < x->portfolios.count; p++)
            count += x->portfolios.items[p].asset_row[a] >= 0;
    x->asset_in = NEW(r->arena, int32_t, count + 1);
    x->asset_row_in = NEW(r->arena, int32_t, count + 1);
    count = 0;
    for (Size a = 0; a < assets; a++) {
        x->asset_at[a] = (int32_t)count;
        for (Size p = 0; p < x->portfolios.count; p++) {
            int32_t row = x->portfolios.items[p].asset_row[a];
            if (row < 0)
                continue;
            x->asset_row_in[count] = (int32_t)x->fixed_rows + row;
            x->asset_in[count++] = (int32_t)p;
        }
    }
    x->asset_at[assets] = (int32_t)count;
    x->bytes += (assets + 1 + 2 * count) * (Size)sizeof(int32_t);
}

static bool permits_anything(const Index *x, const Portfolio *p, Size subject)
{
    const uint64_t *who = p->rows + (x->row_at[DIM_WHO] + subject) * p->words;
    for (Size word = 0; word < p->words; word++)
        if (who[word] & ~p->reserves[word])
            return true;
    return false;
}

/* For every subject, the portfolios that permit it anything: another asset is sought only there. */
static void place_askers(Index *x)
{
    typedef LIST_OF(int32_t) Places;
    Arena *arena = x->rules->arena;
    Size   subjects = dimension_size(x->rules, DIM_WHO);
    Places places = {0};
    x->asker_at = NEW(arena, int32_t, subjects + 1);
    for (Size s = 0; s < subjects; s++) {
        x->asker_at[s] = (int32_t)places.count;
        for (Size p = 0; p < x->portfolios.count; p++)
            if (permits_anything(x, &x->portfolios.items[p], s))
                *PUSH(arena, &places) = (int32_t)p;
    }
    x->asker_at[subjects] = (int32_t)places.count;
    x->asker_in = places.items;
    x->bytes += (subjects + 1 + places.count) * (Size)sizeof(int32_t);
}

Index *index_new(const Rules *rules)
{
    Index *x = NEW(rules->arena, Index, 1);
    *x = (Index){.rules = rules};
    for (Dim dim = DIM_WHO; dim < DIM_INDEXED; dim++) {
        x->row_at[dim] = x->fixed_rows;
        x->fixed_rows += dimension_size(rules, dim);
    }
    sort_by_grantor(x);
    for (Size i = 0; i < x->portfolios.count; i++)
        fill_portfolio(x, &x->portfolios.items[i]);
    place_assets(x);
    place_askers(x);
    x->days = NEW(rules->arena, Days, rules->rules.count + 1);
    x->simple = NEW(rules->arena, unsigned char, rules->rules.count + 1);
    for (Size i = 0; i < rules->rules.count; i++) {
        x->days[i] = rules->rules.items[x->order[i]].days;
        x->simple[i] = rules->rules.items[x->order[i]].simple;
    }
    x->bytes += rules->rules.count * (Size)(sizeof(Days) + 1 + sizeof(int32_t));
    return x;
}

/* ---- asking ---- */

bool index_same_rules(const Index *x, int asset, int other)
{
    int32_t at = x->asset_at[asset], to = x->asset_at[other], count = x->asset_at[asset + 1] - at;
    bool    same = count == x->asset_at[other + 1] - to;
    for (int32_t i = 0; same && i < count; i++) {
        const Portfolio *p = &x->portfolios.items[x->asset_in[at + i]];
        same = x->asset_in[at + i] == x->asset_in[to + i] &&
               memcmp(p->rows + (Size)x->asset_row_in[at + i] * p->words,
                      p->rows + (Size)x->asset_row_in[to + i] * p->words,
                      (size_t)p->words * sizeof *p->rows) == 0;
    }
    return same;
}

typedef struct {
    const uint64_t *row[DIM_INDEXED];
    const uint64_t *reserves;
    Size            words;
} Rows;

static const uint64_t no_row[1]; /* the address stands for any value: nothing is asked of that dimension */

/* Of one portfolio; `asset_row` -1: no rule there is about the asset. */
static Rows rows_of(const Index *x, const Portfolio *p, const Point *q, int32_t asset_row)
{
    Size words = p->words;
    Rows rows = {.words = words, .reserves = p->reserves};
    rows.row[DIM_WHO] = p->rows + (x->row_at[DIM_WHO] + q->asker) * words;
    rows.row[DIM_ACT] = p->rows + (x->row_at[DIM_ACT] + q->act) * words;
    rows.row[DIM_FIELD] = p->rows + (x->row_at[DIM_FIELD] + q->field) * words;
    rows.row[DIM_PRODUCT] = p->rows + (x->row_at[DIM_PRODUCT] + q->product) * words;
    rows.row[DIM_PLACE] = q->country < 0 ? no_row : p->rows + (x->row_at[DIM_PLACE] + q->country) * words;
    rows.row[DIM_ASSET] = asset_row < 0 ? no_row : p->rows + asset_row * words;
    return rows;
}

static uint64_t and_but(const Rows *rows, Size word, Dim without)
{
    uint64_t all = ~(uint64_t)0;
    for (Dim dim = DIM_WHO; dim < DIM_INDEXED; dim++)
        if (dim != without && rows->row[dim] != no_row)
            all &= rows->row[dim][word];
    return all;
}

static void hand_out(const Index *x, const Portfolio *p, Size word, uint64_t bits, IndexFound found,
                     void *context)
{
    for (; bits; bits &= bits - 1) {
        Size at = (word << 6) + __builtin_ctzll(bits);
        if (at < p->count)
            found(context, &x->rules->rules.items[x->order[p->first + at]]);
    }
}

void index_fits(const Index *x, const Point *q, IndexFound found, void *context)
{
    for (int32_t i = x->asset_at[q->asset]; i < x->asset_at[q->asset + 1]; i++) {
        const Portfolio *p = &x->portfolios.items[x->asset_in[i]];
        Rows             rows = rows_of(x, p, q, x->asset_row_in[i]);
        for (Size word = 0; word < rows.words; word++)
            hand_out(x, p, word, and_but(&rows, word, DIM_COUNT), found, context);
    }
}

typedef struct {
    const Index *x;
    IndexFound   found;
    void        *context;
} Search;

static void near_in(const Search *s, const Portfolio *p, const Rows *rows, Dim without)
{
    for (Size word = 0; word < rows->words; word++) {
        uint64_t near = and_but(rows, word, without) & ~rows->reserves[word];
        if (rows->row[without] != no_row)
            near &= ~rows->row[without][word];
        hand_out(s->x, p, word, near, s->found, s->context);
    }
}

void index_near(const Index *x, const Point *q, Dim without, IndexFound found, void *context)
{
    Search         search = {x, found, context};
    bool           elsewhere = without == DIM_ASSET; /* another asset may be in another portfolio */
    Size           at = elsewhere ? q->asker : q->asset;
    const int32_t *first = elsewhere ? x->asker_at : x->asset_at, *in = elsewhere ? x->asker_in : x->asset_in;
    for (int32_t i = first[at]; i < first[at + 1]; i++) {
        const Portfolio *p = &x->portfolios.items[in[i]];
        int32_t          row = !elsewhere ? x->asset_row_in[i] : p->asset_row[q->asset];
        if (elsewhere && row >= 0)
            row += (int32_t)x->fixed_rows;
        Rows rows = rows_of(x, p, q, row);
        near_in(&search, p, &rows, without);
    }
}

Size index_decide(const Index *x, const Point *q, int32_t *out, Size room, bool *reserved)
{
    Size grants = 0, kept = 0;
    for (int32_t i = x->asset_at[q->asset]; i < x->asset_at[q->asset + 1]; i++) {
        const Portfolio *p = &x->portfolios.items[x->asset_in[i]];
        Size             words = p->words;
        const uint64_t  *who = p->rows + (x->row_at[DIM_WHO] + q->asker) * words;
        const uint64_t  *act = p->rows + (x->row_at[DIM_ACT] + q->act) * words;
        const uint64_t  *field = p->rows + (x->row_at[DIM_FIELD] + q->field) * words;
        const uint64_t  *product = p->rows + (x->row_at[DIM_PRODUCT] + q->product) * words;
        const uint64_t  *place = p->rows + (x->row_at[DIM_PLACE] + q->country) * words;
        const uint64_t  *asset = p->rows + x->asset_row_in[i] * words;
        for (Size word = 0; word < words; word++) {
            uint64_t fits = who[word] & act[word] & field[word] & product[word] & place[word] & asset[word];
            for (; fits; fits &= fits - 1) {
                Size at = p->first + (word << 6) + __builtin_ctzll(fits);
                if (q->day < x->days[at].from || q->day > x->days[at].through)
                    continue;
                const Rule *rule = &x->rules->rules.items[x->order[at]];
                if (!x->simple[at] && rule_test(x->rules, rule, q, NULL).verdict != TEST_MATCH)
                    continue;
                bool keeps = p->reserves[word] & (fits & -fits);
                if (keeps && !kept)
                    grants = 0;
                if (!keeps && kept)
                    continue;
                Size *count = keeps ? &kept : &grants;
                if (*count < room)
                    out[*count] = x->order[at];
                (*count)++;
            }
        }
    }
    *reserved = kept > 0;
    return kept ? kept : grants;
}
