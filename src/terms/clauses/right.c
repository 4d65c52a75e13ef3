/* right.c - the clauses that permit and keep: reserve, grant, covenant, release.
 *
 * All four denote sets of (licensee, asset, act, field, country, day, product) and share their
 * statements. A grant licenses, a covenant promises not to assert, a release forgives acts before a
 * day, a reservation keeps: it wins over every grant, covenant and prospective release unless that
 * clause says `notwithstanding` it. No sublicence, transfer, affiliate or have-made right exists
 * unless written. */
#include "terms/registry.h"

static void take_parties(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->from = m->slot[0];
    DATA(Right, clause)->to = m->slot[1];
}

static void take_keeps(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->from = m->slot[0];
    DATA(Right, clause)->assets = m->slot[1];
}

static void take_not_assert(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->from = m->slot[0];
    DATA(Right, clause)->assets = m->slot[1];
    DATA(Right, clause)->to = m->slot[2];
}

static void take_acts(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->acts = m->slot[0];
    if (m->slot[1])
        DATA(Right, clause)->assets = m->slot[1];
}
static void take_have_made(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->have_made_only = m->slot[0];
}
static void take_under(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->assets = m->slot[0];
}
static void take_in(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->fields = m->slot[0];
}
static void take_within(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->places = m->slot[0];
}

static void take_exclusive(void *maker, void *clause, const Match *m)
{
    (void)maker;
    Right                   *r = DATA(Right, clause);
    static const Exclusivity kinds[] = {EXCL_NON, EXCL_CO, EXCL_EXCLUSIVE, EXCL_SOLE};
    r->exclusive = CHOSEN(kinds, m, 0);
    r->exclusive_span = m->stmt->span;
}

static void take_exclusive_until(void *maker, void *clause, const Match *m)
{
    Right *r = DATA(Right, clause);
    take_exclusive(maker, clause, m);
    r->exclusive = CHOICE(m, 0) == 0 ? EXCL_EXCLUSIVE : CHOICE(m, 0) == 1 ? EXCL_SOLE : EXCL_CO;
    if (CHOICE(m, 1) == 0)
        r->exclusive_until = m->slot[2];
    else
        r->exclusive_through = m->slot[2];
    r->exclusive_then = CHOICE(m, 3) == 0 ? EXCL_NON : EXCL_SOLE;
}

static void add_term(Terms *terms, Clause *clause, const Match *m, TermRow row)
{
    row.span = m->stmt->span;
    row.label = m->stmt->label >= 0 ? tree_token(&terms->doc->tree, m->stmt->label)->word : 0;
    *PUSH(terms->arena, &DATA(Right, clause)->terms) = row;
}
static void take_life(void *maker, void *clause, const Match *m)
{
    add_term(maker, clause, m, (TermRow){.kind = TERM_LIFE, .only_for = m->slot[0]});
}
static void take_term(void *maker, void *clause, const Match *m)
{
    add_term(maker, clause, m, (TermRow){.kind = TERM_AGREEMENT, .only_for = m->slot[0]});
}
static void take_perpetual(void *maker, void *clause, const Match *m)
{
    add_term(maker, clause, m, (TermRow){.kind = TERM_PERPETUAL, .only_for = m->slot[0]});
}
static void take_through(void *maker, void *clause, const Match *m)
{
    add_term(maker, clause, m, (TermRow){.kind = TERM_THROUGH, .day = m->slot[0], .only_for = m->slot[1]});
}
static void take_until(void *maker, void *clause, const Match *m)
{
    add_term(maker, clause, m, (TermRow){.kind = TERM_UNTIL, .day = m->slot[0], .only_for = m->slot[1]});
}
static void take_length(void *maker, void *clause, const Match *m)
{
    add_term(maker, clause, m,
             (TermRow){.kind = TERM_LENGTH, .length = m->slot[0], .day = m->slot[1], .only_for = m->slot[2]});
}

static void take_sublicense(void *maker, void *clause, const Match *m)
{
    Terms      *terms = maker;
    Sublicense *s = PUSH(terms->arena, &DATA(Right, clause)->sublicenses);
    *s = (Sublicense){.recipients = m->slot[0],
                      .only_to = m->slot[1],
                      .only_for = m->slot[2],
                      .depth = m->slot[3],
                      .condition = m->slot[4],
                      .span = m->stmt->span};
    s->label = m->stmt->label >= 0 ? tree_token(&terms->doc->tree, m->stmt->label)->word : 0;
}
static void take_same_sublicense(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->same_sublicense = m->slot[0];
}
static void take_no_sublicense(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    DATA(Right, clause)->no_sublicense = true;
}

static void take_transferable(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->transfer_said = true;
    DATA(Right, clause)->transferable = CHOICE(m, 0) == 1;
}
static void take_irrevocable(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    DATA(Right, clause)->irrevocable = true;
}
static void take_free(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    DATA(Right, clause)->royalty_free = true;
}
static void take_pays(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->pays = m->slot[0];
    DATA(Right, clause)->pays_until = m->slot[1];
}
static void take_per(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->per = m->slot[0];
}
static void take_exclusion(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->exclusion = CHOICE(m, 0) == 0 ? EXCLUSION_COMPONENT : EXCLUSION_PRODUCT;
}
static void take_against(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->against = m->slot[0];
}
static void take_against_clauses(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->against_grants = CHOICE(m, 0) != 1;
    DATA(Right, clause)->against_covenants = CHOICE(m, 0) != 2;
}
static void take_acts_before(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->acts_before = m->slot[0];
}
static void take_starts(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Right, clause)->starts = m->slot[0];
}
static void take_members(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    DATA(Right, clause)->members_on_that_day = true;
}

static void take_life_of(void *maker, void *clause, const Match *m)
{
    Match without = *m;
    without.slot[0] = NULL;
    take_life(maker, clause, &without);
}

#define SCOPE_FORMS                                                                            \
    {"to <acts:acts>", take_acts, "the acts", NULL},                                           \
        {"to <acts:acts> under <assets:assets>", take_acts, "the acts, and the assets", NULL}, \
        {"under <assets:assets>", take_under, "the assets whose rights are meant", NULL},      \
        {"in <fields:fields>", take_in, "the fields of use and families of products", NULL},   \
        {"within <places:places>", take_within, "the territory", NULL},                        \
    {                                                                                          \
        "exclusion reaches (reach= component only | whole product)", take_exclusion,           \
            "what an excluded component does to the product that contains it", NULL            \
    }
#define TIME_FORMS                                                                  \
    {"starts <day:day>", take_starts, "the day it springs up", NULL},               \
        {"for members on that day[, with affiliates then and later]", take_members, \
         "for those who are members on the day it springs up", NULL},               \
    {                                                                               \
        "per <kinds:counteds>", take_per, "one of it for each", NULL                \
    }
#define LASTS_FORMS                                                                                        \
    {"lasts for life of (which= each | that) patent", take_life_of, "for the life of each patent", NULL},  \
        {"lasts for term", take_term, "for the term of the agreement", NULL},                              \
        {"lasts perpetual[ for <only:fields>]", take_perpetual, "without end", NULL},                      \
        {"lasts through <day:day>[ for <only:fields>]", take_through, "through that day", NULL},           \
        {"lasts until <event:day>[ for <only:fields>]", take_until, "through the day of the event", NULL}, \
    {                                                                                                      \
        "lasts <length:duration> after <event:day>[ for <only:fields>]", take_length, "that long", NULL    \
    }

static const Form grant_forms[] = {
    {"<grantor:who> grants <grantee:parties>", take_parties, "who licenses whom", NULL},
    SCOPE_FORMS,
    {"have-made only for <products:fields>", take_have_made, "what others may make for the licensee", NULL},
    LASTS_FORMS,
    {"(kind= non-exclusive | co-exclusive | exclusive | sole)", take_exclusive,
     "what the grant takes from the licensor and from others", NULL},
    {"(kind= exclusive | sole | co-exclusive) (end= until | through) <day:day>[, then (then= non-exclusive | "
     "sole)]",
     take_exclusive_until, "exclusive for a time", NULL},
    {"irrevocable", take_irrevocable, "it cannot be taken back", NULL},
    {"(may= not | freely) transferable", take_transferable, "whether it may be transferred", NULL},
    {"sublicense to <recipients:recipients>[, only to <acts:acts>][[,] [only] for [that] <products:only>]"
     "[, at most <depth:number> levels deep][ while <condition:condition>]",
     take_sublicense, "who may be given a sublicence, for what", NULL},
    {"sublicense same as <grant:clause>", take_same_sublicense, "as in another grant", NULL},
    {"no sublicense", take_no_sublicense, "no sublicences, in so many words", NULL},
    {"royalty-free", take_free, "nothing is paid for it", NULL},
    {"pays <royalties:owed>[ until <event:day>, then royalty-free]", take_pays, "what is paid for it", NULL},
    TIME_FORMS,
};
static const FormSet grant_body = FORMS("statement of a grant", grant_forms);

static const Form reserve_forms[] = {
    {"<owner:who> keeps <assets:kept>", take_keeps, "what its owner keeps", NULL},
    SCOPE_FORMS,
    {"against every (what= grant, covenant | covenant | grant)", take_against_clauses,
     "which clauses it wins over", NULL},
    {"against <parties:parties>", take_against, "whom it binds; without it, everyone", NULL},
    TIME_FORMS,
};
static const FormSet reserve_body = FORMS("statement of a reservation", reserve_forms);

static const Form covenant_forms[] = {
    {"<promisor:who> will not assert <assets:assets> against <parties:parties>", take_not_assert,
     "who promises whom", NULL},
    SCOPE_FORMS,
    LASTS_FORMS,
    {"irrevocable", take_irrevocable, "it cannot be taken back", NULL},
    TIME_FORMS,
};
static const FormSet covenant_body = FORMS("statement of a covenant", covenant_forms);

static const Form release_forms[] = {
    {"<releasor:who> releases <releasee:parties>", take_parties, "who releases whom", NULL},
    SCOPE_FORMS,
    {"for acts before <day:day>", take_acts_before, "the acts that are forgiven", NULL},
    {"irrevocable", take_irrevocable, "it cannot be taken back", NULL},
    TIME_FORMS,
};
static const FormSet release_body = FORMS("statement of a release", release_forms);

static void check_grant(Terms *terms, Clause *clause)
{
    const Right *r = clause->data;
    clause_need(terms, clause, r->from, "E0410", S("this grant does not say who licenses whom"),
                S("add `aurora grants borealis`"));
    clause_need(terms, clause, r->acts, "E0410", S("this grant does not say which acts it permits"),
                S("add `to make, use, sell`"));
    clause_need(terms, clause, r->assets, "E0410", S("this grant does not say under which assets"),
                S("add `under aurora/video`"));
    if (r->no_sublicense && r->sublicenses.count) {
        Diag *diag = diag_error(terms->diags, "E0411", r->sublicenses.items[0].span,
                                S("this grant gives sublicences and excludes them"), S("gives a sublicence"));
        diag->help = S("remove `no sublicense`, or the sublicence");
    }
}

static void check_reserve(Terms *terms, Clause *clause)
{
    const Right *r = clause->data;
    clause_need(terms, clause, r->from, "E0410", S("this reservation does not say who keeps what"),
                S("add `aurora keeps aurora/core`"));
}

static void check_covenant(Terms *terms, Clause *clause)
{
    const Right *r = clause->data;
    clause_need(terms, clause, r->from, "E0410", S("this covenant does not say who promises whom"),
                S("add `borealis will not assert borealis/radio against aurora`"));
}

static void check_release(Terms *terms, Clause *clause)
{
    const Right *r = clause->data;
    clause_need(terms, clause, r->from, "E0410", S("this release does not say who releases whom"),
                S("add `each releases the other`"));
    clause_need(terms, clause, r->acts_before, "E0410", S("this release does not say which acts it forgives"),
                S("add `for acts before 2026-01-01`"));
}

#define SAMPLE_PARTIES                                                                                   \
    "entente 1\nparty aurora { affiliates over 50% of votes }\nparty borealis { affiliates over 50% of " \
    "votes }\n"                                                                                          \
    "asset aurora/video\nasset aurora/core\nfield mobile\n"
BLOCK_KIND(reserve, RESERVE, "what a party keeps out of every licence",
           SAMPLE_PARTIES "reserve core { aurora keeps aurora/core }\n", Right)
BLOCK_KIND(grant, GRANT, "a licence",
           SAMPLE_PARTIES
           "grant video {\n  aurora grants borealis with affiliates\n  to make, use, sell\n  under "
           "aurora/video\n  in mobile\n"
           "  within worldwide\n  lasts for the life of each patent\n  non-exclusive\n  royalty-free\n}\n",
           Right)
BLOCK_KIND(covenant, COVENANT, "a promise not to assert",
           SAMPLE_PARTIES
           "covenant peace { aurora will not assert aurora/video against borealis, customers of borealis }\n",
           Right)
BLOCK_KIND(release, RELEASE, "forgiveness of acts before a day",
           SAMPLE_PARTIES
           "agreement sample { between aurora, borealis; effective 2026-01-01; changed by all parties }\n"
           "release past { each releases the other; for acts before 2026-01-01 }\n",
           Right)
