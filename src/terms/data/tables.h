/* tables.h - what an agreement may take for granted about the world, compiled in and dated.
 *
 * Countries and their subdivisions, currencies, groups of countries with the days of membership,
 * time zones. Source: iso-codes and data/ in the repository, joined at build time; nothing is read
 * from the machine at run time. A signed manifest names tables_digest(), so that both sides know
 * they run on the same facts. Calendars have a header of their own, calendar.h.
 *
 * Everything is named by a small index from 0, stable within one build and only there: never store
 * an index, store the code. A `find` answers -1 for an unknown code and compares exactly; the
 * `hint` next to it says what to write instead. All text returned is constant and never freed. */
#ifndef ENT_TABLES_H
#define ENT_TABLES_H
#include "base/bits.h"
#include "base/date.h"

/* SHA-256, 64 hex digits, over all codes, days, minor units, rules: over what a table means, not
 * over the names it prints. */
Str tables_digest(void);
/* The facts were gathered up to this day. After it the tables say what was known then. */
Day tables_known(void);

/* Countries: ISO 3166-1 alpha-2 codes in alphabetical order, so index order is code order. */
enum { COUNTRY_COUNT = 249 };
int country_find(Str code);
Str country_code(int country);
Str country_name(int country); /* the everyday English name where iso-codes has one */
/* The code to write for something that is not one: `UK` and `uk` give GB, `usa` US, `Germny` DE.
 * S_NONE: nothing near, or several (`YU`). */
Str country_hint(Str wrong);
/* One sentence about a wrong or withdrawn code (`UK`: "the code of the United Kingdom is GB"); S_NONE: none.
 */
Str country_help(Str wrong);
/* The day, or only the year, on which ISO withdrew a code; S_NONE: it did not. */
Str country_withdrawn(Str code);

/* Subdivisions: ISO 3166-2 codes such as `US-NY`. */
int  subdivision_count(void);
int  subdivision_find(Str code);
bool subdivision_known(Str code);
Str  subdivision_code(int subdivision);
Str  subdivision_name(int subdivision);
int  subdivision_country(int subdivision);

/* Currencies: ISO 4217 codes, also some that have ended. */
int  currency_count(void);
int  currency_find(Str code);
Str  currency_code(int currency);
Str  currency_name(int currency);
int  currency_minor(int currency); /* decimal places; -1: the code has no minor unit (XAU, XDR) */
Days currency_days(int currency);  /* on which it is a currency to account in */
Str  currency_hint(Str wrong);

/* Groups: EU, EEA, EPC ... A country may belong more than once, each time from day to day. */
typedef struct {
    int16_t country;
    Days    days;
} Membership;

int        group_count(void);
int        group_find(Str code);
Str        group_code(int group);
Str        group_name(int group);
int        group_size(int group);        /* memberships, over all time */
Membership group_at(int group, int nth); /* by country, then by day */
bool       group_has(int group, int country, Day day);
/* Adds to `into`, a set over COUNTRY_COUNT. */
void group_members_ever(int group, Bits into);
void group_members_on(int group, Day day, Bits into);
Str  group_hint(Str wrong);

/* Zones: IANA names. Names only; no offsets are known here. */
int  zone_count(void);
int  zone_find(Str name);
bool zone_known(Str name);
Str  zone_name(int zone);
int  zone_country(int zone); /* -1: none (UTC) */
Str  zone_hint(Str wrong);
#endif
