/* registry.h - the clause kinds, one row each.
 *
 * A kind is one file in clauses/: it says how its head and statements read (forms), what they mean
 * (take), what must hold when all names are known (check), and how it is described to people
 * (summary, example). To add one: write the file, add its row in registry.c. */
#ifndef ENT_TERMS_REGISTRY_H
#define ENT_TERMS_REGISTRY_H
#include "terms/terms.h"

struct ClauseKind {
    const char    *name; /* its word */
    uint64_t       ref;
    const char    *summary;
    const char    *example; /* a complete small text, checked by the tests */
    const FormSet *head;    /* how the statement itself reads: captures name or names first */
    const FormSet *body;    /* NULL: no block */
    Size           data_size;
    bool           common; /* takes the statements that every clause knows */
    void (*begin)(Terms *terms, Clause *clause, const Match *head);
    void (*read)(Terms *terms, Clause *clause);  /* instead of `body`, for blocks that hold clauses */
    void (*check)(Terms *terms, Clause *clause); /* after all names are resolved */
};

const ClauseKind *const *clause_kinds(Size *count);
const ClauseKind        *clause_kind(Str word); /* NULL: no such kind */
extern const FormSet     common_forms;          /* clauses/common.c */

/* A kind of clause that says nothing without its block: NAME_body, check_NAME. */
#define BLOCK_KIND(id, kind, text, sample, Type)                                          \
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
void clause_need(Terms *terms, const Clause *clause, bool there, const char *code, Str title, Str help);

/* amend.c: blocks that hold clauses. */
void amendment_read(Terms *terms, Clause *clause);
void open_read(Terms *terms, Clause *clause);

/* terms.c, for amend.c: reads the head of a statement and makes its clauses (the last is returned, or
 * NULL with a finding); and reads the body of a clause. */
Clause *terms_read_head(Terms *terms, Stmt *stmt, Clause *version_of);
void    terms_read_body(Terms *terms, Clause *clause);
/* After statements of a clause were read: a broken one poisons the clause, and forgives its names. */
void terms_settle(Terms *terms, Clause *clause, const Stmt *first);

/* For the `take` functions: what `maker` and `clause` are. */
#define TERMS(maker)       ((Terms *)(maker))
#define CLAUSE(clause)     ((Clause *)(clause))
#define DATA(Type, clause) ((Type *)CLAUSE(clause)->data)
#define FORMS(label, list)       \
    {                            \
        label, list, COUNT(list) \
    }
/* Defines kind_ID: a clause of a name with a body, or with a name alone; the rest says what else it is. */
#define NAMED_KIND(id, word, kind, text, sample, set, ...)                           \
    static const Form    id##_head_forms[] = {{word " <name:new>", NULL, "", &set},  \
                                              {word " <name:new>", NULL, "", NULL}}; \
    static const FormSet id##_head = FORMS("clause", id##_head_forms);               \
    const ClauseKind     kind_##id = {.name = word,                                  \
                                      .ref = REF(kind),                              \
                                      .summary = text,                               \
                                      .example = sample,                             \
                                      .head = &id##_head,                            \
                                      .body = &set,                                  \
                                      __VA_ARGS__};
#define CHOICE(match, index) ((match)->slot[index] ? (match)->slot[index]->value : -1)
/* What the chosen way of a group that must be written means, by a table. */
#define CHOSEN(table, match, index) (table)[choice_within((match), (index), COUNT(table))]
static inline int64_t choice_within(const Match *match, int index, Size count)
{
    int64_t choice = CHOICE(match, index);
    INVARIANT(0 <= choice && choice < count);
    return choice;
}
#endif
