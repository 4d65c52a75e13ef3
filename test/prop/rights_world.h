/* rights_world.h - a random agreement as a plain model, for the oracle beside the engine.
 *
 * The model says what the text says, in arrays of small numbers, and nothing more: names stand in trees by
 * parent, lists stand in written order, days are days. rights_text.h prints it, rights_oracle.h reads it. */
#ifndef ENT_TEST_RIGHTS_WORLD_H
#define ENT_TEST_RIGHTS_WORLD_H
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "lang/keywords.h"

enum {
    PARTIES_MOST = 4,
    SUBJECTS_MOST = 10,
    FIELDS_MOST = 10,
    THINGS_MOST = 12,
    ASSETS_MOST = 24,
    CLAUSES_MOST = 24,
    ITEMS_MOST = 5,
    CONDS_MOST = 64,
    FACTS_MOST = 40,
    EFFECTS_MOST = 3,
    SLOTS = 3,       /* assets of each party: x, x/s, y */
    CUSTOMERS = 100, /* + party: its customers, as one who asks */
    FORUM = 200,     /* as a grantee: whoever is a member of it */
    HORIZON = 600,
};

/* Great Britain leaves the EU inside the horizon. */
static inline Day day_first(void) { return day_of((Civil){2019, 7, 1}); }

static const char *const party_names[] = {"alfa", "bravo", "carol", "delta"};
/* The last two stand for all that no text names: one of the EU, one of no group. */
static const char *const country_names[] = {"DE", "FR", "GB", "US", "CN", "IT", "BR"};
enum {
    IN_DE,
    IN_FR,
    IN_GB,
    IN_US,
    IN_CN,
    NAMED,
    IN_IT = NAMED,
    IN_BR,
    COUNTRIES,
    PLACE_EU = COUNTRIES,
    PLACE_ZONE,
    PLACE_WORLD
};

typedef enum { C_EVENT, C_EVENT_OF, C_EVENT_OF_OTHER, C_FACT, C_METRIC, C_NOT, C_ALL, C_ANY, C_TWO } CondOp;
typedef struct {
    CondOp op;
    int    what, party, value, cmp; /* cmp: 0 at least, 1 over, 2 below, 3 at most, 4 is */
    int    items[3], count;
    bool   block;
} Cond;

typedef struct {
    bool minus;
    int  what; /* a field, FIELDS_MOST + a thing, an asset, a place */
    int  cond; /* -1: none */
} Item;

typedef struct {
    Item items[ITEMS_MOST];
    int  count;
} Items;

typedef enum { K_GRANT, K_COVENANT, K_RELEASE, K_RESERVE } Kind;
typedef enum { T_NONE_SAID, T_LIFE, T_TERM, T_EVER, T_THROUGH_DAY, T_UNTIL_EVENT, T_AFTER_EVENT } TermSaid;

typedef struct {
    unsigned to; /* bits over recipients */
    int      only_for;
    bool     only_to, while_affiliates;
} Sub;
static const char *const recipients[] = {"affiliates", "customers", "distributors"};

typedef struct {
    Kind     kind;
    char     name[16];
    int      grantor;         /* -1: each party */
    int      to[3], to_count; /* parties, CUSTOMERS + party, FORUM; count 0: every other, or nobody named */
    bool     other, affiliates;
    unsigned acts; /* 0: not said */
    int      have_made_only;
    Sub      subs[2];
    int      sub_count;
    Items    assets, scope, places;
    TermSaid term;
    Day      term_day, from, through, before, excl_through;
    int      term_event, term_days;
    int      exclusive; /* 0 no, 1 exclusive, 2 sole */
    bool     component;
    int      while_, once, unless;
    int      in_spite_of;           /* a reservation, or -1 */
    int      against, against_what; /* a party or -1; 0 all, 1 grants only, 2 covenants only */
    Day      in_from, in_through;   /* by amendments */
    bool     replaced, added;
} Cl;

typedef enum { E_SUSPENDS, E_RESUMES, E_ENDS, E_STARTS, E_NARROWS, E_SOLD, E_STAYS } EffectSaid;
typedef struct {
    EffectSaid kind;
    int        clause, field;
    bool       that_affiliate;
} Eff;
typedef enum { WHEN_EVENT, WHEN_EVENT_OF_GRANTEE, WHEN_METRIC, WHEN_LEAVES } WhenSaid;
typedef struct {
    WhenSaid when;
    int      event, metric, value;
    Eff      effects[EFFECTS_MOST];
    int      count;
} Cons;

typedef enum { F_EVENT, F_TRUTH, F_METRIC, F_HOLDS, F_JOINS, F_LEAVES } FactSaid;
typedef struct {
    FactSaid kind;
    int      what, about, value, into; /* about: a party, product or parent; -1 none */
    Day      from, through;
} Fc;

typedef struct {
    int child, parent, share; /* share -1: none said */
    Day from, through;        /* DAY_MIN, DAY_MAX: not said */
} Tied;

typedef enum { A_PROSE, A_LIST, A_OWNED } AssetKind;
typedef struct {
    bool      patent;
    AssetKind kind;
    int       party, slot;
    int       list; /* of a patent: the asset whose list it is in, -1: it stands alone */
    Day       filed, expires, capture_from, capture_through; /* 0: not said */
    unsigned  places;                                        /* 0: everywhere */
} As;

typedef struct {
    char     name[16];
    bool     family, deep; /* deep: the family says that it is in `parent`; else parent includes it */
    int      parent;       /* of a family: or -1 */
    unsigned in;           /* of a product: bits over things */
    int      maker, field, practises[3], practises_count, contains;
    Day      sold_from;
} Thing;

typedef struct {
    char name[16];
    int  parent, also; /* also: one more that it includes, or -1 */
    bool by_includes, covers;
} Fld;

typedef struct {
    Random   random;
    int      parties, subjects, fields, things, assets, clauses, conds, consequences, facts, tied;
    int      events, event_of; /* events 0..events-1; event_of: the one for each party */
    bool     decided[3];
    int      share[PARTIES_MOST];
    bool     strict[PARTIES_MOST];
    char     subject_name[SUBJECTS_MOST][16];
    bool     person[SUBJECTS_MOST];
    Day      member_from, member_through; /* of the first entity, in the forum; from 0: no forum */
    Fld      field[FIELDS_MOST];
    Thing    thing[THINGS_MOST];
    As       asset[ASSETS_MOST];
    Cl       clause[CLAUSES_MOST];
    Cond     cond[CONDS_MOST];
    Cons     consequence[3];
    Fc       fact[FACTS_MOST];
    Tied     tie[8];
    unsigned zone; /* bits over places */
    bool     groups_change;
    Day      signed_on, effective, ends; /* DAY_MAX: perpetual */
    int      effective_event;            /* -1: a date */
    Day      amended;
    int      reservations;
} World;

static inline Size pick(World *w, Size below) { return random_below(&w->random, below); }
static inline bool chance(World *w, int percent) { return (int)pick(w, 100) < percent; }
static inline Day  some_day(World *w) { return day_first() + (Day)pick(w, HORIZON); }
#endif
