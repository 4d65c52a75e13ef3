/* grammar.c - see grammar.h. A form is printed as it is matched, so text and reader cannot differ. */
#include "report/grammar.h"

#include <string.h>

static void print_set(Text *out, Arena *arena, const char *name, const FormSet *set);

/* agreement-statement, calendar-statement … */
static Str statement_name(Arena *arena, const char *kind) { return str_format(arena, "%s-statement", kind); }

static Str first_word(const Form *form)
{
    const char *at = form->pattern;
    while ((*at >= 'a' && *at <= 'z') || *at == '-')
        at++;
    return (Str){form->pattern, at - form->pattern};
}

static void print_inner(Text *out, Arena *arena, const FormSet *set)
{
    for (Size i = 0; i < set->count; i++) {
        const Form *form = &set->forms[i];
        if (!form->inner)
            continue;
        Str word = first_word(form);
        print_set(out, arena, str_format(arena, "%.*s", STR_ARG(word)).at, form->inner);
    }
}

static void print_set(Text *out, Arena *arena, const char *name, const FormSet *set)
{
    text_format(out, "%.*s =\n", STR_ARG(statement_name(arena, name)));
    for (Size i = 0; i < set->count; i++) {
        const Form *form = &set->forms[i];
        Str         word = first_word(form);
        text_format(out, "  %s %.*s", i ? "|" : " ", STR_ARG(form_grammar(arena, form)));
        if (form->inner)
            text_format(out, " \"{\" { %.*s-statement } \"}\"", STR_ARG(word));
        text_char(out, '\n');
    }
    text_add(out, S("  ;\n"));
    print_inner(out, arena, set);
}

static void print_kind(Text *out, Arena *arena, const ClauseKind *kind)
{
    text_format(out, "%s-clause =\n", kind->name);
    for (Size i = 0; i < kind->head->count; i++) {
        const Form *form = &kind->head->forms[i];
        text_format(out, "  %s %.*s", i ? "|" : " ", STR_ARG(form_grammar(arena, form)));
        if (form->inner)
            text_format(out, " \"{\" { %s-statement%s } \"}\"", kind->name,
                        kind->common ? " | common-statement" : "");
        text_char(out, '\n');
    }
    text_add(out, S("  ;\n"));
    if (kind->body)
        print_set(out, arena, kind->name, kind->body);
}

Str grammar_text(Arena *arena)
{
    Text                     out = text_new(arena);
    Size                     count = 0;
    const ClauseKind *const *kinds = clause_kinds(&count);
    text_add(&out, S("clause =\n"));
    for (Size i = 0; i < count; i++)
        text_format(&out, "  %s %s-clause\n", i ? "|" : " ", kinds[i]->name);
    text_add(&out, S("  ;\n"));
    print_set(&out, arena, "common", &common_forms);
    for (Size i = 0; i < count; i++)
        print_kind(&out, arena, kinds[i]);
    return text_str(&out);
}

static void reference_set(Text *out, Arena *arena, const FormSet *set, int depth)
{
    for (Size i = 0; i < set->count; i++) {
        const Form *form = &set->forms[i];
        text_pad(out, (Size)depth * 2);
        text_format(out, "- `%.*s`: %s\n", STR_ARG(form_usage(arena, form)), form->doc);
        if (form->inner)
            reference_set(out, arena, form->inner, depth + 1);
    }
}

static void reference_kind(Text *out, Arena *arena, const ClauseKind *kind)
{
    text_format(out, "### %s\n\n%s.\n\n", kind->name, kind->summary);
    for (Size i = 0; i < kind->head->count; i++)
        text_format(out, "`%.*s%s`\n\n", STR_ARG(form_usage(arena, &kind->head->forms[i])),
                    kind->head->forms[i].inner ? " { … }" : "");
    if (kind->body) {
        reference_set(out, arena, kind->body, 0);
        text_format(out, "%s\n", kind->common ? "- and the statements that every clause knows\n" : "");
    }
    if (kind->example)
        text_format(out, "```entente\n%s```\n\n", kind->example);
}

Str reference_text(Arena *arena, Str only)
{
    Text                     out = text_new(arena);
    Size                     count = 0;
    const ClauseKind *const *kinds = clause_kinds(&count);
    for (Size i = 0; i < count; i++)
        if (!only.len || str_equal(only, str_from(kinds[i]->name)))
            reference_kind(&out, arena, kinds[i]);
    if (only.len)
        return text_str(&out);
    text_add(&out, S("### statements that every clause knows\n\n"));
    reference_set(&out, arena, &common_forms, 0);
    return text_str(&out);
}
