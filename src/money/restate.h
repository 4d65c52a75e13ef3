/* restate.h - earlier statements stand: what has changed since is due now, line by line, with its cause.
 *
 * Each earlier period is reckoned again from everything that is known today. What it comes to now, less what
 * was stated for it, then or since, is a true-up of the statement that is made now. So what a period was
 * stated and trued up to is always what it last came to, whoever states it, and nothing that was approved is
 * written anew. */
#ifndef ENT_MONEY_RESTATE_H
#define ENT_MONEY_RESTATE_H
#include "money/finish.h"
#include "money/prior.h"

/* Digests that a statement of today would carry. */
typedef struct {
    Str text, facts;
} RestateDigests;

/* Whether earlier statements belong to this agreement, each to a period of its own before the one that is
 * asked for. False: findings. */
bool priors_check(const Plan *plan, const Priors *priors, Days asked, Diags *diags);
/* What has changed, statements in the order of their periods; the books hold it from then on, and the next
 * statement of them states it. */
void books_restate(Books *books, Priors *priors, const RestateDigests *grounds, Day as_of);
#endif
