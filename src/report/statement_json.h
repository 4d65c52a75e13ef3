/* statement_json.h - a statement for programs, and what a later statement reads back from it.
 *
 * The form is documented in docs/statement.md and named in its key `format`; it changes only together with
 * that name. Money is a decimal string beside its currency; an amount that is not rounded has the exact
 * fraction beside it. */
#ifndef ENT_REPORT_STATEMENT_JSON_H
#define ENT_REPORT_STATEMENT_JSON_H
#include "money/prior.h"
#include "report/json.h"
#include "report/statement_words.h"

#define STATEMENT_FORMAT "entente-statement/1"

enum {
    PRIOR_BYTES_MOST = 64 << 20,
    PRIOR_PARTS_MOST = 20000,
    PRIOR_ROWS_MOST = 100000,
    PRIOR_TEXT_MOST = 1000
};

Str statement_json(Arena *arena, const StatementView *view); /* one object and a line end */
/* SHA-256 in hexadecimal: of the files of the agreement, of the facts that were read, and of all keys of a
 * statement but `digest` itself. */
Str statement_text_digest(Arena *arena, const Terms *terms);
Str statement_facts_digest(Arena *arena, const Standing *standing);
Str statement_digest(Arena *arena, json_t *root);
/* What every answer about a statement begins with: the agreement, the period, the day, what is missing. */
json_t *statement_json_head(const StatementView *view, Arena *arena);
/* A balance, with the parts that make it up, or only their positions. */
json_t *json_of_net(const StatementView *view, Arena *arena, const NetLine *net, bool whole);
/* One part of it, and the place of words in the text; for renderings that show less. */
json_t *json_of_part(const StatementView *view, Arena *arena, const StatementPart *part);
json_t *json_of_place(const StatementView *view, Arena *arena, Span at);
/* Reads what statement_json wrote. False: it is something else, and `why` says what and where; *out is
 * untouched. */
CHECKED bool statement_prior_read(Arena *arena, Str text, Prior *out, Str *why);
#endif
