/* asset.c - what is owned and licensed: assets (bundles of rights) and single patents.
 *
 * A patent right has three clocks: capture (`captured if first filed through D`), the term of the
 * grant, and the life of the patent (`expires D`; the day itself still counts). */
#include "terms/registry.h"

static void take_owner(void *maker, void *clause, const Match *m)
{
    (void)maker;
    Asset *a = DATA(Asset, clause);
    a->owner = m->slot[0];
    a->owner_from = m->slot[1];
    a->owner_through = m->slot[2];
}
static void take_filed(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Asset, clause)->filed = m->slot[0];
}
static void take_expires(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Asset, clause)->expires = m->slot[0];
}
static void take_granted(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Asset, clause)->granted = m->slot[0];
}
static void take_places(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Asset, clause)->places = m->slot[0];
}
static void take_includes(void *maker, void *clause, const Match *m)
{
    *PUSH(TERMS(maker)->arena, &DATA(Asset, clause)->includes) = m->slot[0];
}
static void take_covers(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Asset, clause)->covers = m->slot[0];
}
static void take_improvement(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Asset, clause)->improves = m->slot[0];
    DATA(Asset, clause)->improved_by = m->slot[1];
}
static void take_versions(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Asset, clause)->from_version = m->slot[0];
    DATA(Asset, clause)->through_version = m->slot[1];
}
static void take_essential(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Asset, clause)->essential = m->slot[0];
}

static void take_kind(void *maker, void *clause, const Match *m)
{
    (void)maker;
    Asset  *a = DATA(Asset, clause);
    int64_t kind = CHOICE(m, 0);
    a->software |= kind == 0;
    a->know_how |= kind == 1;
    a->copyrights |= kind == 2;
    a->trademarks |= kind == 3;
}

static void take_listed(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Asset, clause)->patents_elsewhere |= CHOICE(m, 0) == 0;
    DATA(Asset, clause)->trademarks |= CHOICE(m, 0) == 1;
}

static void take_every(void *maker, void *clause, const Match *m)
{
    Node *node = NEW(TERMS(maker)->arena, Node, 1);
    *node = (Node){.kind = N_NAME,
                   .op = NAME_ALL_OF,
                   .word = W_patent,
                   .span = m->stmt->span,
                   .decl = -1,
                   .b = m->slot[0]};
    *PUSH(TERMS(maker)->arena, &DATA(Asset, clause)->patents) = node;
}

static void take_captured_filed(void *maker, void *clause, const Match *m)
{
    (void)maker;
    Asset *a = DATA(Asset, clause);
    a->capture = CAPTURE_FILED;
    a->capture_from = m->slot[0];
    a->capture_through = m->slot[1];
}
static void take_captured_owned(void *maker, void *clause, const Match *m)
{
    (void)maker;
    DATA(Asset, clause)->capture = CAPTURE_OWNED_ON;
    DATA(Asset, clause)->capture_through = m->slot[0];
}
static void take_captured_member(void *maker, void *clause, const Match *m)
{
    (void)maker;
    (void)m;
    DATA(Asset, clause)->capture = CAPTURE_WHILE_MEMBER;
}

/* A row `EP1234567: first filed 2011-03-01, expires 2031-03-01, in DE, FR` declares that patent. */
static void take_row(void *maker, void *clause, const Match *m)
{
    Terms  *terms = maker;
    Clause *owner = clause;
    Clause *patent = NEW(terms->arena, Clause, 1);
    Asset  *row = NEW(terms->arena, Asset, 1);
    *row = (Asset){.filed = m->slot[1], .expires = m->slot[2], .places = m->slot[3]};
    *patent = (Clause){.kind = clause_kind(S("patent")),
                       .name = m->slot[0]->word,
                       .name_span = m->slot[0]->span,
                       .stmt = m->stmt,
                       .data = row,
                       .section = owner->section,
                       .in_force = owner->in_force,
                       .implicit = true};
    if (terms_declare(terms, patent->name, REF(PATENT), m->slot[0]->span, patent, true) < 0)
        return;
    *PUSH(terms->arena, &terms->clauses) = patent;
    *PUSH(terms->arena, &DATA(Asset, clause)->patents) = m->slot[0];
}

static const Form row_forms[] = {
    {"<patent:code> :[ first filed <filed:date>][,][ expires <expires:date>][,][ in <places:places>]",
     take_row, "one patent: its first filing, the last day of its life, its countries", NULL},
};
static const FormSet row_set = FORMS("patent of a list", row_forms);

static void take_patents(void *maker, void *clause, const Match *m)
{
    form_take_block(&TERMS(maker)->phrases, (const FormSet *const[]){&row_set, NULL}, m->stmt->body, maker,
                    clause);
}

static const Form forms[] = {
    {"patents", take_patents, "patents, one a row", &row_set},
    {"(kind= software | know-how | copyrights | trademarks)", take_kind, "what kind of right it is", NULL},
    {"(kind= patents | trademarks) listed in <schedule:text>", take_listed,
     "a list that stands outside this text", NULL},
    {"every patent owned by <owner:who>", take_every, "all patents of that owner that are captured", NULL},
    {"captured if first filed[ from <from:day>] through <through:day>", take_captured_filed,
     "which patents are in: by the day of first filing", NULL},
    {"captured if owned on <day:day>", take_captured_owned, "which are in: by who owned them on a day", NULL},
    {"captured if owned while member", take_captured_member, "which are in: those owned while a member",
     NULL},
    {"covers <text:text>", take_covers, "what is meant, in words", NULL},
    {"includes <assets:assets>", take_includes, "other assets that belong to it", NULL},
    {"versions <from:version> through <through:version>", take_versions, "the versions that are in", NULL},
    {"improvement of <assets:assets> by <improver:parties>", take_improvement,
     "an improvement of these, and who made it; the improvement clause says whose it is", NULL},
    {"essential to <standard:text>", take_essential, "declared essential to a standard", NULL},
    {"owned by <owner:party>[ from <from:date>][ through <through:date>]", take_owner, "the owner, dated",
     NULL},
    {"first filed <day:date>", take_filed, "the day of first filing", NULL},
    {"expires <day:date>", take_expires, "the last day of its life", NULL},
    {"granted <day:date>", take_granted, "the day of grant", NULL},
    {"in <places:places>", take_places, "the countries in which the right exists", NULL},
};
static const FormSet body = FORMS("line about an asset", forms);

static const Form    asset_head_forms[] = {{"asset <name:new>", NULL, "", &body},
                                           {"asset <name:new>", NULL, "", NULL}};
static const FormSet asset_head = FORMS("clause", asset_head_forms);
static const Form    patent_head_forms[] = {{"patent <name:code>", NULL, "", &body}};
static const FormSet patent_head = FORMS("clause", patent_head_forms);

static void check(Terms *terms, Clause *clause)
{
    const Asset *a = clause->data;
    if (a->filed && a->expires && a->filed->value > a->expires->value) {
        Diag *diag = diag_error(terms->diags, "E0404", a->expires->span,
                                S("this patent expires before it was filed"), S("the last day of its life"));
        diag_note(diag, a->filed->span, S("first filed here"));
        diag->help = S("check both dates");
    }
    if (clause_is(clause, REF(PATENT)) && !clause->implicit && !a->owner && !clause->poisoned)
        diag_refuse(terms->diags, "E0405", clause->name_span, S("this patent has no owner"),
                    S("no `owned by` line"), S("add `owned by aurora`"));
}

const ClauseKind kind_asset = {
    .name = "asset",
    .ref = REF(ASSET),
    .summary = "a bundle of rights: patents, software, know-how, trademarks",
    .example = "entente 1\nparty aurora\nasset aurora/video {\n  covers \"moving pictures\"\n"
               "  patents { EP1234567: first filed 2011-03-01, expires 2031-03-01, in DE, FR }\n}\n",
    .head = &asset_head,
    .body = &body,
    .data_size = (Size)sizeof(Asset),
    .common = true,
    .check = check};
const ClauseKind kind_patent = {.name = "patent",
                                .ref = REF(PATENT),
                                .summary = "one patent",
                                .example = "entente 1\nparty intel\npatent US8000001 { owned by intel; first "
                                           "filed 2010-06-01; expires 2030-06-01; in US }\n",
                                .head = &patent_head,
                                .body = &body,
                                .data_size = (Size)sizeof(Asset),
                                .common = true,
                                .check = check};
