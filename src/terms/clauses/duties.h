/* duties.h - what the clauses about duties share: the time to cure, who must, and what they lack. */
#ifndef ENT_TERMS_CLAUSES_DUTIES_H
#define ENT_TERMS_CLAUSES_DUTIES_H
#include "terms/registry.h"

#define CURE                                                              \
    "cure <length:duration>[ after (from= receipt | dispatch) of notice]" \
    "[, <longer:duration> if cure is under way][, stopped while <stopped:condition>]"

Cure match_cure(const Match *match); /* of CURE */
/* A longer cure that is shorter is a finding. */
void cure_check(Terms *terms, const Cure *cure);
/* A finding that the clause lacks a statement, unless a broken one may be it. */
void duty_need(Terms *terms, const Clause *clause, bool there, const char *code, Str title, Str help);

/* A clause that says nothing without its block. */
#define DUTY_KIND(id, kind, text, sample, Type)                                           \
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
#endif
