/* owe.h - what is owed: from a text, facts and usage to a statement. */
#ifndef ENT_APP_OWE_H
#define ENT_APP_OWE_H
#include "app/ask.h"
#include "money/finish.h"

typedef struct {
    Asking  *asking;
    Plan    *plan;
    Sums     sums;
    Ledgers *ledgers;
    Rates    rates;
    bool     has_rates;
    Pricing  pricing;
    Books   *books;
} Owing;

/* What the text asks of money and cannot be computed, as findings. */
void owing_check(Asking *asking);
/* A plan for a period, without lines yet. */
void owing_open(Asking *asking, Days period, Owing *out);
typedef struct {
    Days period;
    Day  since;     /* earlier periods are reckoned too, from the one that begins on that day */
    bool countries; /* each country is told apart, also where the text does not */
} OwingOpen;

/* The same with more. */
void owing_open_as(Asking *asking, const OwingOpen *open, Owing *out);
/* Ledgers and books of what was counted and of what facts state. */
void owing_close(Owing *owing);
/* What a royalty, payment or milestones clause comes to for a period, in minor units of *currency, after the
 * credit `after` (0: after everything). False: it is not known. */
bool owing_total(Owing *owing, Word name, Word after, Days period, int64_t *out, int *currency);
#endif
