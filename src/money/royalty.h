/* royalty.h - the royalties of a plan: which lines each counts and how its base is measured.
 *
 * A royalty keeps its name through amendments; each version is in force on its own days and says from
 * which numbers of which lines its base comes. Names are looked up once, here; pricing works on indices. */
#ifndef ENT_MONEY_ROYALTY_H
#define ENT_MONEY_ROYALTY_H
#include "money/sums.h"

/* What each line comes to at one rate, rounded: a slot of the lines. */
typedef struct {
    const Node *rate;
    int         slot;
} RoundedRate;

typedef struct {
    const Clause  *clause;
    const Royalty *text;
    Days           days;
    int            lines;      /* index into plan->lines; -1: a metric, or only what is given */
    const Node    *base;       /* a value over the numbers of the lines */
    int            slot;       /* >= 0: computed line by line into this slot */
    uint32_t       filters;    /* these hold for its lines */
    bool           unmeasured; /* a finding says what cannot be computed: its base is not known */
    bool           limited;    /* its base has limits, each over `limit` */
    Each           limit;
    bool           priced; /* the slot holds amounts due, not a base (`least of { 2% of price; … }`) */
    const Node    *scope;  /* N_LIST of the products, families or fields it is on, or NULL: all */
    LIST_OF(RoundedRate) rounded; /* where the header rounds each line */
    Word head;                    /* the name of the base: `units`, `net-sales`, a metric */
} RoyaltyVersion;

struct PlanRoyalty {
    Word          name;
    const Clause *clause; /* the first version */
    int           payer, payee;
    bool          credit; /* a credit clause: what it counts comes off royalties; its lines need no licence */
    const Instalment *reached; /* a sum of a milestones clause: what is counted are the sales that reach it */
    const Node       *level;   /* and what they must reach */
    Each              reached_in; /* the period in which they are counted; unsaid: they cannot be */
    bool              by_grants;  /* some grant `pays` it: only lines under such grants count */
    LIST_OF(RoyaltyVersion) versions;
};

/* What is counted is priced: it is no credit, and nothing that sales reach. */
static inline bool royalty_is_priced(const PlanRoyalty *royalty)
{
    return !royalty->credit && !royalty->reached;
}
/* Takes the royalties of the text into the plan, with the lines, numbers, slots and filters they need. What
 * cannot be computed is a finding. */
void royalties_plan(Plan *plan, Diags *diags);
/* The version in force on a day, or NULL. */
const RoyaltyVersion *royalty_on(const PlanRoyalty *royalty, Day day);
/* That, or on a day without one the next, or else the last: whose years and payments the day lies in. */
const RoyaltyVersion *royalty_near(const PlanRoyalty *royalty, Day day);
/* Whether it is on that product or family; item 0, none said: only a royalty that is on all. */
bool version_covers(const Plan *plan, const RoyaltyVersion *version, Word item);
/* Counted apart for each of that kind (product, country, entity), or one of it for each? */
bool version_apart(const RoyaltyVersion *version, Word kind);
/* A kind of groups that lines do not tell apart, or 0. */
Word version_apart_otherwise(const RoyaltyVersion *version);
/* As how many units one unit of the item counts. */
Rational version_weight(const Plan *plan, const RoyaltyVersion *version, Word item);
/* The number of a column of the lines, or -1. */
int lines_number(const PlanLines *lines, Word column);
#endif
