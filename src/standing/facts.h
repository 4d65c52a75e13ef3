/* facts.h - what has happened, as dated sentences.
 *
 * Facts come from entries of a record (sentences.h), from a file, or from the `given` lines of an example,
 * one sentence a line:
 *
 *     closing on 2014-10-27
 *     merged-away of motorola on 2018-05-01 into bigco
 *     patent-passes for US7000001, west on 2020-03-10
 *     essential for lidar-1 is true from 2028-01-01
 *     satisfaction is 85 from 2027-07-01
 *     aurora holds 51% of aurora-optics from 2026-06-01
 *     south-new joins south on 2021-01-01
 *     target-patents in motorola/patents on 2017-04-01
 *     balancing is paid on 2026-01-18
 *     amount paid for video-royalty in 2026-Q1 is 50_000 USD on 2026-05-12
 *     7_300_000 units in 2026-Q1 from north of beacon-7 in DE
 *     700_000_000 USD net-sales in 2026-Q1
 *     broadcast-royalty elects by-year on 2026-02-01
 *     notice of breach of video on 2027-01-01
 *     notice of extension by aurora to borealis given on 2030-07-01
 *     roadmap-disclosure by aurora for 2026-06-30 is done on 2026-07-02, with "letter of 2 July"
 *     report of video-royalty for 2026-Q1 is done on 2026-04-20
 *     cure of unpaid is under way from 2026-02-10
 *     disputes is at arbitration on 2027-01-21 */
#ifndef ENT_STANDING_FACTS_H
#define ENT_STANDING_FACTS_H
#include "terms/terms.h"

typedef enum {
    FACT_EVENT,
    FACT_VALUE,
    FACT_JOINS,
    FACT_LEAVES,
    FACT_HOLDS,
    FACT_STATE,
    FACT_IN,
    FACT_NOTICE,
    FACT_USAGE,  /* so much of something in a period: instead of lines of usage */
    FACT_ELECTS, /* name elects `into` */
    FACT_AMOUNT, /* so much was paid for name */
    FACT_AT,     /* the dispute `name` came to the step `into` */
} FactKind;

enum { FACT_THINGS = 6 };

typedef struct {
    FactKind kind;
    Word name; /* of the event, fact, metric, clause; of who joins or is held; unit, column or definition of
                  usage */
    Word  things[FACT_THINGS]; /* what it is about; 0-terminated unless full */
    Word  into;                /* who came instead, whom it joined, what it is in */
    Word  from, place;         /* of usage: the entity and the country, or 0; of a state or notice: whose */
    Days  days;                /* the day, or the days on which it holds; the period of usage */
    Days  period;              /* of FACT_AMOUNT, FACT_STATE, FACT_NOTICE: for what; without it, for ever */
    bool  truth;               /* of FACT_VALUE without a number, FACT_STATE; of a notice: it was received */
    Node *value;               /* a quantity, or NULL */
    Node *evidence;            /* a text, or NULL */
    Word  state;               /* of FACT_STATE: W_paid, W_late, W_done, … */
    Span  span;
} Fact;

typedef LIST_OF(Fact) Facts;

/* Reads each statement of a document as a fact. False: findings were recorded; the good ones are in. */
bool facts_read(Terms *terms, const Document *document, Facts *out);
/* Reads a text as facts, as a source of that name; nothing is included. */
bool facts_read_source(Terms *terms, Document *document, Str name, Str text, Facts *out);
/* Reads one sentence that stands in the agreement (`given …`). */
bool facts_read_words(Terms *terms, const Stmt *stmt, const Node *words, Facts *out);
#endif
