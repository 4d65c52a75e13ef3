/* parts.c - what is not permitted of an asset that is.
 *
 * A declared asset within another one is a part of it. A right under the whole is a right under each of its
 * parts only as far as no clause tells them apart; where one does, the part is asked for itself. */
#include "rights/cell.h"

int status_badness(Status status)
{
    static const int rank[] = {
        [ANSWER_NOT_NEEDED] = 0,  [ANSWER_RELEASED] = 1, [ANSWER_COVENANTED] = 2, [ANSWER_LICENSED] = 3,
        [ANSWER_CONDITIONAL] = 4, [ANSWER_UNKNOWN] = 5,  [ANSWER_SILENT] = 6,     [ANSWER_EXPIRED] = 7,
        [ANSWER_SUSPENDED] = 8,   [ANSWER_EXCLUDED] = 9, [ANSWER_RESERVED] = 10};
    return rank[status];
}

static bool improves(const Universe *u, int asset)
{
    const Clause *clause = asset_clause(u, asset);
    return clause && clause_is(clause, REF(ASSET)) && ((const Asset *)clause->data)->improves;
}

/* Can an answer differ between these two, of which the first is permitted? */
static bool told_apart(const Index *x, int whole, int part)
{
    const Universe *u = x->rules->universe;
    return u->owner[whole] != u->owner[part] || improves(u, whole) || improves(u, part) ||
           !index_same_rules(x, whole, part);
}

AssetParts parts_asked(const Index *x, Arena *arena, const Point *p)
{
    const Universe *u = x->rules->universe;
    AssetParts      parts = {0};
    Bits            within = u->assets.within[p->asset];
    if (!u->has_parts[p->asset])
        return parts;
    for (Size i = bits_next(within, 1); i >= 0; i = bits_next(within, i + 1)) {
        if ((int)i == p->asset || !bits_has(u->declared, i) || !told_apart(x, p->asset, (int)i))
            continue;
        Point point = *p;
        point.asset = (int)i;
        Cell cell = cell_answer(x, arena, &point);
        if (!status_permits(cell.status))
            *PUSH(arena, &parts) = (AssetPart){point, cell.status, cell.grounds, cell.trace};
    }
    return parts;
}

void parts_unite(Arena *arena, AssetParts *into, const AssetParts *more)
{
    AssetParts all = {0};
    Size       i = 0, k = 0;
    if (!more->count)
        return;
    while (i < into->count || k < more->count) {
        int  order = i >= into->count   ? 1
                     : k >= more->count ? -1
                                        : into->items[i].point.asset - more->items[k].point.asset;
        bool first = order < 0 || (order == 0 && status_badness(into->items[i].status) >=
                                                     status_badness(more->items[k].status));
        *PUSH(arena, &all) = first ? into->items[i] : more->items[k];
        i += order <= 0;
        k += order >= 0;
    }
    *into = all;
}

int parts_order(const AssetParts *a, const AssetParts *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (Size i = a->count - 1; i >= 0; i--)
        if (a->items[i].point.asset != b->items[i].point.asset)
            return a->items[i].point.asset < b->items[i].point.asset ? -1 : 1;
    return 0;
}

AssetParts parts_outermost(const Universe *u, Arena *arena, const AssetParts *parts)
{
    AssetParts out = {0};
    for (Size i = 0; i < parts->count; i++) {
        int  one = parts->items[i].point.asset;
        bool inside = false;
        for (Size k = 0; k < parts->count && !inside; k++) {
            int other = parts->items[k].point.asset;
            inside = bits_has(u->assets.within[other], one) && !bits_has(u->assets.within[one], other);
        }
        if (!inside)
            *PUSH(arena, &out) = parts->items[i];
    }
    return out;
}
