/* boxes.c - see boxes.h. */
#include "rights/boxes.h"

/* ---- merging ---- */

static uint64_t mixed(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 29);
}

static uint64_t hash_but(const Box *box, Dim but)
{
    uint64_t hash = mixed(0, (uint64_t)(int64_t)box->label);
    for (Dim dim = DIM_WHO; dim < DIM_INDEXED; dim++) {
        if (dim == but || !box->set[dim].words)
            continue;
        for (Size w = 0; w < BITS_WORDS(box->set[dim].size); w++)
            hash = mixed(hash, box->set[dim].words[w]);
    }
    if (but != DIM_TIME)
        hash = mixed(mixed(hash, (uint64_t)(int64_t)box->days.from), (uint64_t)(int64_t)box->days.through);
    return hash;
}

static bool same_set(Bits a, Bits b) { return !a.words || !b.words ? a.words == b.words : bits_equal(a, b); }

static bool same_but(const Box *a, const Box *b, Dim but)
{
    if (a->label != b->label)
        return false;
    for (Dim dim = DIM_WHO; dim < DIM_INDEXED; dim++)
        if (dim != but && !same_set(a->set[dim], b->set[dim]))
            return false;
    return but == DIM_TIME || (a->days.from == b->days.from && a->days.through == b->days.through);
}

/* Joins `b` into `a`; false: their days are no neighbours. */
static bool join(Arena *arena, Box *a, const Box *b, Dim dim)
{
    if (dim == DIM_TIME) {
        bool after = a->days.through < DAY_MAX && a->days.through + 1 == b->days.from;
        bool before = b->days.through < DAY_MAX && b->days.through + 1 == a->days.from;
        if (after)
            a->days.through = b->days.through;
        if (before)
            a->days.from = b->days.from;
        return after || before;
    }
    if (!a->set[dim].words)
        return false;
    a->set[dim] = bits_copy(arena, a->set[dim]);
    bits_or(a->set[dim], b->set[dim]);
    return true;
}

typedef struct {
    int32_t *head, *next;
    Size     mask;
} Buckets;

static bool join_into_earlier(Arena *arena, BoxList *boxes, Buckets *buckets, Size kept, const Box *box,
                              Dim dim)
{
    Size slot = (Size)(hash_but(box, dim) & (uint64_t)buckets->mask);
    for (int32_t at = buckets->head[slot]; at; at = buckets->next[at - 1])
        if (same_but(&boxes->items[at - 1], box, dim) && join(arena, &boxes->items[at - 1], box, dim))
            return true;
    boxes->items[kept] = *box;
    buckets->next[kept] = buckets->head[slot];
    buckets->head[slot] = (int32_t)kept + 1;
    return false;
}

static bool merge_along(Arena *arena, BoxList *boxes, Dim dim)
{
    Size    size = 16, kept = 0, before = boxes->count;
    Arena   work = {0};
    Buckets buckets;
    while (size < boxes->count * 2)
        size *= 2;
    buckets = (Buckets){NEW(&work, int32_t, size), NEW(&work, int32_t, boxes->count + 1), size - 1};
    for (Size i = 0; i < before; i++) {
        Box box = boxes->items[i];
        kept += !join_into_earlier(arena, boxes, &buckets, kept, &box, dim);
    }
    boxes->count = kept;
    arena_free(&work);
    return kept < before;
}

void boxes_merge(Arena *arena, BoxList *boxes, const Dim *order, Size count)
{
    bool joined = boxes->count > 1;
    while (joined) {
        joined = false;
        for (Size i = 0; i < count; i++)
            joined |= merge_along(arena, boxes, order[i]);
    }
}

/* ---- partitions ---- */

Partition partition_of(Arena *arena, Bits all)
{
    Partition partition = {0};
    if (!bits_empty(all))
        *PUSH(arena, &partition) = bits_copy(arena, all);
    return partition;
}

void partition_split(Arena *arena, Partition *partition, Bits by)
{
    Size count = partition->count;
    for (Size i = 0; i < count; i++) {
        Bits whole = partition->items[i];
        if (!bits_meet(whole, by) || bits_within(whole, by))
            continue;
        Bits inside = bits_copy(arena, whole);
        bits_and(inside, by);
        bits_less(whole, by);
        *PUSH(arena, partition) = inside;
    }
}

/* ---- names ---- */

void names_add(Arena *arena, SetNames *names, Str name, Bits covers)
{
    Bits known = bits_copy(arena, covers);
    bits_and(known, names->all);
    if (bits_count(known) > 1)
        *PUSH(arena, &names->named) = (NamedSet){name, known};
}

static SetNames names_new(Arena *arena, Size count, Str all_name)
{
    SetNames names = {.all = bits_new(arena, count), .all_name = all_name, .item = NEW(arena, Str, count)};
    return names;
}

static SetNames names_of_dimension(const Rules *r, Arena *arena, const Dimension *dim, Str all_name,
                                   Str other)
{
    SetNames names = names_new(arena, dim->count, all_name);
    for (Size i = 0; i < dim->count; i++) {
        names.item[i] = dim->name[i] ? terms_text(r->st->terms, dim->name[i]) : other;
        if (dim->rest[i])
            bits_add(names.all, i);
    }
    for (Size i = 1; i < dim->count; i++)
        names_add(arena, &names, names.item[i], dim->within[i]);
    return names;
}

SetNames names_of_fields(const Rules *r, Arena *arena)
{
    SetNames names = names_of_dimension(r, arena, &r->universe->fields, S("any field"), S("any other field"));
    Bits     named = bits_copy(arena, names.all);
    bits_drop(named, 0);
    names_add(arena, &names, S("every named field"), named);
    return names;
}

SetNames names_of_products(const Rules *r, Arena *arena)
{
    return names_of_dimension(r, arena, &r->universe->products, S("any product"), S("any other product"));
}

void names_limit(SetNames *names, Bits all)
{
    bits_and(names->all, all);
    for (Size i = 0; i < names->named.count; i++)
        bits_and(names->named.items[i].covers, all);
}

SetNames names_of_assets(const Rules *r, Arena *arena)
{
    const Universe *u = r->universe;
    SetNames names = names_of_dimension(r, arena, &u->assets, S("everything"), S("an asset not named"));
    bits_drop(names.all, 0);
    for (Size p = 0; p < r->st->parties.count; p++) {
        Bits own = bits_new(arena, u->assets.count);
        for (Size i = 1; i < u->assets.count; i++)
            if (u->owner[i] == r->st->parties.items[p])
                bits_add(own, i);
        names_add(
            arena, &names,
            str_format(arena, "all of %.*s", STR_ARG(subject_text(r->st, arena, r->st->parties.items[p]))),
            own);
    }
    return names;
}

SetNames names_of_subjects(const Rules *r, Arena *arena)
{
    const Standing *st = r->st;
    SetNames        names = names_new(arena, st->subjects.count, S("everyone"));
    Bits            parties = bits_new(arena, st->subjects.count);
    for (Size i = 0; i < st->subjects.count; i++) {
        names.item[i] = subject_text(st, arena, (int)i);
        bits_add(names.all, i);
    }
    for (Size p = 0; p < st->parties.count; p++) {
        bits_add(parties, st->parties.items[p]);
        Bits group = bits_new(arena, st->subjects.count);
        bits_add(group, st->parties.items[p]);
        standing_affiliates_ever(st, st->parties.items[p], group);
        names_add(arena, &names,
                  str_format(arena, "%.*s with affiliates", STR_ARG(names.item[st->parties.items[p]])),
                  group);
    }
    if (bits_count(parties) > 2)
        names_add(arena, &names, S("every party"), parties);
    return names;
}

SetNames names_of_acts(const Rules *r, Arena *arena)
{
    SetNames names = names_new(arena, W_ACT_LAST - W_ACT_FIRST + 1, S("any act"));
    bits_fill(names.all);
    for (Size i = 0; i < names.all.size; i++)
        names.item[i] = terms_text(r->st->terms, (Word)(W_ACT_FIRST + i));
    return names;
}

SetNames names_of_countries(const Rules *r, Arena *arena, Day day)
{
    SetNames names = names_new(arena, COUNTRY_COUNT, S("worldwide"));
    bits_fill(names.all);
    for (int c = 0; c < COUNTRY_COUNT; c++)
        names.item[c] = country_code(c);
    for (Size i = 0; i < r->st->terms->clauses.count; i++) {
        const Clause *clause = r->st->terms->clauses.items[i];
        if (!clause_is(clause, REF(TERRITORY)) || clause->poisoned || !days_has(clause->in_force, day))
            continue;
        Node node = {.kind = N_NAME, .word = clause->name, .decl = -1};
        Bits covers = bits_new(arena, COUNTRY_COUNT);
        bool dated = false;
        if (universe_places(r->universe, &node, day, false, covers, &dated))
            names_add(arena, &names, terms_text(r->st->terms, clause->name), covers);
    }
    for (int group = 0; group < group_count(); group++) {
        Bits covers = bits_new(arena, COUNTRY_COUNT);
        group_members_on(group, day, covers);
        names_add(arena, &names, group_code(group), covers);
    }
    return names;
}

/* ---- the shortest text ---- */

typedef struct {
    Text text;
    Size items, left_out;
} Listing;

static void list_item(Listing *list, Str name, Size most)
{
    if (most && list->items >= most) {
        list->left_out++;
        return;
    }
    text_format(&list->text, "%s%.*s", list->items ? ", " : "", STR_ARG(name));
    list->items++;
}

/* The largest named set inside `rest`; on a tie the shorter name. NULL: none. */
static const NamedSet *largest(const SetNames *names, Bits set, Bits rest, Bits scratch)
{
    const NamedSet *best = NULL;
    Size            covered = 1;
    for (Size i = 0; i < names->named.count; i++) {
        const NamedSet *named = &names->named.items[i];
        if (!bits_within(named->covers, set))
            continue;
        bits_clear(scratch);
        bits_or(scratch, named->covers);
        bits_and(scratch, rest);
        Size gain = bits_count(scratch);
        if (gain > covered || (gain == covered && best && named->name.len < best->name.len)) {
            best = named;
            covered = gain;
        }
    }
    return best;
}

/* Longer than the one to beat, and it only grows. `before`: what stands ahead of it. */
static bool is_beaten(const Listing *list, Size before, const Listing *by)
{
    return by && (list->left_out > by->left_out ||
                  (list->left_out == by->left_out && before + list->text.len >= by->text.len));
}

/* Of a listing that cannot beat `other` (NULL: none) only the beginning is made: among thousands of names the
 * rest is long to find. */
static Listing list_set(Arena *arena, const SetNames *names, Bits set, Size most, const Listing *other)
{
    Listing list = {.text = text_new(arena)};
    Size    before = names->all_name.len + S(" except ").len;
    Bits    rest = bits_copy(arena, set), scratch = bits_new(arena, set.size);
    for (const NamedSet *named = largest(names, set, rest, scratch); named;
         named = largest(names, set, rest, scratch)) {
        list_item(&list, named->name, most);
        bits_less(rest, named->covers);
        if (is_beaten(&list, before, other))
            return list;
    }
    for (Size i = bits_next(rest, 0); i >= 0; i = bits_next(rest, i + 1))
        list_item(&list, names->item[i], most);
    if (list.left_out)
        text_format(&list.text, " and %td more", list.left_out);
    return list;
}

Str set_text(Arena *arena, const SetNames *names, Bits set, Size most)
{
    Bits asked = bits_copy(arena, set), others = bits_copy(arena, names->all);
    bits_and(asked, names->all);
    bits_less(others, asked);
    if (bits_empty(others))
        return names->all_name;
    Listing plain = list_set(arena, names, asked, most, NULL);
    if (bits_count(asked) < 2 || !names->all_name.len)
        return text_str(&plain.text);
    Listing but = list_set(arena, names, others, most, &plain);
    Str     negative =
        str_format(arena, "%.*s except %.*s", STR_ARG(names->all_name), STR_ARG(text_str(&but.text)));
    bool shorter =
        but.left_out < plain.left_out || (but.left_out == plain.left_out && negative.len < plain.text.len);
    return shorter ? negative : text_str(&plain.text);
}
