/* verb_map.c - entente map: who may do what, in which field, in which country. */
#include "app/ask.h"
#include "cli/command.h"
#include "os/clock.h"
#include "report/maps.h"

static const Option option_licensee = {"--licensee", "NAME",
                                       "only what this one is given; otherwise every party"};
static const Option option_act = {"--act", "ACT", "only this act: make, use, sell, …"};
static const Option option_under = {"--under", "ASSET", "only this asset or patent"};
static const Option option_on = {"--on", "DATE", "the day; otherwise that of --as-of, or today"};

static bool refuse(Command *c, const Terms *terms, Str name, uint64_t refs, const char *what)
{
    Near near = near_new(name);
    for (Size i = 0; i < terms->decls.count; i++)
        if (terms->decls.items[i].ref & refs)
            near_try(&near, terms_text(terms, terms->decls.items[i].name));
    for (Word act = W_ACT_FIRST; !refs && act <= W_ACT_LAST; act++)
        near_try(&near, terms_text(terms, act));
    (void)command_usage(c, "`%.*s` is no %s of this text%s%.*s%s", STR_ARG(name), what,
                        near.best.len ? "; did you mean `" : "", STR_ARG(near.best),
                        near.best.len ? "`?" : "");
    return false;
}

/* False: a message was printed. */
static bool read_asked(Command *c, const Asking *a, MapAsked *out)
{
    const Terms *terms = a->loaded.terms;
    Str          licensee = command_option(c, "--licensee"), act = command_option(c, "--act"),
        under = command_option(c, "--under");
    Word who = word_known(a->session->words, licensee), what = word_known(a->session->words, act);
    Word asset = word_known(a->session->words, under);
    *out = (MapAsked){.licensee = -1, .act = -1, .day = clock_today()};
    if (!command_day(c, "--as-of", &out->day) || !command_day(c, "--on", &out->day))
        return false;
    if (licensee.len)
        out->licensee = who ? standing_subject(a->standing, who) : -1;
    if (licensee.len && out->licensee < 0)
        return refuse(c, terms, licensee, REF(PARTY) | REF(PERSON) | REF(ENTITY), "party, person or entity");
    if (act.len && !(what >= W_ACT_FIRST && what <= W_ACT_LAST))
        return refuse(c, terms, act, 0, "act");
    if (act.len)
        out->act = (int)(what - W_ACT_FIRST);
    const Decl *decl = asset ? terms_decl(terms, asset) : NULL;
    if (under.len && !(decl && (decl->ref & (REF(ASSET) | REF(PATENT)))))
        return refuse(c, terms, under, REF(ASSET) | REF(PATENT), "asset or patent");
    if (under.len)
        out->asset = universe_number(a->rules->universe, asset);
    return true;
}

static Exit run(Command *c)
{
    Str path = command_file(c, 1);
    if (!path.len)
        return EXIT_USAGE;
    Session session = session_new(c->arena);
    Asking  asking = {0};
    Exit    opened = command_asks(c, &session, path, &asking);
    if (opened != EXIT_YES)
        return opened;
    command_findings(c, &session);
    MapAsked asked = {0};
    if (!read_asked(c, &asking, &asked))
        return EXIT_USAGE;
    Slicer slicer = slicer_new(asking.index, c->arena);
    Map    map = map_new(&slicer, c->arena, &asked);
    if (command_has(c, "--json"))
        text_add(&c->out, map_json(c->arena, asking.rules, &map));
    else
        map_print(&c->out, c->arena, asking.rules, &map);
    return EXIT_YES;
}

const Verb verb_map = {
    .name = "map",
    .summary = "shows what is given in which field and country, with gaps and overlaps",
    .synopsis = "FILE [--licensee NAME] [--act ACT] [--under ASSET] [--on DATE] [--facts FILE] [--json]",
    .doc = "One part for each owner and those it gives rights to; acts and assets that are treated alike "
           "stand together. "
           "Countries that no clause tells apart are one column. What a table shows stands below it as few "
           "boxes with the "
           "clauses that decide. A gap is a declared field in which an act that the owner grants elsewhere "
           "is neither given nor kept.",
    .examples = {"entente map examples/aurora-borealis --on 2027-03-01",
                 "entente map examples/aurora-borealis --licensee borealis --act sell --under aurora/video "
                 "--on 2027-03-01"},
    .options = {&option_licensee, &option_act, &option_under, &option_on, OPTIONS_OF_STATE, &option_pick,
                &option_json},
    .run = run,
};
