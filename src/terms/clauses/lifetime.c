/* lifetime.c - what gives a text more days, or fewer: renewal, sunset.
 *
 * A renewal adds a term to the agreement, each reckoned from the first day anew. `notice by` stops it:
 * without a notice in the window it goes on. `on notice by` makes it: without a notice it does not. */
#include "terms/clauses/duties.h"

#define RENEWAL(clause) DATA(Renewal, clause)
#define SUNSET(clause)  DATA(Sunset, clause)

/* ---- renewal ---- */

static void take_renews(void *maker, void *clause, const Match *m)
{
    (void)maker;
    RENEWAL(clause)->length = m->slot[0];
    RENEWAL(clause)->times = m->slot[1];
}
static void take_window(void *clause, const Match *m, bool on_notice)
{
    Renewal *d = RENEWAL(clause);
    d->notice_by = m->slot[0];
    d->most = m->slot[1];
    d->least = m->slot[2];
    d->on_notice = on_notice;
    d->notice_span = m->stmt->span;
}
static void take_notice(void *maker, void *clause, const Match *m)
{
    (void)maker;
    take_window(clause, m, false);
}
static void take_on_notice(void *maker, void *clause, const Match *m)
{
    (void)maker;
    take_window(clause, m, true);
}
static void take_rise(void *maker, void *clause, const Match *m)
{
    (void)maker;
    RENEWAL(clause)->rise_of = m->slot[0];
    RENEWAL(clause)->rise_most = m->slot[1];
}
static void take_opens(void *maker, void *clause, const Match *m)
{
    (void)maker;
    RENEWAL(clause)->opens = m->slot[0];
}

#define WINDOW "notice by <who:who>[, at most <most:duration>][, at least <least:duration>] before end"

static const Form renewal_forms[] = {
    {"renews <length:duration>[, at most <times:number> times]", take_renews,
     "the term that is added; without a number, as often as wanted", NULL},
    {"renews <length:duration>, any number of times", take_renews, "the term that is added, each time anew",
     NULL},
    {WINDOW, take_notice, "a notice in this window stops the renewal", NULL},
    {"on " WINDOW, take_on_notice, "only a notice in this window makes the renewal", NULL},
    {"limit rise of <what:names> at most <most:percent> each renewal", take_rise,
     "by how much a price may rise with a renewal", NULL},
    {"limit rise of <what:names> none", take_rise, "prices that do not rise with a renewal", NULL},
    {"failing that, <clause:clause> opens", take_opens, "what opens when it does not renew", NULL},
};
static const FormSet renewal_body = FORMS("statement of a renewal", renewal_forms);

static void check_renewal(Terms *terms, Clause *clause)
{
    const Renewal *d = clause->data;
    clause_need(terms, clause, d->length, "E0452", S("this renewal does not say for how long"),
                S("add `renews 2 years, at most 2 times`"));
    if (d->length && (d->length->op == UNIT_BUSINESS_DAYS || !d->length->value))
        diag_refuse(terms->diags, "E0456", d->length->span, S("a term cannot be renewed by this length"),
                    S("not a length of the calendar"), S("write days, months or years: `renews 2 years`"));
    if (d->times && (d->times->scale || !d->times->value))
        diag_refuse(terms->diags, "E0456", d->times->span, S("a renewal happens a whole number of times"),
                    S("not a whole number"), S("write `at most 2 times`"));
}

BLOCK_KIND(
    renewal, RENEWAL, "what gives the agreement another term",
    "entente 1\nparty aurora\nparty borealis\nmetric satisfaction { score 0 to 100; attested by aurora }\n"
    "renewal extension {\n  renews 2 years, at most 2 times\n  if satisfaction at least 80\n"
    "  notice by either, at most 180 days, at least 90 days before the end\n}\n",
    Renewal)

/* ---- sunset ---- */

static void take_ends(void *maker, void *clause, const Match *m)
{
    (void)maker;
    SUNSET(clause)->clauses = m->slot[0];
    SUNSET(clause)->last = m->slot[1];
    SUNSET(clause)->unless_by = m->slot[2];
}

static const Form sunset_forms[] = {
    {"ends <clauses:clauses> on <day:day>[, unless <body:name> renews it]", take_ends,
     "the last day of clauses, and who may renew them", NULL},
};
static const FormSet sunset_body = FORMS("statement of a sunset", sunset_forms);

static void check_sunset(Terms *terms, Clause *clause)
{
    const Sunset *d = clause->data;
    clause_need(terms, clause, d->clauses, "E0453", S("this sunset does not say what ends, and when"),
                S("add `ends interop on 2029-12-31`"));
}

BLOCK_KIND(sunset, SUNSET, "the last day of clauses",
           "entente 1\nparty aurora\nparty borealis\nasset aurora/video\n"
           "grant interop { aurora grants borealis; to use; under aurora/video; lasts for the term }\n"
           "sunset open-interop { ends interop on 2029-12-31 }\n",
           Sunset)
