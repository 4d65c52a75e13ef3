/* lint.c - the lint rules of this layer in one table, and what they share. See lint.h. */
#include "rights/lint.h"

#include "rights/lint_rules.h"

static const LintRule table[] = {
    {"L-EXCL-OVERLAP", DIAG_ERROR, "an exclusive licence meets a licence of somebody else", lint_overlap},
    {"L-RESERVED-GRANTED", DIAG_INFO, "a grant reaches into what its grantor keeps", lint_reserved},
    {"L-DEAD", DIAG_WARNING, "a grant that permits nothing on any day", lint_dead},
    {"L-SHADOWED", DIAG_WARNING, "a grant that adds nothing to the others", lint_shadowed},
    {"L-RESERVE-DEAD", DIAG_INFO, "a reservation of something that nothing gives", lint_reserve_dead},
    {"L-GAP", DIAG_WARNING, "a declared field and country of which no clause speaks", lint_gap},
    {"L-ASYM", DIAG_INFO, "a right that one side gives and does not get", lint_sides},
};

const LintRule *lint_rights_rules(Size *count)
{
    *count = COUNT(table);
    return table;
}

void lint_use_rules(Lint *lint, const Rules *rules)
{
    LintWork *work = NEW(lint->arena, LintWork, 1);
    *work = (LintWork){.rules = rules, .cells = lint_cells(rules, lint->arena)};
    lint->work = work;
}

Cells lint_cells(const Rules *r, Arena *arena)
{
    Cells cells = {bits_new(arena, r->universe->fields.count), bits_new(arena, r->universe->assets.count)};
    for (Size i = 0; i < cells.fields.size; i++)
        if (r->universe->fields.rest[i])
            bits_add(cells.fields, i);
    bits_fill(cells.assets);
    bits_drop(cells.assets, 0); /* the asset that a question does not tell */
    return cells;
}

bool lint_meets(Bits a, Bits b, Bits cells)
{
    for (Size i = 0; i < BITS_WORDS(a.size); i++)
        if (a.words[i] & b.words[i] & cells.words[i])
            return true;
    return false;
}

static Bits both(Arena *arena, Bits a, Bits b)
{
    Bits out = bits_copy(arena, a);
    bits_and(out, b);
    return out;
}

Box lint_meeting(const Lint *lint, const Rule *a, const Rule *b)
{
    Arena       *arena = lint->arena;
    const Cells *cells = &lint_work(lint)->cells;
    Box          box = {.days = days_meet(a->days, b->days)};
    box.set[DIM_ASSET] = both(arena, both(arena, a->assets, b->assets), cells->assets);
    box.set[DIM_FIELD] = both(arena, both(arena, a->fields, b->fields), cells->fields);
    box.set[DIM_PRODUCT] = both(arena, a->products, b->products);
    box.set[DIM_PLACE] = both(arena, a->places, b->places);
    box.set[DIM_ACT] = bits_new(arena, W_ACT_LAST - W_ACT_FIRST + 1);
    for (int act = 0; act <= (int)(W_ACT_LAST - W_ACT_FIRST); act++)
        if ((a->acts & b->acts) >> act & 1)
            bits_add(box.set[DIM_ACT], act);
    return box;
}

static void add_part(Text *out, const char *before, Str what)
{
    if (!what.len)
        return;
    text_format(out, "%s%s%.*s", out->len ? ", " : "", before, STR_ARG(what));
}

static void make_names(const Lint *lint)
{
    LintWork    *w = lint_work(lint);
    const Rules *r = w->rules;
    if (w->named)
        return;
    w->named = true;
    w->fields = names_of_fields(r, lint->arena);
    w->products = names_of_products(r, lint->arena);
    w->places = names_of_countries(r, lint->arena, r->st->effective_known == YES ? r->st->effective : 0);
    w->acts = names_of_acts(r, lint->arena);
    w->assets = names_of_assets(r, lint->arena);
    w->assets.all_name =
        S(""); /* "everything except …" of thousands would be slow to find and hard to read */
    w->products.all_name = S("");
}

Str lint_box_text(const Lint *lint, const Box *box)
{
    Arena          *arena = lint->arena;
    const LintWork *w = lint_work(lint);
    Text            out = text_new(arena);
    make_names(lint);
    enum { MOST = 8 };
    add_part(&out, "in ", set_text(arena, &w->fields, box->set[DIM_FIELD], MOST));
    if (!bits_has(box->set[DIM_PRODUCT], 0)) /* else it is any product, or all but a few */
        add_part(&out, "for ", set_text(arena, &w->products, box->set[DIM_PRODUCT], MOST));
    add_part(&out, "", set_text(arena, &w->places, box->set[DIM_PLACE], MOST));
    add_part(&out, "to ", set_text(arena, &w->acts, box->set[DIM_ACT], MOST));
    add_part(&out, "under ", set_text(arena, &w->assets, box->set[DIM_ASSET], MOST));
    if (box->days.from > DAY_MIN)
        add_part(&out, "from ", day_text(arena, box->days.from));
    if (box->days.through < DAY_MAX)
        text_format(&out, "%sthrough %.*s", box->days.from > DAY_MIN ? " " : ", ",
                    STR_ARG(day_text(arena, box->days.through)));
    return text_str(&out);
}

Bits lint_fields_of(const Rules *r, Arena *arena, const Node *list)
{
    const Universe *u = r->universe;
    Bits            out = bits_new(arena, u->fields.count);
    for (const Node *item = list ? list->a : NULL; item; item = item->next) {
        const Node *name = item->a;
        bool        field = name->kind == N_NAME && name->decl >= 0 &&
                     (r->st->terms->decls.items[name->decl].ref & REF(FIELD));
        if (!field || u->number[name->decl] <= 0)
            continue;
        Bits within = u->fields.within[u->number[name->decl]];
        if (item->op == ITEM_MINUS)
            bits_less(out, within);
        else
            bits_or(out, within);
    }
    return out;
}

bool lint_within(void *context, const Node *fields)
{
    const LintFields *f = context;
    return !bits_empty(f->fields) &&
           bits_within(f->fields, lint_fields_of(f->rules, f->rules->arena, fields));
}

static bool same_subject(const Grantee *a, const Grantee *b)
{
    return a->subject == b->subject && a->group == b->group;
}

bool lint_binds(const Rules *r, const Rule *reservation, const Rule *rule, const Grantee *grantee)
{
    const Right *right = reservation->clause->data;
    bool covenant = rule->kind == RIGHT_COVENANT, told = right->against_grants || right->against_covenants;
    if (rule_overrides(r, rule, reservation->clause) ||
        (told && !(covenant ? right->against_covenants : right->against_grants)))
        return false;
    for (Size i = 0; i < reservation->grantee_count; i++) {
        for (Size k = 0; k < rule->grantee_count && !grantee; k++)
            if (same_subject(&reservation->grantees[i], &rule->grantees[k]))
                return true;
        if (grantee && same_subject(&reservation->grantees[i], grantee))
            return true;
    }
    return reservation->grantee_count == 0;
}

Word lint_grantee(const Rules *r, const Rule *rule)
{
    const Grantee *g = rule->grantee_count ? &rule->grantees[0] : NULL;
    return !g ? 0 : g->subject >= 0 ? r->st->subjects.items[g->subject].name : g->group;
}

Str lint_grantee_text(const Rules *r, Arena *arena, const Rule *rule)
{
    Text text = text_new(arena);
    for (Size i = 0; i < rule->grantee_count; i++) {
        const Grantee *g = &rule->grantees[i];
        text_format(&text, "%s%.*s", i ? ", " : "",
                    STR_ARG(g->subject >= 0 ? subject_text(r->st, arena, g->subject)
                                            : terms_text(r->st->terms, g->group)));
    }
    return text.len ? text_str(&text) : S("everyone");
}
