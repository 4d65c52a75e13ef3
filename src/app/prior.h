/* prior.h - earlier statements, from their files. */
#ifndef ENT_APP_PRIOR_H
#define ENT_APP_PRIOR_H
#include "app/owe.h"
#include "money/restate.h"

/* Reads statements as JSON. What is wrong in one is a finding. False: a file could not be read, *why says it.
 */
CHECKED bool priors_read(Session *session, const Str *paths, Size count, Priors *out, Str *why);
/* The first day that they state; `otherwise` without any. */
Day priors_from(const Priors *priors, Day otherwise);
/* Puts what has changed since into the books, and says in notes which statements stand. */
void owing_restate(Owing *owing, Priors *priors, Day as_of);
void priors_note(Arena *arena, const Priors *priors, Statement *statement);
#endif
