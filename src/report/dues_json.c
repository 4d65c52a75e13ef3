/* dues_json.c - what is due, for programs. */
#include "report/dues.h"
#include "report/json.h"

Str due_uid(Arena *arena, const Dues *dues, const Occasion *o)
{
    const Terms *terms = dues->st->terms;
    Str          agreement = terms->agreement ? terms_text(terms, terms->agreement->name) : S("agreement");
    static const char *const kinds[] = {"duty", "cure", "notice", "end", "report", "payment"};
    bool                     dated = o->occasion.from > DAY_MIN && o->occasion.from < DAY_MAX;
    return str_format(arena, "%.*s.%.*s.%s.%.*s.%.*s.%.*s@entente", STR_ARG(agreement),
                      STR_ARG(terms_text(terms, o->clause->name)), kinds[o->kind],
                      STR_ARG(o->debtor >= 0 ? subject_text(dues->st, arena, o->debtor) : S("any")),
                      STR_ARG(dated ? day_text(arena, o->occasion.from) : S("open")),
                      STR_ARG(o->kind == OF_END ? S("end")
                              : dated           ? S("1")
                                                : S("0")));
}

static json_t *json_day(Arena *arena, Day day)
{
    return day > DAY_MIN && day < DAY_MAX ? json_of_text(arena, day_text(arena, day)) : json_null();
}

static json_t *json_party(Arena *arena, const Dues *dues, int subject)
{
    return subject >= 0 ? json_of_text(arena, subject_text(dues->st, arena, subject)) : json_null();
}

static json_t *json_list(Arena *arena, const Str *items, Size count)
{
    json_t *list = json_array();
    for (Size i = 0; i < count; i++)
        json_add(list, json_of_text(arena, items[i]));
    return list;
}

static json_t *json_row(Arena *arena, const DueView *v, const DueRow *row)
{
    static const char *const kinds[] = {"duty", "cure", "window", "end", "report", "payment"};
    const Occasion          *o = row->occasion;
    const DueStatus         *s = &row->status;
    json_t                  *j = json_object();
    json_put(j, "uid", json_of_text(arena, due_uid(arena, v->dues, o)));
    json_put(j, "kind", json_string(kinds[o->kind]));
    json_put(j, "clause", json_of_text(arena, terms_text(v->dues->st->terms, o->clause->name)));
    json_put(j, "cite",
             json_of_text(arena, terms_cite(v->dues->st->terms, arena, o->at, o->clause->section)));
    json_put(j, "debtor", json_party(arena, v->dues, o->debtor));
    json_put(j, "creditor", json_party(arena, v->dues, o->creditor));
    json_put(j, "act", json_of_text(arena, o->act));
    json_put(j, "for", json_of_text(arena, o->label));
    json_put(j, "opens", json_day(arena, o->opens));
    json_put(j, "due", json_day(arena, o->due));
    json_put(j, "rule", json_of_text(arena, o->rule));
    json_put(j, "state", json_string(due_state_text(s->state)));
    json_put(j, "done_on", json_day(arena, s->done_on));
    json_put(j, "cure_through", json_day(arena, s->cure_through));
    json_put(j, "days_left", s->stands_still ? json_integer(s->left) : json_null());
    json_put(j, "changes_on", json_day(arena, due_next(v->dues, o, v->as_of)));
    json_put(j, "evidence",
             s->fact && s->fact->evidence ? json_of_text(arena, s->fact->evidence->text) : json_null());
    json_put(j, "notes", json_list(arena, s->notes.items, s->notes.count));
    json_put(j, "missing", json_list(arena, s->missing.items, s->missing.count));
    json_t *facts = json_array();
    for (Size i = 0; i < s->used.count; i++)
        json_add(facts,
                 json_of_text(arena, sources_slice(v->dues->st->terms->doc->sources, s->used.items[i])));
    json_put(j, "facts", facts);
    return j;
}

Str due_json(Arena *arena, const DueView *v)
{
    json_t *root = json_object(), *rows = json_array(), *unplaced = json_array();
    for (Size i = 0; i < v->rows.count; i++)
        json_add(rows, json_row(arena, v, &v->rows.items[i]));
    for (Size i = 0; i < v->unplaced.count; i++)
        json_add(unplaced, json_of_text(arena, sources_slice(v->dues->st->terms->doc->sources,
                                                             v->unplaced.items[i]->span)));
    json_put(root, "as_of", json_day(arena, v->as_of));
    json_put(root, "through", json_day(arena, v->through));
    json_put(root, "next_change", json_day(arena, v->next));
    json_put(root, "due", rows);
    json_put(root, "not_counted", unplaced);
    return json_print(arena, root);
}
