/* answer.c - from a question to an answer: needs, parts, regions, near misses, the next change. */
#include "rights/cell.h"

#include <string.h>

const char *status_text(Status status)
{
    static const char *const texts[] = {"licensed",   "conditional", "covenanted", "released",
                                        "not needed", "unknown",     "suspended",  "expired",
                                        "excluded",   "reserved",    "silent"};
    return texts[status];
}

bool status_permits(Status status) { return status <= ANSWER_NOT_NEEDED; }

/* ---- which cells a question asks about ---- */

typedef struct {
    LIST_OF(int) fields, countries, assets;
    bool     fields_open, countries_open; /* not told: the best case counts */
    int      product;
    uint64_t sign[COUNTRY_COUNT]; /* equal: no rule tells these countries apart */
} Asked;

typedef struct {
    const Index    *x;
    Arena          *arena;
    const Question *q;
    Asked           asked;
} May;

/* The parts of a field that are different for some rule: its leaves, and its rest. */
static void add_field(May *m, int field)
{
    const Dimension *fields = &m->x->rules->universe->fields;
    bool             parts = false;
    for (Size i = bits_next(fields->within[field], 1); i >= 0; i = bits_next(fields->within[field], i + 1))
        if ((int)i != field && fields->rest[i]) {
            *PUSH(m->arena, &m->asked.fields) = (int)i;
            parts = true;
        }
    if (!parts || fields->rest[field])
        *PUSH(m->arena, &m->asked.fields) = field;
}

/* The fields among the sets that a product or a family lies in, and those that its families lie in. */
static void add_fields_of(May *m, const Node *sets, int depth)
{
    const Terms *terms = m->x->rules->st->terms;
    for (const Node *item = sets && depth < 16 ? sets->a : NULL; item; item = item->next) {
        const Decl *decl = item->a->kind == N_NAME ? terms_decl(terms, item->a->word) : NULL;
        int         number = decl ? universe_number(m->x->rules->universe, item->a->word) : -1;
        if (number > 0 && (decl->ref & REF(FIELD)))
            add_field(m, number);
        else if (decl && clause_is(decl->clause, REF(PRODUCTS)))
            add_fields_of(m, ((const SetOf *)decl->clause->data)->in, depth + 1);
    }
}

/* The fields asked; else those of the product, else those of the families. */
static void ask_fields(May *m, const Product *product)
{
    const Universe *u = m->x->rules->universe;
    for (Size i = 0; i < m->q->fields.count; i++)
        add_field(m, m->q->fields.items[i]);
    if (!m->asked.fields.count && product)
        add_fields_of(m, product->field ? product->field : product->families, 0);
    for (Size i = 0; !m->q->fields.count && !product && i < m->q->families.count; i++) {
        const Clause *set = terms_clause(m->x->rules->st->terms, u->products.name[m->q->families.items[i]]);
        if (set && clause_is(set, REF(PRODUCTS)))
            add_fields_of(m, ((const SetOf *)set->data)->in, 0);
    }
    if (m->asked.fields.count)
        return;
    m->asked.fields_open = true;
    for (int i = 1; i < (int)u->fields.count; i++)
        if (u->fields.rest[i])
            *PUSH(m->arena, &m->asked.fields) = i;
    if (!m->asked.fields.count)
        *PUSH(m->arena, &m->asked.fields) = 0;
}

/* Countries that no rule and no patent tells apart are asked once. */
static void ask_countries(May *m)
{
    const Rules *r = m->x->rules;
    uint64_t    *sign = m->asked.sign;
    if (m->q->countries.words) {
        for (Size c = bits_next(m->q->countries, 0); c >= 0; c = bits_next(m->q->countries, c + 1))
            *PUSH(m->arena, &m->asked.countries) = (int)c;
        if (m->asked.countries.count == 1)
            return;
    } else {
        m->asked.countries_open = true;
        for (int c = 0; c < COUNTRY_COUNT; c++)
            *PUSH(m->arena, &m->asked.countries) = c;
    }
    for (Size i = 0; i < r->rules.count; i++)
        for (int c = 0; c < COUNTRY_COUNT; c++)
            sign[c] = sign[c] * 0x9E3779B97F4A7C15u + bits_has(r->rules.items[i].places, c) + 1;
    for (int group = 0; group < group_count(); group++)
        for (int c = 0; c < COUNTRY_COUNT; c++)
            sign[c] = sign[c] * 0x9E3779B97F4A7C15u + group_has(group, c, m->q->day) + 1;
    for (int a = 1; a < (int)r->universe->assets.count; a++) {
        const Clause *clause = asset_clause(r->universe, a);
        const Asset  *asset = clause ? clause->data : NULL;
        Bits          places = bits_new(m->arena, COUNTRY_COUNT);
        bool          dated = false;
        for (const Node *item = asset && asset->places ? asset->places->a : NULL; item; item = item->next)
            (void)universe_places(r->universe, item->a, m->q->day, false, places, &dated);
        for (int c = 0; asset && asset->places && c < COUNTRY_COUNT; c++)
            sign[c] = sign[c] * 0x9E3779B97F4A7C15u + bits_has(places, c) + 1;
    }
    Size kept = 0;
    for (Size i = 0; i < m->asked.countries.count; i++) {
        bool again = false;
        for (Size k = 0; k < kept && !again; k++)
            again = sign[m->asked.countries.items[k]] == sign[m->asked.countries.items[i]];
        if (!again)
            m->asked.countries.items[kept++] = m->asked.countries.items[i];
    }
    m->asked.countries.count = kept;
}

static void ask_assets(May *m, const Product *product)
{
    const Universe *u = m->x->rules->universe;
    for (Size i = 0; i < m->q->assets.count; i++)
        *PUSH(m->arena, &m->asked.assets) = m->q->assets.items[i];
    for (const Node *item = !m->q->assets.count && product && product->practises ? product->practises->a
                                                                                 : NULL;
         item; item = item->next) {
        int number = item->a->decl >= 0 ? u->number[item->a->decl] : -1;
        if (number > 0)
            *PUSH(m->arena, &m->asked.assets) = number;
    }
    for (Size i = 0; product && !m->q->assets.count && i < product->contains.count;
         i++) { /* assets inside it */
        const Node *what = product->contains.items[i].what;
        const Decl *decl = what->decl >= 0 ? &m->x->rules->st->terms->decls.items[what->decl] : NULL;
        bool        asset = decl && (decl->ref & (REF(ASSET) | REF(PATENT)));
        int         maker = product->maker ? standing_subject(m->x->rules->st, product->maker->word) : -1;
        if (asset && (maker < 0 || u->owner[u->number[what->decl]] != maker)) /* a maker puts in its own */
            *PUSH(m->arena, &m->asked.assets) = u->number[what->decl];
    }
    if (!m->asked.assets.count)
        *PUSH(m->arena, &m->asked.assets) = 0;
}

/* ---- one cell of the question: all its assets ---- */

/* How good a status is where the question leaves a choice; the best one answers. */
static int goodness(Status status)
{
    static const int rank[] = {
        [ANSWER_LICENSED] = 11, [ANSWER_CONDITIONAL] = 10, [ANSWER_COVENANTED] = 9, [ANSWER_RELEASED] = 8,
        [ANSWER_UNKNOWN] = 7,   [ANSWER_SUSPENDED] = 6,    [ANSWER_RESERVED] = 5,   [ANSWER_EXCLUDED] = 4,
        [ANSWER_EXPIRED] = 3,   [ANSWER_SILENT] = 2,       [ANSWER_NOT_NEEDED] = 1};
    return rank[status];
}

/* The worst of all its assets; *at is left at that one. */
static Cell whole_cell(const May *m, Point *at)
{
    Cell       worst = {.status = ANSWER_NOT_NEEDED};
    AssetParts parts = {0};
    Point      point = *at;
    for (Size i = 0; i < m->asked.assets.count; i++) {
        point.asset = m->asked.assets.items[i];
        Cell cell = cell_answer(m->x, m->arena, &point);
        if (status_permits(cell.status))
            cell.parts = parts_asked(m->x, m->arena, &point);
        parts_unite(m->arena, &parts, &cell.parts);
        bool worse = i == 0 || status_badness(cell.status) > status_badness(worst.status);
        bool same = i > 0 && cell.status == worst.status;
        if (same &&
            cell.exclusion != EXCLUSION_COMPONENT) /* every licence it needs must let the rest go on */
            worst.exclusion = cell.exclusion;
        for (Size g = 0; same && g < cell.grounds.count; g++)
            *PUSH(m->arena, &worst.grounds) = cell.grounds.items[g];
        for (Size k = 0; same && k < cell.trace.used.count; k++)
            trace_used(&worst.trace, cell.trace.used.items[k]);
        if (worse) {
            worst = cell;
            *at = point;
        }
    }
    worst.parts = status_permits(worst.status) ? parts : (AssetParts){0};
    return worst;
}

static Point point_of(const May *m, int field, int country)
{
    return (Point){.asker = m->q->asker,
                   .act = (int)(m->q->act - W_ACT_FIRST),
                   .field = field,
                   .product = m->asked.product,
                   .country = country,
                   .recipient = m->q->recipient,
                   .level = m->q->level,
                   .day = m->q->day};
}

typedef struct {
    Status status;
    Cell   cell;
    Point  point;
    bool   differs;
} Best;

/* Of two that are permitted alike, the better one leaves out less, or lets an excluded component leave the
 * rest alone. */
static bool alike_but_better(const Best *cell, const Best *than)
{
    int order = parts_order(&cell->cell.parts, &than->cell.parts);
    return order ? order < 0
                 : cell->cell.exclusion == EXCLUSION_COMPONENT && than->cell.exclusion != EXCLUSION_COMPONENT;
}

/* One more cell: `open` takes the better one, otherwise the worse, without the parts that either leaves out.
 */
static void consider(const May *m, Best *best, Best cell, bool open)
{
    if (best->status == ANSWER_COUNT) {
        *best = cell;
        return;
    }
    Best was = *best;
    bool alike = cell.status == was.status;
    bool better = alike ? alike_but_better(&cell, &was) : goodness(cell.status) > goodness(was.status);
    bool worse = alike
                     ? was.cell.exclusion == EXCLUSION_COMPONENT && cell.cell.exclusion != EXCLUSION_COMPONENT
                     : status_badness(cell.status) > status_badness(was.status);
    if (open ? better : worse)
        *best = cell;
    best->differs =
        was.differs || cell.differs || !alike || parts_order(&cell.cell.parts, &was.cell.parts) != 0;
    if (open)
        return;
    AssetParts both = was.cell.parts;
    parts_unite(m->arena, &both, &cell.cell.parts);
    best->cell.parts = status_permits(best->status) ? both : (AssetParts){0};
}

/* Of one item of the outer dimension: all of the inner one. */
static Best over_inner(const May *m, Size outer, bool fields_inside)
{
    Best best = {.status = ANSWER_COUNT};
    Size count = fields_inside ? m->asked.fields.count : m->asked.countries.count;
    for (Size i = 0; i < count; i++) {
        Size  f = fields_inside ? i : outer, c = fields_inside ? outer : i;
        Point point = point_of(m, m->asked.fields.items[f], m->asked.countries.items[c]);
        Cell  cell = whole_cell(m, &point);
        consider(m, &best, (Best){cell.status, cell, point, false},
                 fields_inside ? m->asked.fields_open : m->asked.countries_open);
    }
    return best;
}

/* Over all cells: the worst in what was asked for, and of these the best where a dimension was left open. */
static Best over_cells(const May *m)
{
    Best best = {.status = ANSWER_COUNT};
    bool fields_inside = !m->asked.fields_open || m->asked.countries_open;
    Size count = fields_inside ? m->asked.countries.count : m->asked.fields.count;
    for (Size i = 0; i < count; i++) {
        Best inner = over_inner(m, i, fields_inside);
        if (inner.status != ANSWER_COUNT)
            consider(m, &best, inner, fields_inside ? m->asked.countries_open : m->asked.fields_open);
    }
    if (best.status == ANSWER_COUNT) /* a group without members on that day: nothing is asked */
        best.status = ANSWER_SILENT;
    return best;
}

/* ---- regions: where the answer differs within what was asked ---- */

static Str field_names(const May *m, Bits fields)
{
    Text text = text_new(m->arena);
    for (Size i = bits_next(fields, 0); i >= 0; i = bits_next(fields, i + 1)) {
        Word name = m->x->rules->universe->fields.name[i];
        text_format(&text, "%s%.*s", text.len ? ", " : "",
                    STR_ARG(name ? terms_text(m->x->rules->st->terms, name) : S("any other field")));
    }
    return text_str(&text);
}

static Str country_names(const May *m, const Bits countries)
{
    Text text = text_new(m->arena);
    Size count = bits_count(countries), most = 8, shown = 0;
    bool negative = count > COUNTRY_COUNT / 2 && !m->q->countries.words;
    if (negative && count == COUNTRY_COUNT)
        return S("");
    for (int c = 0; c < COUNTRY_COUNT; c++) {
        if (bits_has(countries, c) == negative)
            continue;
        if (shown++ == most)
            break;
        text_format(&text, "%s%.*s", text.len ? ", " : "", STR_ARG(country_code(c)));
    }
    Size all = negative ? COUNTRY_COUNT - count : count;
    Str  list = all > most ? str_format(m->arena, "%.*s and %td more", STR_ARG(text_str(&text)), all - most)
                           : text_str(&text);
    return negative ? str_format(m->arena, "everywhere but %.*s", STR_ARG(list)) : list;
}

/* A country, and those that no rule tells from it. */
static void add_class(const May *m, int country, Bits into)
{
    bits_add(into, country);
    for (int c = 0; c < COUNTRY_COUNT; c++)
        if (m->asked.sign[c] == m->asked.sign[country] && m->asked.sign[c] &&
            (!m->q->countries.words || bits_has(m->q->countries, c)))
            bits_add(into, c);
}

static Str asset_names(const May *m, const AssetParts *parts)
{
    const Universe *u = m->x->rules->universe;
    AssetParts      shown = parts_outermost(u, m->arena, parts);
    Text            text = text_new(m->arena);
    for (Size i = 0; i < shown.count; i++)
        text_format(&text, "%s%.*s", i ? ", " : "",
                    STR_ARG(terms_text(u->st->terms, u->assets.name[shown.items[i].point.asset])));
    return text_str(&text);
}

/* The cells with one answer. */
typedef struct {
    Cell cell;
    Bits fields, places;
} Alike;
typedef LIST_OF(Alike) AlikeList;

static Alike *alike_to(May *m, AlikeList *all, Cell cell)
{
    for (Size i = 0; i < all->count; i++)
        if (all->items[i].cell.status == cell.status && !parts_order(&all->items[i].cell.parts, &cell.parts))
            return &all->items[i];
    Alike *one = PUSH(m->arena, all);
    *one = (Alike){cell, bits_new(m->arena, m->x->rules->universe->fields.count),
                   bits_new(m->arena, COUNTRY_COUNT)};
    return one;
}

/* The answer in every field and every country asked, as few rows of equal countries. */
static void add_regions(May *m, Answer *answer)
{
    Size      fields = m->asked.fields.count, countries = m->asked.countries.count;
    AlikeList all = {0};
    for (Size f = 0; f < fields; f++)
        for (Size c = 0; c < countries; c++) {
            Point  point = point_of(m, m->asked.fields.items[f], m->asked.countries.items[c]);
            Alike *alike = alike_to(m, &all, whole_cell(m, &point));
            bits_add(alike->fields, m->asked.fields.items[f]);
            add_class(m, m->asked.countries.items[c], alike->places);
        }
    for (Status status = 0; status < ANSWER_COUNT; status++)
        for (Size i = 0; i < all.count; i++) {
            const Alike *one = &all.items[i];
            if (one->cell.status == status)
                *PUSH(m->arena, &answer->regions) =
                    (Region){status, asset_names(m, &one->cell.parts),
                             fields > 1 ? field_names(m, one->fields) : S(""),
                             countries > 1 ? country_names(m, one->places) : S("")};
        }
}

/* ---- near misses ---- */

typedef struct {
    May         *m;
    Answer      *answer;
    const Point *point;
    Dim          dim;
} Nearing;

/* A patent that its owner's capture line leaves out: the two dates say why. */
static Str not_captured(const May *m, const Rule *rule, const Point *p)
{
    const Universe *u = m->x->rules->universe;
    const Terms    *terms = m->x->rules->st->terms;
    const Clause   *patent = asset_clause(u, p->asset);
    const Asset    *it = patent && clause_is(patent, REF(PATENT)) ? patent->data : NULL;
    for (int i = 1; it && it->filed && i < (int)u->assets.count; i++) {
        const Clause *clause = asset_clause(u, i);
        const Asset  *asset = clause && clause_is(clause, REF(ASSET)) ? clause->data : NULL;
        bool          about = asset && asset->capture == CAPTURE_FILED && u->owner[i] == u->owner[p->asset] &&
                     bits_has(rule->assets, i) && asset->capture_through;
        if (about)
            return str_format(
                m->arena, "%.*s takes patents first filed through %.*s, and %.*s was first filed %.*s",
                STR_ARG(terms_text(terms, clause->name)),
                STR_ARG(sources_slice(terms->doc->sources, asset->capture_through->span)),
                STR_ARG(terms_text(terms, patent->name)), STR_ARG(day_text(m->arena, (Day)it->filed->value)));
    }
    return S("");
}

static Str asset_needed(const May *m, const Rule *rule, const Point *p)
{
    Str captured = not_captured(m, rule, p);
    if (captured.len)
        return captured;
    return str_format(m->arena, "it is under %.*s",
                      STR_ARG(sources_slice(m->x->rules->st->terms->doc->sources, rule->at[DIM_ASSET])));
}

static Str needed(const May *m, const Rule *rule, Dim dim, const Point *p)
{
    Arena       *arena = m->arena;
    const Rules *r = m->x->rules;
    const Terms *terms = r->st->terms;
    switch (dim) {
    case DIM_WHO: {
        Str to = rule->grantee_count ? subject_text(r->st, arena, rule->grantees[0].subject) : S("others");
        return str_format(arena, "it is given to %.*s%s, not to %.*s", STR_ARG(to),
                          rule->grantee_count && rule->grantees[0].affiliates ? " and its affiliates" : "",
                          STR_ARG(subject_text(r->st, arena, p->asker)));
    }
    case DIM_ASSET: return asset_needed(m, rule, p);
    case DIM_ACT:
        return str_format(arena, "it does not give the act `%.*s`",
                          STR_ARG(terms_text(terms, (Word)p->act + W_ACT_FIRST)));
    case DIM_FIELD:
    case DIM_PRODUCT:
        return str_format(arena, "it is in %.*s", STR_ARG(sources_slice(terms->doc->sources, rule->at[dim])));
    case DIM_PLACE:
        return str_format(arena, "it is within %.*s%s%.*s",
                          STR_ARG(sources_slice(terms->doc->sources, rule->at[DIM_PLACE])),
                          p->country >= 0 ? ", not " : "",
                          STR_ARG(p->country >= 0 ? country_code(p->country) : S("")));
    case DIM_TIME:
        return str_format(arena, "it runs from %.*s through %.*s", STR_ARG(day_text(arena, rule->days.from)),
                          STR_ARG(day_text(arena, rule->days.through)));
    case DIM_RECIPIENT:
        return str_format(arena, "%.*s",
                          STR_ARG(sources_slice(terms->doc->sources, rule->at[DIM_RECIPIENT])));
    case DIM_START:
    case DIM_GATE:
    case DIM_NARROWED:
    case DIM_COUNT: break;
    }
    return S("");
}

static void add_miss(Nearing *n, const Rule *rule, Dim dim, Span at, Str needs)
{
    enum { MISSES_MOST = 6 };
    Answer *a = n->answer;
    for (Size i = 0; i < a->misses.count; i++)
        if (a->misses.items[i].clause == rule->clause && a->misses.items[i].dim == dim)
            return;
    for (Size i = 0; i < a->grounds.count; i++)
        if (a->grounds.items[i].clause == rule->clause)
            return;
    if (a->misses.count < MISSES_MOST)
        *PUSH(n->m->arena, &a->misses) = (Miss){rule->clause, rule->part, dim, at, needs};
}

static void try_miss(void *context, const Rule *rule)
{
    Nearing *n = context;
    if (rule->kind == RIGHT_RESERVE || rule->grantor == n->point->asker)
        return;
    Tested tested = rule_test(n->m->x->rules, rule, n->point, NULL);
    bool   only_this = tested.verdict == TEST_MATCH || tested.verdict == TEST_CONDITIONAL ||
                     (n->dim == DIM_WHO && tested.verdict == TEST_MISS && tested.dim == DIM_WHO);
    if (only_this)
        add_miss(n, rule, n->dim, rule->at[n->dim], needed(n->m, rule, n->dim, n->point));
}

/* Rules whose sets all fit, but which are not (or not any more) in force. */
static void try_fitting(void *context, const Rule *rule)
{
    Nearing *n = context;
    if (rule->kind == RIGHT_RESERVE)
        return;
    Tested tested = rule_test(n->m->x->rules, rule, n->point, NULL);
    if (tested.verdict == TEST_NOT_YET || tested.verdict == TEST_OVER)
        add_miss(n, rule, tested.dim, tested.at,
                 tested.dim == DIM_START ? tested.why : needed(n->m, rule, DIM_TIME, n->point));
    else if (tested.verdict == TEST_MISS && tested.dim != DIM_TIME)
        add_miss(n, rule, tested.dim, tested.at, needed(n->m, rule, tested.dim, n->point));
}

static void add_misses(May *m, Answer *answer, const Point *at)
{
    static const Dim order[] = {DIM_FIELD, DIM_PRODUCT, DIM_PLACE, DIM_ACT, DIM_ASSET, DIM_WHO};
    Point            point = *at;
    for (Size a = 0; a < m->asked.assets.count; a++) {
        point.asset = m->asked.assets.items[a];
        Nearing n = {m, answer, &point, DIM_COUNT};
        index_fits(m->x, &point, try_fitting, &n);
        for (Size i = 0; i < COUNT(order); i++) {
            n.dim = order[i];
            index_near(m->x, &point, order[i], try_miss, &n);
        }
    }
}

/* ---- parts ---- */

static Best part_best(const May *m, Word name, int depth);

/* The first part of a part that is not permitted speaks for it; assets left out of any are left out. */
static Best question_of_part(const May *m, const Question *q, int depth)
{
    May            part = {.x = m->x, .arena = m->arena, .q = q};
    const Product *product = product_of(m->x->rules->universe, q->product);
    part.asked.product = universe_number(m->x->rules->universe, q->product);
    ask_fields(&part, product);
    ask_countries(&part);
    ask_assets(&part, product);
    Best best = over_cells(&part);
    for (Size i = 0; product && depth < 8 && status_permits(best.status) && i < product->contains.count;
         i++) {
        const Node *what = product->contains.items[i].what;
        if (!product_of(m->x->rules->universe, what->word))
            continue;
        Best inner = part_best(m, what->word, depth + 1);
        if (status_permits(inner.status))
            parts_unite(m->arena, &best.cell.parts, &inner.cell.parts);
        else
            best = inner;
    }
    return best;
}

/* A part is asked in its own field, or else in that of the product it is in. */
static Best part_best(const May *m, Word name, int depth)
{
    Question       q = *m->q;
    const Product *part = product_of(m->x->rules->universe, name);
    q.product = name;
    q.assets.count = 0;
    if (part && part->field)
        q.fields.count = 0;
    else if (!q.fields.count && !m->asked.fields_open) {
        q.fields.items = m->asked.fields.items;
        q.fields.count = m->asked.fields.count;
    }
    return question_of_part(m, &q, depth);
}

static void add_except(May *m, Answer *answer, Word name, const AssetPart *part)
{
    *PUSH(m->arena, &answer->except) =
        (PartAnswer){terms_text(m->x->rules->st->terms, name), part->status, part->grounds, part->point};
}

/* Products that the product contains. */
static void add_components(May *m, Answer *answer, const Product *product, Best *best)
{
    Status whole = answer->status;
    for (Size i = 0; product && status_permits(whole) && i < product->contains.count; i++) {
        const Node *what = product->contains.items[i].what;
        if (!product_of(m->x->rules->universe, what->word))
            continue;
        Best part = part_best(m, what->word, 0);
        if (status_permits(part.status)) {
            parts_unite(m->arena, &best->cell.parts, &part.cell.parts);
            continue;
        }
        bool component = best->cell.exclusion == EXCLUSION_COMPONENT && part.status != ANSWER_UNKNOWN;
        if (!component)
            answer->status =
                answer->status == whole || status_badness(part.status) > status_badness(answer->status)
                    ? part.status
                    : answer->status;
        AssetPart says = {part.point, part.status, part.cell.grounds, part.cell.trace};
        add_except(m, answer, what->word, &says);
    }
    if (answer->status != whole && answer->except.count)
        *PUSH(m->arena, &answer->notes) =
            str_format(m->arena, "it contains %.*s: %s", STR_ARG(answer->except.items[0].name),
                       status_text(answer->except.items[0].status));
}

/* Assets within an asset, with what was looked at to refuse them. */
static void add_asset_parts(May *m, Answer *answer, const AssetParts *all)
{
    const Universe *u = m->x->rules->universe;
    AssetParts      parts = parts_outermost(u, m->arena, all);
    for (Size i = 0; i < parts.count; i++) {
        const AssetPart *part = &parts.items[i];
        add_except(m, answer, u->assets.name[part->point.asset], part);
        for (Size k = 0; part->status == ANSWER_UNKNOWN && k < part->trace.missing.count; k++)
            *PUSH(m->arena, &answer->missing) = part->trace.missing.items[k];
        for (Size k = 0; k < part->trace.used.count; k++)
            *PUSH(m->arena, &answer->facts) = part->trace.used.items[k];
    }
}

/* ---- versions ---- */

/* The digits up to the next dot, without leading zeros. */
static Str version_part(Str version, Size *at)
{
    while (*at < version.len && version.at[*at] == '0')
        (*at)++;
    Size from = *at;
    while (*at < version.len && version.at[*at] != '.')
        (*at)++;
    Str part = from < version.len ? str_slice(version, from, *at) : S("");
    *at += *at < version.len;
    return part;
}

/* Dotted numbers of any length, part by part; the shorter one is filled with zeros. */
static int version_order(Str a, Str b)
{
    Size i = 0, k = 0;
    while (i < a.len || k < b.len) {
        Str left = version_part(a, &i), right = version_part(b, &k);
        if (left.len != right.len)
            return left.len < right.len ? -1 : 1;
        int order = str_order(left, right);
        if (order)
            return order;
    }
    return 0;
}

static bool version_outside(const May *m, int asset, Word version)
{
    const Clause *clause = asset_clause(m->x->rules->universe, asset);
    const Asset  *data = clause && clause_is(clause, REF(ASSET)) ? clause->data : NULL;
    if (!data || !data->from_version || !version)
        return false;
    const Terms *terms = m->x->rules->st->terms;
    Str          v = terms_text(terms, version);
    return version_order(v, terms_text(terms, data->from_version->word)) < 0 ||
           version_order(v, terms_text(terms, data->through_version->word)) > 0;
}

static void check_versions(May *m, Answer *answer, const Product *product)
{
    const Universe *u = m->x->rules->universe;
    for (Size i = 0; product && i < product->contains.count; i++) {
        const Node *what = product->contains.items[i].what, *version = product->contains.items[i].version;
        int         asset = what->decl >= 0 ? u->number[what->decl] : -1;
        const Decl *decl = what->decl >= 0 ? &m->x->rules->st->terms->decls.items[what->decl] : NULL;
        if (version && decl && (decl->ref & REF(ASSET)) && u->owner[asset] != m->q->asker &&
            version_outside(m, asset, version->word)) {
            answer->status = status_permits(answer->status) ? ANSWER_SILENT : answer->status;
            *PUSH(m->arena, &answer->notes) =
                str_format(m->arena, "version %.*s of %.*s is not among those licensed",
                           STR_ARG(terms_text(m->x->rules->st->terms, version->word)),
                           STR_ARG(terms_text(m->x->rules->st->terms, what->word)));
        }
    }
    for (Size i = 0; m->q->version && i < m->asked.assets.count; i++)
        if (version_outside(m, m->asked.assets.items[i], m->q->version) && status_permits(answer->status)) {
            answer->status = ANSWER_SILENT;
            *PUSH(m->arena, &answer->notes) = S("that version is not among those licensed");
        }
}

/* ---- all ---- */

static Answer answer_on(const Index *x, Arena *arena, const Question *q, Wanted wanted)
{
    May            m = {.x = x, .arena = arena, .q = q};
    Answer         answer = {.changes_on = DAY_MAX};
    const Product *product = product_of(x->rules->universe, q->product);
    m.asked.product = q->product          ? universe_number(x->rules->universe, q->product)
                      : q->families.count ? q->families.items[0]
                                          : 0;
    if (m.asked.product < 0)
        m.asked.product = 0;
    ask_fields(&m, product);
    ask_countries(&m);
    ask_assets(&m, product);
    Best best = over_cells(&m);
    answer.status = best.status;
    answer.point = best.point;
    for (Size i = 0; i < m.asked.assets.count; i++)
        *PUSH(arena, &answer.assets) = m.asked.assets.items[i];
    answer.grounds = best.cell.grounds;
    if (best.status == ANSWER_UNKNOWN)
        for (Size i = 0; i < best.cell.trace.missing.count; i++)
            *PUSH(arena, &answer.missing) = best.cell.trace.missing.items[i];
    for (Size i = 0; i < best.cell.trace.used.count; i++)
        *PUSH(arena, &answer.facts) = best.cell.trace.used.items[i];
    for (Size i = 0; i < best.cell.conditions.count; i++)
        *PUSH(arena, &answer.conditions) = best.cell.conditions.items[i];
    add_components(&m, &answer, product, &best);
    check_versions(&m, &answer, product);
    if (status_permits(answer.status))
        add_asset_parts(&m, &answer, &best.cell.parts);
    else
        answer.except.count = 0;
    if (wanted.misses && best.differs)
        add_regions(&m, &answer);
    if (wanted.misses && !status_permits(answer.status))
        add_misses(&m, &answer, &best.point);
    return answer;
}

static bool same_answer(const Answer *a, const Answer *b)
{
    bool same = a->status == b->status && a->except.count == b->except.count;
    for (Size i = 0; same && i < a->except.count; i++)
        same = str_equal(a->except.items[i].name, b->except.items[i].name);
    return same;
}

/* The first later day on which the status differs; only days on which something turns are tried. */
static void find_next(const Index *x, Arena *arena, const Question *q, Answer *answer)
{
    enum { TURNS_MOST = 4000 };
    Arena scratch = {0};
    Size  tried = 0;
    for (Size i = 0; i < x->rules->turns.count && tried < TURNS_MOST; i++) {
        if (x->rules->turns.items[i] <= q->day)
            continue;
        Question then = *q;
        then.day = x->rules->turns.items[i];
        Answer later = answer_on(x, &scratch, &then, (Wanted){false, false});
        tried++;
        if (same_answer(answer, &later))
            continue;
        answer->changes_on = then.day;
        answer->changes_to = later.status;
        answer->changes_text = answer_text(arena, &later);
        break;
    }
    arena_free(&scratch);
}

Answer may(const Index *x, Arena *arena, const Question *q, Wanted wanted)
{
    INVARIANT(q->asker >= 0 && q->act >= W_ACT_FIRST && q->act <= W_ACT_LAST);
    Answer answer = answer_on(x, arena, q, wanted);
    if (wanted.next)
        find_next(x, arena, q, &answer);
    return answer;
}

Str answer_text(Arena *arena, const Answer *answer)
{
    if (!answer->except.count)
        return str_from(status_text(answer->status));
    Text text = text_new(arena);
    text_format(&text, "%s except ", status_text(answer->status));
    for (Size i = 0; i < answer->except.count; i++)
        text_format(&text, "%s%.*s", i ? ", " : "", STR_ARG(answer->except.items[i].name));
    return text_str(&text);
}
