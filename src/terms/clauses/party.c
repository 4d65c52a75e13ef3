/* party.c - who there is: parties, members, persons, entities, experts, classes of recipients.
 *
 * Control is dated: `affiliate of borealis at 50% from 2027-01-01`. Whether that makes an affiliate
 * depends on the test of the party it is measured against (`over 50%` or `at least 50%`). */
#include "terms/registry.h"

static void take_name(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Party, clause)->name = m->slot[0];
}
static void take_seat(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Party, clause)->seat = m->slot[0];
}

static void take_control(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Party, clause)->control_strict = CHOICE(m, 0) == 0;
    DATA(Party, clause)->control = m->slot[1];
}

static void take_affiliate(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &DATA(Party, clause)->affiliate_of) =
        (Tie){m->slot[0], m->slot[1], m->slot[2], m->slot[3]};
}

static void take_member(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &DATA(Party, clause)->member_of) =
        (Tie){m->slot[0], NULL, m->slot[1], m->slot[2]};
}

static void take_member_plain(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &DATA(Party, clause)->member_of) = (Tie){NULL, NULL, m->slot[0], m->slot[1]};
}

/* roles cto, legal: declares aurora/cto and aurora/legal. */
static void take_roles(void *maker, void *clause, const Match *m)
{
    Terms *terms = maker;
    DATA(Party, clause)->roles = m->slot[0];
    for (Node *item = m->slot[0]->a; item; item = item->next) {
        Str path = str_format(terms->arena, "%.*s/%.*s", STR_ARG(terms_text(terms, CLAUSE(clause)->name)),
                              STR_ARG(terms_text(terms, item->a->word)));
        terms_declare(terms, word_of(terms->doc->words, path), REF(ROLE), item->span, clause, true);
    }
}

static void take_joins(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Party, clause)->joins_by = m->slot[0];
}
static void take_leaves(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Party, clause)->leaves_on = m->slot[0];
}
static void take_covers(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Party, clause)->covers = m->slot[0];
}
static void take_means(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Party, clause)->means = m->slot[0];
}

static const Form forms[] = {
    {"name <name:text>", take_name, "the name as the law knows it", NULL},
    {"seat <country:code>", take_seat, "the country of the seat", NULL},
    {"affiliates (test= over | at least) <share:percent> of votes", take_control,
     "what makes a company an affiliate: over is strictly more, at least includes the share", NULL},
    {"affiliate of <party:party>[ at <share:percent>][ from <from:date>][ through <through:date>]",
     take_affiliate, "whose affiliate it is, by which share, since when; no share said: it passes the test",
     NULL},
    {"member of <members:party>[ from <from:date>][ through <through:date>]", take_member,
     "whose member, since when", NULL},
    {"member[ from <from:date>][ through <through:date>]", take_member_plain, "a member, since when", NULL},
    {"roles <roles:news>", take_roles, "who may act on this side: declares party/role", NULL},
    {"covers <text:text>", take_covers, "who is meant, in words", NULL},
    {"means <text:text>", take_means, "who is meant, in words", NULL},
};
static const FormSet body = FORMS("line about a party", forms);

static const Form members_forms[] = {
    {"joins by signing <document:document>", take_joins, "how one becomes a member", NULL},
    {"leaves on <notice:duration> notice", take_leaves, "how one ceases to be", NULL},
    {"affiliates (test= over | at least) <share:percent> of votes", take_control,
     "what makes an affiliate of a member", NULL},
    {"covers <text:text>", take_covers, "who is meant, in words", NULL},
    {"means <text:text>", take_means, "who is meant, in words", NULL},
};
static const FormSet members_body = FORMS("line about members", members_forms);

static const Form class_forms[] = {
    {"means <text:text>", take_means, "who is meant, in words", NULL},
    {"covers <text:text>", take_covers, "who is meant, in words", NULL},
};
static const FormSet class_body = FORMS("line about a class", class_forms);

static void check_party(Terms *terms, Clause *clause)
{
    const Party *p = clause->data;
    for (Size i = 0; i < p->affiliate_of.count; i++) {
        const Tie *tie = &p->affiliate_of.items[i];
        if (tie->of->word == clause->name)
            diag_refuse(terms->diags, "E0402", tie->of->span, S("a company cannot be its own affiliate"),
                        S("names itself"), S("name the party that holds the votes"));
        if (tie->share && decimal_order(tie->share->value, tie->share->scale, 100, 0) > 0)
            diag_refuse(terms->diags, "E0403", tie->share->span, S("a share of votes is at most 100%"),
                        S("more than all votes"), S("write a share between 0% and 100%"));
    }
}

#define PARTY_KIND(id, word, kind, text, sample, set) \
    NAMED_KIND(id, word, kind, text, sample, set, .data_size = (Size)sizeof(Party), .check = check_party)

PARTY_KIND(party, "party", PARTY, "a party to the agreement",
           "entente 1\nparty aurora { name \"Aurora, Inc.\"; seat US; affiliates over 50% of votes; roles "
           "cto, legal }\n",
           body)
PARTY_KIND(members, "members", MEMBERS, "an open group of parties that may join and leave",
           "entente 1\nmembers member { leaves on 6 months notice; affiliates over 50% of votes }\n",
           members_body)
PARTY_KIND(person, "person", PERSON, "somebody named in the text who is not a party",
           "entente 1\nperson bigco { name \"BigCo\" }\n", body)
PARTY_KIND(entity, "entity", ENTITY, "a company of a group, with dated control",
           "entente 1\nparty borealis { affiliates at least 50% of votes }\n"
           "entity borealis-kk { affiliate of borealis at 50% from 2027-01-01 }\n",
           body)
PARTY_KIND(expert, "expert", EXPERT, "somebody who attests or decides",
           "entente 1\nexpert survey-house { name \"Independent Survey Office\" }\n", body)

static const Form    class_head_forms[] = {{"class <names:news>", NULL, "", &class_body},
                                           {"class <names:news>", NULL, "", NULL}};
static const FormSet class_head = FORMS("clause", class_head_forms);
const ClauseKind     kind_class = {.name = "class",
                                   .ref = REF(CLASS),
                                   .summary = "classes of recipients or things, in words",
                                   .example = "entente 1\nclass line-buyers, integrators\n",
                                   .head = &class_head,
                                   .body = &class_body,
                                   .data_size = (Size)sizeof(Party)};
