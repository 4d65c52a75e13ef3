/* document.c - clauses about the text itself: amendments, examples, prose that binds, includes,
 * open points, silenced findings. */
#include "terms/registry.h"

/* ---- amendment ---- */

static void take_effective(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Amendment, clause)->effective = m->slot[0];
}
static void take_restates(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Amendment, clause)->restates = m->slot[0];
}

static const Form amendment_forms[] = {
    {"effective <day:date>", take_effective, "the day from which the new text holds", NULL},
    {"restates from <day:date>", take_restates, "settled periods are reckoned again from that day", NULL},
};
static const FormSet amendment_set = FORMS("statement of an amendment", amendment_forms);
/* `replace`, `add` and `end` hold whole clauses: terms/amend.c reads them. */
static const Form amendment_head_forms[] = {
    {"amendment <number:number> to <agreement:name>", NULL, "", &amendment_set}};
static const FormSet amendment_head = FORMS("clause", amendment_head_forms);

static void begin_amendment(Terms *terms, Clause *clause, const Match *m)
{
    Amendment *d = clause->data;
    d->number = m->slot[0];
    d->of = m->slot[1];
    for (Stmt *stmt = m->stmt->body; stmt; stmt = stmt->next) {
        Str  first = stmt->count ? terms_text(terms, stmt_word(&terms->doc->tree, stmt, 0)) : S("");
        bool change =
            str_equal(first, S("replace")) || str_equal(first, S("add")) || str_equal(first, S("end"));
        if (change)
            *PUSH(terms->arena, &d->changes) = stmt;
    }
}

static void check_amendment(Terms *terms, Clause *clause)
{
    const Amendment *d = clause->data;
    if (!d->effective && !clause->poisoned)
        diag_refuse(terms->diags, "E0416", clause->name_span,
                    S("this amendment does not say from when it holds"), S("no `effective` line"),
                    S("add `effective 2027-04-01`"));
}

const ClauseKind kind_amendment = {
    .name = "amendment",
    .ref = 0,
    .summary = "a change of the text from a day on; the old text keeps its days",
    .example =
        "entente 1\nagreement sample { between aurora, borealis; effective 2026-01-01; changed by all "
        "parties }\n"
        "party aurora\nparty borealis\nasset aurora/video\n"
        "grant video { aurora grants borealis; to make; under aurora/video; lasts perpetual }\n"
        "amendment 1 to sample {\n  effective 2027-04-01\n"
        "  replace video { aurora grants borealis; to make, use; under aurora/video; lasts perpetual }\n}\n",
    .head = &amendment_head,
    .body = &amendment_set,
    .data_size = (Size)sizeof(Amendment),
    .begin = begin_amendment,
    .read = amendment_read,
    .check = check_amendment};

/* ---- example ---- */

static void take_line(void *maker, void *clause, const Match *m, bool expect)
{
    *PUSH(TERMS(maker)->arena, &DATA(Example, clause)->lines) = (ExampleLine){expect, m->slot[0], m->stmt};
}
static void take_given(void *maker, void *clause, const Match *m) { take_line(maker, clause, m, false); }
static void take_expect(void *maker, void *clause, const Match *m) { take_line(maker, clause, m, true); }

static const Form example_forms[] = {
    {"given <fact:rest>", take_given, "a fact that the example assumes", NULL},
    {"expect <answer:rest>", take_expect,
     "what must come out: may … is …, owe … for … is …, audit … for … finds … missing, due …, finding CODE",
     NULL},
};
static const FormSet example_body = FORMS("statement of an example", example_forms);
static const Form    example_head_forms[] = {{"example <name:new>", NULL, "", &example_body}};
static const FormSet example_head = FORMS("clause", example_head_forms);

const ClauseKind kind_example = {
    .name = "example",
    .ref = REF(WORDS),
    .summary = "a worked example, run by `entente check`",
    .example = "entente 1\nagreement sample { between aurora, borealis; effective 2026-01-01; changed by all "
               "parties }\n"
               "party aurora\nparty borealis\nasset aurora/video\n"
               "grant video { aurora grants borealis; to make; under aurora/video; lasts perpetual }\n"
               "example makes { expect may borealis make under aurora/video on 2027-01-01 is licensed }\n",
    .head = &example_head,
    .body = &example_body,
    .data_size = (Size)sizeof(Example)};

/* ---- words, include, open, accept ---- */

static const Form    words_head_forms[] = {{"words <name:new>", NULL, "", NULL}};
static const FormSet words_head = FORMS("clause", words_head_forms);
const ClauseKind     kind_words = {.name = "words",
                                   .ref = REF(WORDS),
                                   .summary = "the prose under this heading binds under that name",
                                   .example = "entente 1\nwords confidentiality\n",
                                   .head = &words_head,
                                   .data_size = 1};

static const Form    include_head_forms[] = {{"include <file:text>", NULL, "", NULL}};
static const FormSet include_head = FORMS("clause", include_head_forms);
const ClauseKind     kind_include = {.name = "include",
                                     .ref = 0,
                                     .summary = "takes another file of this folder in at this place",
                                     .example = NULL,
                                     .head = &include_head,
                                     .data_size = 1};

static const Form option_forms[] = {
    {"option <name:new>", NULL, "one choice: clauses that hold if it is picked", NULL},
};
static const FormSet open_body = FORMS("option of an open point", option_forms);
static const Form    open_head_forms[] = {{"open <name:new>", NULL, "", &open_body}};
static const FormSet open_head = FORMS("clause", open_head_forms);
const ClauseKind     kind_open = {.name = "open",
                                  .ref = REF(OPEN),
                                  .summary = "an unsettled clause: a text with one left cannot be signed",
                                  .example = "entente 1\nparty aurora { roles legal }\nopen secrecy { option "
                                                 "long { words secrecy-long }; option none { } }\n",
                                  .head = &open_head,
                                  .body = &open_body,
                                  .data_size = 1,
                                  .read = open_read};

static void begin_accept(Terms *terms, Clause *clause, const Match *m)
{
    (void)clause;
    *PUSH(terms->arena, &terms->accepts) =
        (Accept){.code = m->slot[0], .fields = m->slot[1], .who = m->slot[2], .reason = m->slot[3]};
}
static const Form accept_head_forms[] = {
    {"accept <lint:code>[ in <fields:fields>][ for <who:party>] because <reason:text>", NULL, "", NULL}};
static const FormSet accept_head = FORMS("clause", accept_head_forms);
const ClauseKind     kind_accept = {.name = "accept",
                                    .ref = 0,
                                    .summary =
                                        "silences a lint finding for the whole text, with the reason in writing",
                                    .example = "entente 1\nfield hydrogen\naccept L-GAP in hydrogen because \"to "
                                                   "be negotiated, as the parties agreed\"\n",
                                    .head = &accept_head,
                                    .data_size = 1,
                                    .begin = begin_accept};
