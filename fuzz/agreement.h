/* agreement.h - a small agreement that the fuzz targets for questions and facts share. */
#ifndef ENT_FUZZ_AGREEMENT_H
#define ENT_FUZZ_AGREEMENT_H
#include "app/ask.h"

static const char agreement_text[] =
    "entente 1\n"
    "agreement pact { between aurora, borealis; signed 2025-12-15; effective 2026-01-01; term 5 years, "
    "ending the day before the anniversary\n"
    "  changed by all parties; calendar { business days of US-NY; count from the day after; country groups "
    "as they change } }\n"
    "party aurora { affiliates over 50% of votes }\nparty borealis { affiliates at least 50% of votes }\n"
    "members forum { affiliates over 50% of votes }\n"
    "entity labs { affiliate of aurora at 50% from 2026-06-01 }\nentity kestrel { member of forum from "
    "2026-03-01 }\n"
    "person nightjar\nexpert referee\n"
    "field mobile { includes mobile/handsets, mobile/tablets }\nfield automotive\n"
    "products own-designs\nproducts modules { in automotive }\nterritory restricted { includes CN, RU }\n"
    "event launch { recorded by aurora }\nevent suit { for each party; recorded by either }\nevent merged { "
    "for each party; recorded by that party }\n"
    "fact essential { for each product; means \"e\"; decided by referee }\nmetric quality { score 0 to 100; "
    "attested by referee }\n"
    "asset aurora/video { captured if first filed through 2030-12-31; patents { EP1234567: first filed "
    "2015-04-02, expires 2035-04-02, in DE, FR } }\n"
    "asset aurora/core { covers \"c\" }\nasset borealis/radio { software; versions 4.0 through 5.9 }\n"
    "reserve core { aurora keeps aurora/core }\n"
    "grant video { aurora grants borealis with affiliates; to make, have-made, use, sell; have-made only for "
    "own-designs\n"
    "  under aurora/video; in mobile, automotive except modules but including modules if essential; within "
    "worldwide except restricted\n"
    "  exclusion reaches the component only; lasts for the life of each patent; sublicense to affiliates "
    "while they are affiliates\n"
    "  while quality at least 50; once launch has happened }\n"
    "covenant peace { borealis will not assert borealis/radio against aurora, customers of aurora, forum; "
    "unless suit of aurora has happened }\n"
    "release past { each releases the other; for acts before 2026-01-01; once pay is paid }\n"
    "condition pay { launch has happened }\n"
    "lines sales { reported by borealis; states product, entity, country, day, units, gross }\n"
    "define net-sales { equals gross }\n"
    "royalty fee { borealis pays aurora; elect by borealis { by-year: 5 USD; by-unit: 1 USD per unit } }\n"
    "document plan\nduty tell { each must deliver plan; every 6 months from 2026-06-30; cure 30 days after "
    "receipt "
    "of notice, 60 days if cure is under way, stopped while disputes is at court; otherwise breach }\n"
    "duty check { borealis must classify borealis/radio; before launch }\n"
    "duty say { borealis must notify aurora about launch; within 10 business days of each launch }\n"
    "termination breach { either may end the agreement; cure 10 business days after receipt of notice, "
    "stopped while "
    "disputes is at court }\n"
    "renewal more { renews 2 years, at most 2 times; if quality at least 50; notice by either, at most 180 "
    "days, at "
    "least 90 days before the end }\n"
    "escalation disputes { step court: 5 days }\n"
    "consequence rests { when suit of borealis has happened; then video suspends }\n"
    "consequence frozen { when merged of a grantee has happened; then video narrows to products sold on that "
    "day }\n"
    "consequence leaver { when an affiliate of a grantee leaves; then video ends for that affiliate }\n"
    "product beacon { made by borealis; field mobile/handsets; in own-designs; practises aurora/video; "
    "contains borealis/radio 5.2; contains lidar; sold from 2026-03-01 }\n"
    "product lidar { made by borealis; field automotive; in modules; practises aurora/video, aurora/core }\n";

typedef struct {
    Str facts;
} FuzzFiles;

static ReadResult fuzz_read(void *context, Arena *arena, Str path, Str *text)
{
    const FuzzFiles *files = context;
    if (str_equal(path, S("a.entente")))
        *text = S(agreement_text);
    else if (str_equal(path, S("facts.entente")))
        *text = str_copy(arena, files->facts);
    else
        return READ_ABSENT;
    return READ_OK;
}

static void fuzz_open(Session *session, Asking *asking, FuzzFiles *files)
{
    FileReader reader = {files, fuzz_read};
    Document  *document = NEW(session->arena, Document, 1);
    *document = document_new(session->arena, session->sources, session->words, session->diags, reader);
    bool read = document_read(document, S("a.entente"));
    INVARIANT(read);
    *asking = (Asking){.session = session, .loaded = {.document = document}};
    asking->loaded.terms = terms_read(session->arena, document, session->diags);
    INVARIANT(!session->diags->errors);
}
#endif
