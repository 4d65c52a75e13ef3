/* route.h - a Router over an index of rights: what licenses a line of usage. */
#ifndef ENT_APP_ROUTE_H
#define ENT_APP_ROUTE_H
#include "app/ask.h"
#include "money/plan.h"

/* For the days of a span. NULL: the agreement grants nothing, so there is nothing to route. `each_country`:
 * every country is a class of its own (royalties are counted apart for each). */
Router *router_new(Asking *asking, bool each_country);
#endif
