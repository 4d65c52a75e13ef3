/* statement_show.c - prints a statement made by hand in one of its forms, for the tests that read outputs.
 *
 * Usage: statement_show small|full|empty owe|text|json|csv */
#include <stdio.h>
#include <string.h>

#include "statement_make.h"

#include "report/statement_csv.h"
#include "report/statement_json.h"
#include "report/statements.h"

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    Made *made = &(Made){0};
    make_statement(made, argv[1]);
    Text out = text_new(&made->s.arena);
    if (strcmp(argv[2], "owe") == 0)
        owe_print(&out, &made->s.arena, &made->view);
    else if (strcmp(argv[2], "text") == 0)
        statement_print(&out, &made->s.arena, &made->view);
    else if (strcmp(argv[2], "json") == 0)
        text_add(&out, statement_json(&made->s.arena, &made->view));
    else if (strcmp(argv[2], "csv") == 0)
        text_add(&out, statement_csv(&made->s.arena, &made->view));
    else
        return 2;
    Str text = text_str(&out);
    fwrite(text.at, 1, (size_t)text.len, stdout);
    arena_free(&made->s.arena);
    return 0;
}
