/* money.h - what the clauses about money share: how often, rows of prices, who pays whom. */
#ifndef ENT_TERMS_CLAUSES_MONEY_H
#define ENT_TERMS_CLAUSES_MONEY_H
#include "terms/registry.h"

/* How often: two captures, the choice and the party of a fiscal year. The order is that of EachKind. */
#define EACHES                                                                                      \
    "each calendar month | each calendar quarter | each calendar half-year | each calendar year | " \
    "each contract year | each fiscal year of <of:party>"
#define EACH        "(each= " EACHES ")"
#define EACH_OR_ALL "(each= " EACHES " | in all)"

Each match_each(const Match *match, int at); /* at: the capture of the choice */
Word match_label(const Terms *terms, const Match *match);
/* A clause that says nothing without its block. */
#define MONEY_KIND(id, kind, text, sample, Type)                                          \
    static const Form    id##_head_forms[] = {{#id " <name:new>", NULL, "", &id##_body}}; \
    static const FormSet id##_head = FORMS("clause", id##_head_forms);                    \
    const ClauseKind     kind_##id = {.name = #id,                                        \
                                      .ref = REF(kind),                                   \
                                      .summary = text,                                    \
                                      .example = sample,                                  \
                                      .head = &id##_head,                                 \
                                      .body = &id##_body,                                 \
                                      .data_size = (Size)sizeof(Type),                    \
                                      .common = true,                                     \
                                      .check = check_##id};

/* A finding that the clause lacks a statement, unless a broken one may be it. */
void money_need(Terms *terms, const Clause *clause, bool there, const char *code, Str title, Str help);

typedef enum { ROW_UP_TO, ROW_BELOW, ROW_ABOVE } BandRow;
/* Rows `up to N`, `below N`, `above that`: ascending, and `above that` is the last. */
void bands_check(Terms *terms, const RateRow *rows, Size count);
#endif
