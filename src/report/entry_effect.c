/* entry_effect.c - see entry_effect.h. */
#include "report/entry_effect.h"

#include "report/dues.h"
#include "report/layout.h"

enum { WIDTH = 100, TEXT_SHOWN = 300 };

static Str value_text(Arena *arena, const Body *value)
{
    Text text = text_new(arena);
    switch (value->type) {
    case BODY_TEXT: {
        Str cut = str_slice(value->text, 0, value->text.len < TEXT_SHOWN ? value->text.len : TEXT_SHOWN);
        for (Size i = 0; i < cut.len; i++)
            text_char(&text, (char)(cut.at[i] == '\n' || cut.at[i] == '\t' ? ' ' : cut.at[i]));
        if (cut.len < value->text.len)
            text_format(&text, "… (%td bytes)", value->text.len);
        break;
    }
    case BODY_WHOLE: text_format(&text, "%lld", (long long)value->whole); break;
    case BODY_BOOL: text_add(&text, value->whole ? S("true") : S("false")); break;
    case BODY_LIST:
        for (Size i = 0; i < value->count; i++)
            text_format(&text, "%s%.*s", i ? ", " : "", STR_ARG(value_text(arena, &value->items[i])));
        break;
    case BODY_OBJECT:
        for (Size i = 0; i < value->count; i++)
            text_format(&text, "%s%.*s %.*s", i ? ", " : "", STR_ARG(value->keys[i]),
                        STR_ARG(value_text(arena, &value->items[i])));
        break;
    case BODY_NULL: break;
    }
    return text_str(&text);
}

void body_print(Text *out, Arena *arena, const Body *body)
{
    for (Size i = 0; i < body->count; i++)
        layout_wrap_to(out, WIDTH, 2, 4,
                       str_format(arena, "%.*s: %.*s", STR_ARG(body->keys[i]),
                                  STR_ARG(value_text(arena, &body->items[i]))));
}

/* ---- what stands otherwise ---- */

static Str day_or_none(Arena *arena, Day day) { return day < DAY_MAX ? day_text(arena, day) : S("no day"); }

static Str status_words(Arena *arena, const Dues *dues, const Occasion *o, Day day)
{
    DueStatus s = due_status(dues, o, day);
    Text      text = text_new(arena);
    text_add(&text, str_from(due_state_text(s.state)));
    if (s.done_on < DAY_MAX)
        text_format(&text, " on %.*s", STR_ARG(day_text(arena, s.done_on)));
    else if (s.state != DUE_NONE)
        text_format(&text, ", due %.*s", STR_ARG(day_or_none(arena, o->due)));
    if (s.cure_through < DAY_MAX)
        text_format(&text, ", cure through %.*s", STR_ARG(day_text(arena, s.cure_through)));
    return text_str(&text);
}

/* The same occasion under other facts; NULL: there is none. */
static const Occasion *same_in(const Dues *dues, const Occasion *o, bool *taken)
{
    for (Size i = 0; i < dues->items.count; i++) {
        const Occasion *one = &dues->items.items[i];
        if (taken[i] || one->clause != o->clause || one->kind != o->kind || one->debtor != o->debtor ||
            !str_equal(one->label, o->label))
            continue;
        taken[i] = true;
        return one;
    }
    return NULL;
}

static void print_change(Text *out, Arena *arena, Str what, Str was, Str is)
{
    layout_wrap_to(out, WIDTH, 2, 4,
                   str_format(arena, "%.*s: %.*s → %.*s", STR_ARG(what), STR_ARG(was), STR_ARG(is)));
}

static Str what_of(Arena *arena, const Dues *dues, const Occasion *o)
{
    return str_format(arena, "%.*s%s%.*s (%.*s)", STR_ARG(due_what(arena, dues, o)), o->label.len ? ", " : "",
                      STR_ARG(o->label), STR_ARG(terms_text(dues->st->terms, o->clause->name)));
}

void due_changes_print(Text *out, Arena *arena, const Dues *before, const Dues *after, Day day)
{
    bool *taken = NEW(arena, bool, after->items.count + 1);
    Size  length = out->len;
    for (Size i = 0; i < before->items.count; i++) {
        const Occasion *o = &before->items.items[i], *now = same_in(after, o, taken);
        Str             was = status_words(arena, before, o, day);
        Str             is = now ? status_words(arena, after, now, day) : S("none");
        if (!str_equal(was, is))
            print_change(out, arena, what_of(arena, before, o), was, is);
    }
    for (Size i = 0; i < after->items.count; i++) {
        const Occasion *o = &after->items.items[i];
        Str             is = taken[i] ? S("none") : status_words(arena, after, o, day);
        if (!str_equal(is, S("none")))
            print_change(out, arena, what_of(arena, after, o), S("none"), is);
    }
    if (before->st->ends != after->st->ends)
        print_change(out, arena, S("the agreement ends"), day_or_none(arena, before->st->ends),
                     day_or_none(arena, after->st->ends));
    if (out->len == length)
        text_add(out, S("  nothing stands otherwise on that day\n"));
}
