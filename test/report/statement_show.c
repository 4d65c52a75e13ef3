/* statement_show.c - prints a statement made by hand in one of its forms, for the tests that read outputs.
 *
 * Usage: statement_show small|full|empty|long owe|text|json|csv|pdf, or xlsx PATH,
 * or why PART, why-json PART */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "statement_make.h"

#include "report/reasons.h"
#include "report/statement_csv.h"
#include "report/statement_json.h"
#include "report/statement_pdf.h"
#include "report/statement_xlsx.h"
#include "report/statements.h"

static bool render(Text *out, Made *made, const char *form, const char *path)
{
    Arena *arena = &made->s.arena;
    Str    why = {0};
    bool   done = true;
    Size   part = path ? (Size)strtol(path, NULL, 10) : 0;
    /* Of two parts that stand one behind the other: as if a royalty were paid twice in the period. */
    Figures figures = {.view = &made->view, .positions = (Size[]){part, part + 1}, .count = 1};
    Figures net = {
        .view = &made->view, .positions = (Size[]){0, 1}, .count = made->statement.net.count > 1 ? 2 : 1};
    figures.count += path && strchr(path, '+');
    if (strcmp(form, "owe") == 0)
        owe_print(out, arena, &made->view);
    else if (strcmp(form, "text") == 0)
        statement_print(out, arena, &made->view);
    else if (strcmp(form, "json") == 0)
        text_add(out, statement_json(arena, &made->view));
    else if (strcmp(form, "csv") == 0)
        text_add(out, statement_csv(arena, &made->view));
    else if (strcmp(form, "why") == 0 && path)
        figures_print(out, arena, &figures);
    else if (strcmp(form, "balance") == 0)
        balances_print(out, arena, &net);
    else if (strcmp(form, "balance-json") == 0)
        text_add(out, balances_json(arena, &net));
    else if (strcmp(form, "why-json") == 0 && path)
        text_add(out, figures_json(arena, &figures));
    else if (strcmp(form, "pdf") == 0) {
        Str bytes = {0};
        done = statement_pdf(arena, &made->view, &bytes, &why);
        text_add(out, bytes);
    } else
        done = strcmp(form, "xlsx") == 0 && path && statement_xlsx(arena, &made->view, path, &why);
    if (why.len)
        fprintf(stderr, "%.*s\n", STR_ARG(why));
    return done;
}

int main(int argc, char **argv)
{
    Made *made = &(Made){0};
    if (argc < 3)
        return 2;
    make_statement(made, argv[1]);
    Text out = text_new(&made->s.arena);
    bool done = render(&out, made, argv[2], argc > 3 ? argv[3] : NULL);
    Str  text = text_str(&out);
    fwrite(text.at, 1, (size_t)text.len, stdout);
    arena_free(&made->s.arena);
    return done ? 0 : 2;
}
