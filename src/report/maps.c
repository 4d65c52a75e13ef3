/* maps.c - see maps.h. A block is a heading (whose, under what, which acts), a table of fields and
 * countries if it fits into 100 columns, and the same as boxes. */
#include "report/maps.h"

#include "report/answers.h"
#include "report/json.h"

enum { LINE_WIDTH = 100, ROWS_MOST = 60, COLUMNS_MOST = 12, LISTED_MOST = 10 };

typedef struct {
    Text        *out;
    Arena       *arena;
    const Rules *r;
    const Map   *map;
    SetNames     who, assets, acts, fields, products, places;
    bool         used[ANSWER_COUNT];
} View;

static const char symbols[ANSWER_COUNT] = {
    [ANSWER_LICENSED] = 'L',   [ANSWER_CONDITIONAL] = 'i', [ANSWER_COVENANTED] = 'C', [ANSWER_RELEASED] = 'f',
    [ANSWER_NOT_NEEDED] = 'n', [ANSWER_UNKNOWN] = '?',     [ANSWER_SUSPENDED] = 's',  [ANSWER_EXPIRED] = 'e',
    [ANSWER_EXCLUDED] = 'x',   [ANSWER_RESERVED] = 'r',    [ANSWER_SILENT] = '.'};

static View view_new(Text *out, Arena *arena, const Rules *r, const Map *map)
{
    View v = {.out = out, .arena = arena, .r = r, .map = map};
    v.who = names_of_subjects(r, arena);
    v.assets = names_of_assets(r, arena);
    v.acts = names_of_acts(r, arena);
    v.fields = names_of_fields(r, arena);
    v.products = names_of_products(r, arena);
    v.places = names_of_countries(r, arena, map->asked.day);
    Bits families = bits_copy(arena, v.products.all);
    for (Size i = 0; i < r->universe->products.count; i++) /* a single product is asked with `may` */
        if (product_of(r->universe, r->universe->products.name[i]))
            bits_drop(families, i);
    names_limit(&v.products, families);
    return v;
}

/* ---- words ---- */

static void wrap(View *v, Size indent, Str text)
{
    Size column = indent;
    text_pad(v->out, indent);
    for (bool first = true; text.len; first = false) {
        Size blank = str_find(text, ' ');
        Str  word = blank < 0 ? text : str_slice(text, 0, blank);
        if (!first && column + 1 + word.len > LINE_WIDTH) {
            text_char(v->out, '\n');
            text_pad(v->out, indent + 2);
            column = indent + 2;
        } else if (!first) {
            text_char(v->out, ' ');
            column++;
        }
        text_add(v->out, word);
        column += word.len;
        text = blank < 0 ? S("") : str_slice(text, blank + 1, text.len);
    }
    text_char(v->out, '\n');
}

static Str clauses_text(const View *v, const MapAnswer *a)
{
    Text text = text_new(v->arena);
    for (Size i = 0; i < a->clauses.count; i++)
        text_format(&text, "%s%.*s", i ? ", " : "",
                    STR_ARG(terms_text(v->r->st->terms, a->clauses.items[i]->name)));
    return text_str(&text);
}

static Str where_text(const View *v, const Box *box)
{
    Str fields = set_text(v->arena, &v->fields, box->set[DIM_FIELD], LISTED_MOST);
    Str places = set_text(v->arena, &v->places, box->set[DIM_PLACE], LISTED_MOST);
    return v->fields.all.size > 1 ? str_format(v->arena, "%.*s within %.*s", STR_ARG(fields), STR_ARG(places))
                                  : places;
}

/* ---- the table ---- */

typedef struct {
    Partition places;
    Str      *names;
    Size      label_width, width;
} Table;

static Str column_name(const View *v, const Partition *places, Size at)
{
    enum { NAME_MOST = 14 };
    Str name = set_text(v->arena, &v->places, places->items[at], 6);
    for (Size i = 0; i < places->count; i++)
        if (bits_count(places->items[i]) > bits_count(places->items[at]))
            return name;
    return places->count > 1 && name.len > NAME_MOST ? S("elsewhere") : name;
}

/* The largest class stands last. */
static void largest_last(Partition *p)
{
    Size best = 0;
    for (Size i = 1; i < p->count; i++)
        if (bits_count(p->items[i]) > bits_count(p->items[best]))
            best = i;
    for (Size i = best; i + 1 < p->count; i++) {
        Bits kept = p->items[i];
        p->items[i] = p->items[i + 1];
        p->items[i + 1] = kept;
    }
}

static Table table_of(const View *v, const Sheet *sheet)
{
    Table t = {.places = partition_of(v->arena, v->places.all)};
    for (Size i = 0; i < sheet->boxes.count; i++)
        partition_split(v->arena, &t.places, sheet->boxes.items[i].set[DIM_PLACE]);
    largest_last(&t.places);
    t.names = NEW(v->arena, Str, t.places.count);
    t.label_width = S("any other field").len;
    for (Size i = 1; i < v->fields.all.size; i++)
        t.label_width = v->fields.item[i].len + 2 > t.label_width ? v->fields.item[i].len + 2 : t.label_width;
    t.width = 6 + t.label_width;
    for (Size i = 0; i < t.places.count; i++) {
        t.names[i] = column_name(v, &t.places, i);
        t.width += t.names[i].len + 2;
    }
    return t;
}

static bool same_rows(const Sheet *sheet, int a, int b)
{
    for (Size i = 0; i < sheet->boxes.count; i++)
        if (bits_has(sheet->boxes.items[i].set[DIM_FIELD], a) !=
            bits_has(sheet->boxes.items[i].set[DIM_FIELD], b))
            return false;
    return true;
}

static void print_row(View *v, const Table *t, const Sheet *sheet, int field, int depth, Str name)
{
    text_pad(v->out, 6 + (Size)depth * 2);
    text_add(v->out, name);
    Size column = (Size)depth * 2 + name.len;
    for (Size i = 0; field >= 0 && i < t->places.count; i++) {
        int answer = sheet_answer(sheet, field, (int)bits_next(t->places.items[i], 0));
        text_pad(v->out, i ? t->names[i - 1].len + 1 : t->label_width - column + 2);
        text_format(v->out, "%c", answer < 0 ? ' ' : symbols[v->map->answers.items[answer].status]);
    }
    text_char(v->out, '\n');
}

typedef struct {
    int above, depth;
} Branch;

static bool inside_another(const View *v, int field, Bits among)
{
    const Dimension *dim = &v->r->universe->fields;
    for (Size i = bits_next(among, 1); i >= 0; i = bits_next(among, i + 1))
        if ((int)i != field && bits_has(dim->within[i], field) && !bits_has(dim->within[field], i))
            return true;
    return false;
}

static bool uniform(const View *v, const Sheet *sheet, int field, int *leaf)
{
    Bits within = v->r->universe->fields.within[field];
    *leaf = -1;
    for (Size i = bits_next(within, 1); i >= 0; i = bits_next(within, i + 1)) {
        if (!bits_has(v->fields.all, i))
            continue;
        if (*leaf >= 0 && !same_rows(sheet, *leaf, (int)i))
            return false;
        *leaf = (int)i;
    }
    return true;
}

/* `infotainment` below `automotive`. */
static Str short_name(const View *v, int field, int above)
{
    Str name = v->fields.item[field];
    Str path = above > 0 ? str_format(v->arena, "%.*s/", STR_ARG(v->fields.item[above])) : S("");
    return path.len && str_starts(name, path) ? str_slice(name, path.len, name.len) : name;
}

static void print_tree(View *v, const Table *t, const Sheet *sheet, int field, Branch at, Bits done)
{
    const Dimension *dim = &v->r->universe->fields;
    int              leaf = -1;
    if (bits_has(done, field))
        return;
    bool whole = uniform(v, sheet, field, &leaf);
    bits_add(done, field);
    if (whole) {
        bits_or(done, dim->within[field]);
        print_row(v, t, sheet, leaf, at.depth, short_name(v, field, at.above));
        return;
    }
    print_row(v, t, sheet, dim->rest[field] ? field : -1, at.depth, short_name(v, field, at.above));
    Bits inner = bits_copy(v->arena, dim->within[field]);
    bits_drop(inner, field);
    for (Size i = bits_next(inner, 1); i >= 0; i = bits_next(inner, i + 1))
        if (!inside_another(v, (int)i, inner))
            print_tree(v, t, sheet, (int)i, (Branch){field, at.depth + 1}, done);
}

/* False: it does not fit, or would have one column only. */
static bool print_table(View *v, const Sheet *sheet)
{
    Size  fields = v->fields.all.size;
    Table t = table_of(v, sheet);
    if (t.width > LINE_WIDTH || fields > ROWS_MOST || t.places.count > COLUMNS_MOST || t.places.count < 2)
        return false;
    text_pad(v->out, 6 + t.label_width + 2);
    for (Size i = 0; i < t.places.count; i++)
        text_format(v->out, "%.*s%s", STR_ARG(t.names[i]), i + 1 < t.places.count ? "  " : "\n");
    Bits all = bits_new(v->arena, fields), done = bits_new(v->arena, fields);
    bits_fill(all);
    for (Size i = 1; i < fields; i++)
        if (!inside_another(v, (int)i, all))
            print_tree(v, &t, sheet, (int)i, (Branch){0, 0}, done);
    bool other = fields == 1;
    for (Size i = 0; i < sheet->boxes.count; i++)
        other |= bits_has(sheet->boxes.items[i].set[DIM_FIELD], 0) &&
                 v->map->answers.items[sheet->boxes.items[i].label].status != ANSWER_SILENT;
    if (other)
        print_row(v, &t, sheet, 0, 0, fields == 1 ? v->fields.all_name : v->fields.item[0]);
    return true;
}

/* ---- blocks ---- */

static Str block_heading(const View *v, const Box *block)
{
    Text text = text_new(v->arena);
    bool named = bits_next(block->set[DIM_ASSET], 1) > 0, all = block->set[DIM_PRODUCT].size == 1;
    if (named)
        text_format(&text, "under %.*s ",
                    STR_ARG(set_text(v->arena, &v->assets, block->set[DIM_ASSET], LISTED_MOST)));
    text_format(&text, "%s%.*s", named ? "to " : "",
                STR_ARG(set_text(v->arena, &v->acts, block->set[DIM_ACT], 0)));
    Str  products = set_text(v->arena, &v->products, block->set[DIM_PRODUCT], LISTED_MOST);
    bool usual = all || bits_has(block->set[DIM_PRODUCT], 0);
    if (!usual)
        text_format(&text, ", for %.*s", STR_ARG(products));
    return text_str(&text);
}

static Str answer_line(const View *v, const MapAnswer *a, Str where)
{
    Text text = text_new(v->arena);
    Str  clauses = a->status == ANSWER_NOT_NEEDED ? S("") : clauses_text(v, a);
    text_format(&text, "%s%s%.*s", status_text(a->status), where.len ? ": " : "", STR_ARG(where));
    if (clauses.len)
        text_format(&text, " (%.*s)", STR_ARG(clauses));
    if (a->note.len)
        text_format(&text, "; %s%.*s", a->status == ANSWER_CONDITIONAL ? "only " : "", STR_ARG(a->note));
    return text_str(&text);
}

static bool has_box(const Sheet *sheet, const Box *box)
{
    for (Size i = 0; sheet && i < sheet->boxes.count; i++) {
        const Box *other = &sheet->boxes.items[i];
        if (other->label == box->label && bits_equal(other->set[DIM_FIELD], box->set[DIM_FIELD]) &&
            bits_equal(other->set[DIM_PLACE], box->set[DIM_PLACE]))
            return true;
    }
    return false;
}

/* Strongest first; without what `shown` has already, and what a table shows well enough. */
static void print_boxes(View *v, const Sheet *sheet, const Sheet *shown, bool table)
{
    for (Status status = 0; status < ANSWER_COUNT; status++)
        for (Size i = 0; i < sheet->boxes.count; i++) {
            const Box       *box = &sheet->boxes.items[i];
            const MapAnswer *a = &v->map->answers.items[box->label];
            bool             plain = status == ANSWER_SILENT || status == ANSWER_NOT_NEEDED;
            if (a->status == status && !has_box(shown, box) && !((table || shown) && plain))
                wrap(v, 6, answer_line(v, a, where_text(v, box)));
        }
}

static void note_used(View *v, const Sheet *sheet)
{
    for (Size i = 0; i < sheet->boxes.count; i++)
        v->used[v->map->answers.items[sheet->boxes.items[i].label].status] = true;
}

/* The fields do not matter: one line says it. */
static bool by_places_only(const View *v, const Sheet *sheet)
{
    bool only = sheet->boxes.count <= 3;
    for (Size i = 0; i < sheet->boxes.count; i++)
        only &= bits_within(v->fields.all, sheet->boxes.items[i].set[DIM_FIELD]);
    return only;
}

static void print_line(View *v, Str heading, const Sheet *sheet)
{
    Text text = text_new(v->arena);
    text_format(&text, "%.*s: ", STR_ARG(heading));
    bool some = false;
    for (Status status = 0; status < ANSWER_COUNT; status++)
        for (Size i = 0; i < sheet->boxes.count; i++) {
            const Box       *box = &sheet->boxes.items[i];
            const MapAnswer *a = &v->map->answers.items[box->label];
            Str              places = set_text(v->arena, &v->places, box->set[DIM_PLACE], LISTED_MOST);
            if (a->status != status || (status == ANSWER_NOT_NEEDED && sheet->boxes.count > 1))
                continue;
            text_format(&text, "%s%.*s", some ? "; " : "", STR_ARG(answer_line(v, a, S(""))));
            if (sheet->boxes.count > 1)
                text_format(&text, " within %.*s", STR_ARG(places));
            some = true;
        }
    wrap(v, 4, text_str(&text));
}

/* The block of products in no family that this one is a variant of. */
static const Sheet *usual_sheet(const View *v, const Direction *d, const Box *block)
{
    for (Size i = 0; i < d->blocks.count; i++) {
        const Box *other = &d->blocks.items[i];
        if (bits_has(other->set[DIM_PRODUCT], 0) && bits_meet(other->set[DIM_WHO], block->set[DIM_WHO]) &&
            bits_meet(other->set[DIM_ASSET], block->set[DIM_ASSET]) &&
            bits_meet(other->set[DIM_ACT], block->set[DIM_ACT]))
            return &v->map->sheets.items[other->label];
    }
    return NULL;
}

static bool is_usual(const Box *block) { return bits_has(block->set[DIM_PRODUCT], 0); }

static bool is_line(const View *v, const Box *block)
{
    return by_places_only(v, &v->map->sheets.items[block->label]);
}

static void print_one_block(View *v, const Direction *d, const Box *block)
{
    const Sheet *sheet = &v->map->sheets.items[block->label];
    Str          heading = block_heading(v, block);
    if (is_line(v, block)) {
        print_line(v, heading, sheet);
        return;
    }
    wrap(v, 4, heading);
    bool table = is_usual(block) && print_table(v, sheet);
    print_boxes(v, sheet, is_usual(block) ? NULL : usual_sheet(v, d, block), table);
    text_char(v->out, '\n');
}

static bool listed_alike(const Box *a, const Box *b)
{
    return a->label == b->label && bits_equal(a->set[DIM_WHO], b->set[DIM_WHO]) &&
           bits_equal(a->set[DIM_ASSET], b->set[DIM_ASSET]) && bits_equal(a->set[DIM_ACT], b->set[DIM_ACT]);
}

static void print_listed(View *v, const BoxList *boxes, Size at, bool clauses)
{
    const Box *box = &boxes->items[at];
    Text       text = text_new(v->arena);
    if (v->map->asked.licensee < 0 && v->r->st->parties.count > 2)
        text_format(&text, "%.*s ", STR_ARG(set_text(v->arena, &v->who, box->set[DIM_WHO], LISTED_MOST)));
    if (bits_next(box->set[DIM_ASSET], 1) > 0)
        text_format(&text, "under %.*s ",
                    STR_ARG(set_text(v->arena, &v->assets, box->set[DIM_ASSET], LISTED_MOST)));
    text_format(&text, "to %.*s: ", STR_ARG(set_text(v->arena, &v->acts, box->set[DIM_ACT], 0)));
    for (Size i = at; i < boxes->count; i++)
        if (listed_alike(box, &boxes->items[i]))
            text_format(&text, "%s%.*s", i > at ? "; " : "", STR_ARG(where_text(v, &boxes->items[i])));
    if (clauses)
        text_format(&text, " (%.*s)", STR_ARG(clauses_text(v, &v->map->answers.items[box->label])));
    wrap(v, 4, text_str(&text));
}

static void print_list(View *v, const BoxList *boxes, const char *title, bool clauses)
{
    if (boxes->count)
        text_format(v->out, "  %s\n", title);
    for (Size i = 0; i < boxes->count; i++) {
        bool again = false;
        for (Size k = 0; k < i && !again; k++)
            again = listed_alike(&boxes->items[k], &boxes->items[i]);
        if (!again)
            print_listed(v, boxes, i, clauses);
    }
}

static Str licensor_text(const View *v, int licensor)
{
    return licensor < 0 ? S("(owner not told)") : subject_text(v->r->st, v->arena, licensor);
}

static void print_direction(View *v, const Direction *d)
{
    Bits done = bits_new(v->arena, d->blocks.count);
    for (Size i = 0; i < d->blocks.count; i++) {
        if (bits_has(done, i))
            continue;
        Bits who = d->blocks.items[i].set[DIM_WHO];
        text_format(v->out, "%.*s -> %.*s\n", STR_ARG(licensor_text(v, d->licensor)),
                    STR_ARG(set_text(v->arena, &v->who, who, LISTED_MOST)));
        for (int turn = 0; turn < 3; turn++) /* tables, then what products change, then plain lines */
            for (Size k = i; k < d->blocks.count; k++) {
                const Box *block = &d->blocks.items[k];
                int        kind = is_line(v, block) ? 2 : is_usual(block) ? 0 : 1;
                if (bits_has(done, k) || kind != turn || !bits_equal(who, block->set[DIM_WHO]))
                    continue;
                bits_add(done, k);
                print_one_block(v, d, block);
            }
        text_char(v->out, '\n');
    }
    print_list(v, &d->gaps, "gaps (nothing given, nothing kept):", false);
    print_list(v, &d->overlaps, "overlaps (more than one grant gives it):", true);
    text_char(v->out, '\n');
}

void map_print(Text *out, Arena *arena, const Rules *r, const Map *map)
{
    View v = view_new(out, arena, r, map);
    for (Size i = 0; i < map->sheets.count; i++)
        note_used(&v, &map->sheets.items[i]);
    text_format(out, "On %.*s.", STR_ARG(day_text(arena, map->asked.day)));
    for (Status s = 0; s < ANSWER_COUNT; s++)
        if (v.used[s])
            text_format(out, "  %c %s", symbols[s], status_text(s));
    text_add(out, S("\n\n"));
    for (Size i = 0; i < map->directions.count; i++)
        print_direction(&v, &map->directions.items[i]);
    if (!map->directions.count)
        text_add(out, S("There is nothing to map: no asset of one party that another could be given.\n\n"));
    text_format(out, "%.*s\n", STR_ARG(answer_reach()));
}

/* ---- JSON ---- */

static json_t *json_members(const View *v, const SetNames *names, Bits set)
{
    json_t *array = json_array();
    for (Size i = bits_next(set, 0); set.words && i >= 0; i = bits_next(set, i + 1))
        if (bits_has(names->all, i))
            json_add(array, json_of_text(v->arena, names->item[i]));
    return array;
}

static void json_block(const View *v, json_t *o, const Box *box)
{
    json_put(o, "licensees", json_members(v, &v->who, box->set[DIM_WHO]));
    json_put(o, "assets", json_members(v, &v->assets, box->set[DIM_ASSET]));
    json_put(o, "acts", json_members(v, &v->acts, box->set[DIM_ACT]));
}

static void json_where(const View *v, json_t *o, const Box *box)
{
    json_put(o, "fields", json_members(v, &v->fields, box->set[DIM_FIELD]));
    json_put(o, "countries", json_members(v, &v->places, box->set[DIM_PLACE]));
    json_put(o, "where", json_of_text(v->arena, where_text(v, box)));
}

static json_t *json_answer(const View *v, const MapAnswer *a)
{
    json_t *o = json_object(), *clauses = json_array();
    for (Size i = 0; i < a->clauses.count; i++)
        json_add(clauses, json_of_text(v->arena, terms_text(v->r->st->terms, a->clauses.items[i]->name)));
    json_put(o, "status", json_string(status_text(a->status)));
    json_put(o, "clauses", clauses);
    json_put(o, "note", json_of_text(v->arena, a->note));
    return o;
}

static json_t *json_blocks(const View *v, const Direction *d)
{
    json_t *array = json_array();
    for (Size i = 0; i < d->blocks.count; i++) {
        const Box   *block = &d->blocks.items[i];
        const Sheet *sheet = &v->map->sheets.items[block->label];
        json_t      *o = json_object(), *boxes = json_array();
        json_block(v, o, block);
        json_put(o, "products", json_members(v, &v->products, block->set[DIM_PRODUCT]));
        for (Size k = 0; k < sheet->boxes.count; k++) {
            json_t *box = json_answer(v, &v->map->answers.items[sheet->boxes.items[k].label]);
            json_where(v, box, &sheet->boxes.items[k]);
            json_add(boxes, box);
        }
        json_put(o, "boxes", boxes);
        json_add(array, o);
    }
    return array;
}

static json_t *json_list(const View *v, const BoxList *boxes, bool answers)
{
    json_t *array = json_array();
    for (Size i = 0; i < boxes->count; i++) {
        json_t *o = answers ? json_answer(v, &v->map->answers.items[boxes->items[i].label]) : json_object();
        json_block(v, o, &boxes->items[i]);
        json_where(v, o, &boxes->items[i]);
        json_add(array, o);
    }
    return array;
}

Str map_json(Arena *arena, const Rules *r, const Map *map)
{
    View    v = view_new(NULL, arena, r, map);
    json_t *o = json_object(), *directions = json_array();
    for (Size i = 0; i < map->directions.count; i++) {
        const Direction *d = &map->directions.items[i];
        json_t          *one = json_object();
        json_put(one, "licensor",
                 d->licensor < 0 ? json_null() : json_of_text(arena, licensor_text(&v, d->licensor)));
        json_put(one, "blocks", json_blocks(&v, d));
        json_put(one, "gaps", json_list(&v, &d->gaps, false));
        json_put(one, "overlaps", json_list(&v, &d->overlaps, true));
        json_add(directions, one);
    }
    json_put(o, "day", json_of_text(arena, day_text(arena, map->asked.day)));
    json_put(o, "directions", directions);
    json_put(o, "reach", json_of_text(arena, answer_reach()));
    return json_print(arena, o);
}
