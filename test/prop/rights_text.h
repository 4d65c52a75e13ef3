/* rights_text.h - a model as the text of an agreement, its facts, and questions. */
#ifndef ENT_TEST_RIGHTS_TEXT_H
#define ENT_TEST_RIGHTS_TEXT_H
#include "rights_world.h"

typedef struct {
    const World *w;
    Text         out;
    bool         renamed; /* fields have other names */
} Pen;

static void say_day(Pen *p, const char *word, Day day)
{
    Civil c = civil_of(day);
    text_format(&p->out, "%s%04d-%02d-%02d", word, c.year, c.month, c.day);
}

static void say_field(Pen *p, int field)
{
    const Fld *f = &p->w->field[field];
    if (f->parent >= 0) {
        say_field(p, f->parent);
        text_format(&p->out, "/");
    }
    text_format(&p->out, "%s%s", p->renamed ? "zz" : "", f->name);
}

static void say_asset(Pen *p, int asset, bool by_direction)
{
    static const char *const slots[] = {"x", "x/s", "y"};
    const As                *a = &p->w->asset[asset];
    if (a->patent)
        text_format(&p->out, "US70000%02d", asset);
    else
        text_format(&p->out, "%s/%s", by_direction ? "grantor" : party_names[a->party], slots[a->slot]);
}

static void say_place(Pen *p, int place)
{
    static const char *const more[] = {"EU", "zone", "worldwide"};
    text_format(&p->out, "%s", place < COUNTRIES ? country_names[place] : more[place - PLACE_EU]);
}

/* ---- conditions ---- */

static void say_cond(Pen *p, int cond, bool inside)
{
    static const char *const compare[] = {"at least", "over", "below", "at most", "is"};
    static const char *const blocks[] = {"all of", "any of", "at least 2 of"};
    const Cond              *c = &p->w->cond[cond];
    switch (c->op) {
    case C_EVENT: text_format(&p->out, "e%d has happened", c->what); return;
    case C_EVENT_OF: text_format(&p->out, "ep of %s has happened", party_names[c->party]); return;
    case C_EVENT_OF_OTHER: text_format(&p->out, "ep of the other has happened"); return;
    case C_FACT: text_format(&p->out, "q0"); return;
    case C_METRIC: text_format(&p->out, "m%d %s %d", c->what, compare[c->cmp], c->value); return;
    case C_NOT:
        text_format(&p->out, "not (");
        say_cond(p, c->items[0], true);
        text_format(&p->out, ")");
        return;
    case C_ALL:
    case C_ANY:
    case C_TWO: break;
    }
    bool block = !inside && (c->block || c->op == C_TWO);
    text_format(&p->out, "%s%s", block ? blocks[c->op - C_ALL] : inside ? "(" : "", block ? " {\n" : "");
    for (int i = 0; i < c->count; i++) {
        text_format(&p->out, "%s", i == 0 ? "" : block ? "; " : c->op == C_ALL ? " and " : " or ");
        say_cond(p, c->items[i], true);
    }
    text_format(&p->out, "%s", block ? "\n}" : inside ? ")" : "");
}

/* ---- declarations ---- */

static void say_header(Pen *p)
{
    const World *w = p->w;
    text_format(&p->out, "entente 1\nagreement pact {\n  between ");
    for (int i = 0; i < w->parties; i++)
        text_format(&p->out, "%s%s", i ? ", " : "", party_names[i]);
    say_day(p, "\n  signed ", w->signed_on);
    if (w->effective_event >= 0)
        text_format(&p->out, "\n  effective on the day of e%d", w->effective_event);
    else
        say_day(p, "\n  effective ", w->effective);
    if (w->ends == DAY_MAX)
        text_format(&p->out, "\n  term perpetual");
    else
        say_day(p, "\n  term through ", w->ends);
    text_format(&p->out,
                "\n  changed by all parties\n  calendar { count from the day after; country groups %s }\n}\n",
                w->groups_change ? "as they change" : "as at signing");
}

static void say_subjects(Pen *p)
{
    const World *w = p->w;
    for (int i = 0; i < w->parties; i++)
        text_format(&p->out, "party %s { affiliates %s %d%% of votes }\n", party_names[i],
                    w->strict[i] ? "over" : "at least", w->share[i]);
    if (w->member_from)
        text_format(&p->out, "members forum { affiliates over 50%% of votes }\n");
    for (int i = w->parties; i < w->subjects; i++) {
        text_format(&p->out, "%s %s {", w->person[i] ? "person" : "entity", w->subject_name[i]);
        for (int k = 0; k < w->tied; k++) {
            const Tied *t = &w->tie[k];
            if (t->child != i)
                continue;
            text_format(&p->out, "\n  affiliate of %s", w->subject_name[t->parent]);
            if (t->share >= 0)
                text_format(&p->out, " at %d%%", t->share);
            if (t->from > DAY_MIN)
                say_day(p, " from ", t->from);
            if (t->through < DAY_MAX)
                say_day(p, " through ", t->through);
        }
        if (w->member_from && i == w->parties) {
            say_day(p, "\n  member of forum from ", w->member_from);
            say_day(p, " through ", w->member_through);
        }
        text_format(&p->out, "\n  name \"n\"\n}\n");
    }
    text_format(&p->out, "expert referee { name \"r\" }\n");
}

static void say_fields(Pen *p)
{
    const World *w = p->w;
    for (int i = 0; i < w->fields; i++) {
        const Fld *f = &w->field[i];
        text_format(&p->out, "field ");
        say_field(p, i);
        text_format(&p->out, " { %s", f->covers ? "covers \"c\"\n" : "");
        bool some = false;
        for (int k = 0; k < w->fields; k++)
            if ((w->field[k].parent == i && w->field[k].by_includes) || f->also == k) {
                text_format(&p->out, "%s", some ? ", " : "includes ");
                say_field(p, k);
                some = true;
            }
        text_format(&p->out, " }\n");
    }
}

static void say_things(Pen *p)
{
    const World *w = p->w;
    for (int i = 0; i < w->things; i++) {
        const Thing *t = &w->thing[i];
        text_format(&p->out, "%s %s {", t->family ? "products" : "product", t->name);
        if (t->family) {
            text_format(&p->out, "\n  covers \"f\"");
            if (t->parent >= 0 && t->deep)
                text_format(&p->out, "\n  in %s", w->thing[t->parent].name);
            for (int k = 0; k < w->things; k++)
                if (w->thing[k].family && w->thing[k].parent == i && !w->thing[k].deep)
                    text_format(&p->out, "\n  includes %s", w->thing[k].name);
        } else {
            text_format(&p->out, "\n  made by %s\n  field ", w->subject_name[t->maker]);
            say_field(p, t->field);
            for (int k = 0, first = 1; k < w->things; k++)
                if (t->in >> k & 1) {
                    text_format(&p->out, "%s%s", first ? "\n  in " : ", ", w->thing[k].name);
                    first = 0;
                }
            for (int k = 0; k < t->practises_count; k++) {
                text_format(&p->out, "%s", k ? ", " : "\n  practises ");
                say_asset(p, t->practises[k], false);
            }
            if (t->contains >= 0)
                text_format(&p->out, "\n  contains %s", w->thing[t->contains].name);
            if (t->sold_from)
                say_day(p, "\n  sold from ", t->sold_from);
        }
        text_format(&p->out, "\n}\n");
    }
}

static void say_patent_parts(Pen *p, const As *a, bool row)
{
    bool some = false;
    if (a->filed) {
        say_day(p, row ? " first filed " : "; first filed ", a->filed);
        some = true;
    }
    if (a->expires) {
        say_day(p, !row ? "; expires " : some ? ", expires " : " expires ", a->expires);
        some = true;
    }
    for (int c = 0, first = 1; c < COUNTRIES; c++)
        if (a->places >> c & 1) {
            text_format(&p->out, "%s%s",
                        !first ? ", "
                        : !row ? "; in "
                        : some ? ", in "
                               : " in ",
                        country_names[c]);
            first = 0;
        }
}

static void say_assets(Pen *p)
{
    const World *w = p->w;
    for (int i = 0; i < w->assets; i++) {
        const As *a = &w->asset[i];
        if (a->patent && a->list < 0) {
            text_format(&p->out, "patent US70000%02d { owned by %s", i, party_names[a->party]);
            say_patent_parts(p, a, false);
            text_format(&p->out, " }\n");
        }
        if (a->patent)
            continue;
        text_format(&p->out, "asset ");
        say_asset(p, i, false);
        text_format(&p->out, " {");
        if (a->kind == A_PROSE)
            text_format(&p->out, "\n  covers \"a\"");
        if (a->kind == A_OWNED)
            text_format(&p->out, "\n  every patent owned by %s", party_names[a->party]);
        if (a->kind != A_PROSE && a->capture_through) {
            if (a->capture_from)
                say_day(p, "\n  captured if first filed from ", a->capture_from);
            say_day(p, a->capture_from ? " through " : "\n  captured if first filed through ",
                    a->capture_through);
        }
        for (int k = 0, first = 1; a->kind == A_LIST && k < w->assets; k++)
            if (w->asset[k].patent && w->asset[k].list == i) {
                text_format(&p->out, "%s    US70000%02d:", first ? "\n  patents {\n" : "\n", k);
                say_patent_parts(p, &w->asset[k], true);
                first = 0;
            }
        text_format(&p->out, "%s\n}\n", a->kind == A_LIST ? "\n  }" : "");
    }
}

static void say_others(Pen *p)
{
    const World *w = p->w;
    text_format(&p->out, "territory zone { includes ");
    for (int i = 0, first = 1; i <= PLACE_EU; i++)
        if (w->zone >> i & 1) {
            text_format(&p->out, "%s", first ? "" : ", ");
            say_place(p, i);
            first = 0;
        }
    text_format(&p->out, " }\n");
    for (int i = 0; i < w->events; i++)
        text_format(&p->out, "event e%d { recorded by alfa%s }\n", i,
                    w->decided[i] ? "; decided by referee" : "");
    text_format(&p->out, "event ep { for each party; recorded by either }\nfact q0 { for each product; means "
                         "\"q\"; decided by referee }\n"
                         "metric m0 { score 0 to 100; attested by referee }\nmetric m1 { score 0 to 100; "
                         "attested by referee }\n");
}

/* ---- clauses ---- */

static void say_items(Pen *p, const char *word, const Items *list, void (*one)(Pen *, int, bool), bool flag)
{
    for (int i = 0; i < list->count; i++) {
        const Item *item = &list->items[i];
        bool        before = i && list->items[i - 1].minus;
        text_format(&p->out, "%s",
                    i == 0                  ? word
                    : item->minus == before ? ", "
                    : item->minus           ? " except "
                                            : " but including ");
        one(p, item->what, flag);
        if (item->cond >= 0) {
            text_format(&p->out, " if ");
            say_cond(p, item->cond, true);
        }
    }
}

static void one_scope(Pen *p, int what, bool flag)
{
    (void)flag;
    if (what < FIELDS_MOST)
        say_field(p, what);
    else
        text_format(&p->out, "%s", p->w->thing[what - FIELDS_MOST].name);
}
static void one_place(Pen *p, int what, bool flag)
{
    (void)flag;
    say_place(p, what);
}

static void say_to(Pen *p, const Cl *c)
{
    if (c->other)
        text_format(&p->out, "%s", p->w->parties == 2 ? "the other" : "every other");
    for (int i = 0; !c->other && i < c->to_count; i++) {
        int to = c->to[i];
        text_format(&p->out, "%s%s%s", i ? ", " : "", to >= CUSTOMERS && to < FORUM ? "customers of " : "",
                    to == FORUM ? "forum" : party_names[to % CUSTOMERS]);
        if (c->affiliates && (to < CUSTOMERS || to == FORUM))
            text_format(&p->out, " with affiliates");
    }
    if (c->other && c->affiliates)
        text_format(&p->out, " with affiliates");
}

static void say_acts(Pen *p, const Cl *c)
{
    static const char *const acts[] = {"make", "have-made", "use", "sell"};
    for (int a = 0, first = 1; a < 4; a++)
        if (c->acts >> a & 1) {
            text_format(&p->out, "%s%s", first ? "\n  to " : ", ", acts[a]);
            first = 0;
        }
    if (c->have_made_only >= 0)
        text_format(&p->out, "\n  have-made only for %s", p->w->thing[c->have_made_only].name);
    for (int i = 0; i < c->sub_count; i++) {
        for (int r = 0, first = 1; r < (int)COUNT(recipients); r++)
            if (c->subs[i].to >> r & 1) {
                text_format(&p->out, "%s%s", first ? "\n  sublicense to " : ", ", recipients[r]);
                first = 0;
            }
        if (c->subs[i].only_to)
            text_format(&p->out, ", only to use");
        if (c->subs[i].only_for >= 0)
            text_format(&p->out, ", only for %s", p->w->thing[c->subs[i].only_for].name);
        if (c->subs[i].while_affiliates)
            text_format(&p->out, " while they are affiliates");
    }
}

static void say_times(Pen *p, const Cl *c)
{
    switch (c->term) {
    case T_NONE_SAID: break;
    case T_LIFE: text_format(&p->out, "\n  lasts for the life of each patent"); break;
    case T_TERM: text_format(&p->out, "\n  lasts for the term"); break;
    case T_EVER: text_format(&p->out, "\n  lasts perpetual"); break;
    case T_THROUGH_DAY: say_day(p, "\n  lasts through ", c->term_day); break;
    case T_UNTIL_EVENT: text_format(&p->out, "\n  lasts until e%d", c->term_event); break;
    case T_AFTER_EVENT:
        text_format(&p->out, "\n  lasts %d days after e%d", c->term_days, c->term_event);
        break;
    }
    if (c->from)
        say_day(p, "\n  from ", c->from);
    if (c->through)
        say_day(p, "\n  through ", c->through);
    if (c->exclusive && c->excl_through)
        say_day(p, c->exclusive == 1 ? "\n  exclusive through " : "\n  sole through ", c->excl_through);
    if (c->exclusive)
        text_format(&p->out, "%s",
                    c->excl_through     ? ", then non-exclusive"
                    : c->exclusive == 1 ? "\n  exclusive"
                                        : "\n  sole");
}

static void say_body(Pen *p, const Cl *c)
{
    static const char *const verbs[] = {" grants ", " will not assert ", " releases ", " keeps "};
    static const char *const what[] = {"", "grant", "covenant"};
    bool                     each = c->grantor < 0;
    text_format(&p->out, "  %s%s", each ? "each" : party_names[c->grantor], verbs[c->kind]);
    if (c->kind == K_COVENANT || c->kind == K_RESERVE)
        say_items(p, "", &c->assets, say_asset, each);
    text_format(&p->out, "%s", c->kind == K_COVENANT ? " against " : "");
    if (c->kind != K_RESERVE)
        say_to(p, c);
    say_acts(p, c);
    if (c->kind == K_GRANT)
        say_items(p, "\n  under ", &c->assets, say_asset, each);
    say_items(p, "\n  in ", &c->scope, one_scope, false);
    say_items(p, "\n  within ", &c->places, one_place, false);
    if (c->kind == K_RELEASE)
        say_day(p, "\n  for acts before ", c->before);
    if (c->component)
        text_format(&p->out, "\n  exclusion reaches the component only");
    say_times(p, c);
    if (c->against >= 0)
        text_format(&p->out, "\n  against %s", party_names[c->against]);
    if (c->against_what)
        text_format(&p->out, "\n  against every %s", what[c->against_what]);
    if (c->in_spite_of >= 0)
        text_format(&p->out, "\n  notwithstanding %s", p->w->clause[c->in_spite_of].name);
    const int   conds[] = {c->while_, c->once, c->unless};
    const char *words[] = {"while", "once", "unless"};
    for (int i = 0; i < 3; i++)
        if (conds[i] >= 0) {
            text_format(&p->out, "\n  %s ", words[i]);
            say_cond(p, conds[i], false);
        }
    text_format(&p->out, "\n}\n");
}

static void say_consequences(Pen *p)
{
    static const char *const verbs[] = {"suspends", "resumes",     "ends",
                                        "starts",   "narrows to ", "narrows to products sold on that day",
                                        "stays"};
    for (int i = 0; i < p->w->consequences; i++) {
        const Cons *k = &p->w->consequence[i];
        text_format(&p->out, "consequence k%d {\n  when ", i);
        switch (k->when) {
        case WHEN_EVENT: text_format(&p->out, "e%d has happened", k->event); break;
        case WHEN_EVENT_OF_GRANTEE: text_format(&p->out, "ep of a grantee has happened"); break;
        case WHEN_METRIC: text_format(&p->out, "m%d below %d", k->metric, k->value); break;
        case WHEN_LEAVES: text_format(&p->out, "an affiliate of a grantee leaves"); break;
        }
        for (int e = 0; e < k->count; e++) {
            text_format(&p->out, "\n  then %s %s", p->w->clause[k->effects[e].clause].name,
                        verbs[k->effects[e].kind]);
            if (k->effects[e].kind == E_NARROWS)
                say_field(p, k->effects[e].field);
            text_format(&p->out, "%s", k->effects[e].that_affiliate ? " for that affiliate" : "");
        }
        text_format(&p->out, "\n}\n");
    }
}

static void say_clauses(Pen *p, bool backwards)
{
    static const char *const kinds[] = {"grant", "covenant", "release", "reserve"};
    const World             *w = p->w;
    for (int n = 0; n < w->clauses; n++) {
        const Cl *c = &w->clause[backwards ? w->clauses - 1 - n : n];
        if (c->added)
            continue;
        text_format(&p->out, "%s %s {\n", kinds[c->kind], c->name);
        say_body(p, c);
    }
    say_consequences(p);
    if (!w->amended)
        return;
    say_day(p, "amendment 1 to pact {\n  effective ", w->amended);
    text_format(&p->out, "\n");
    for (int i = 0; i < w->clauses; i++) {
        const Cl *c = &w->clause[i];
        bool      again = false;
        for (int k = 0; k < i; k++)
            again |= strcmp(w->clause[k].name, c->name) == 0;
        if (c->added && again)
            text_format(&p->out, "replace %s {\n", c->name);
        else if (c->added)
            text_format(&p->out, "add %s %s {\n", kinds[c->kind], c->name);
        if (c->added)
            say_body(p, c);
        if (!c->replaced && c->in_through < DAY_MAX)
            text_format(&p->out, "end %s\n", c->name);
    }
    text_format(&p->out, "}\n");
}

static Str world_text(Arena *arena, const World *w, bool backwards, bool renamed)
{
    Pen p = {w, text_new(arena), renamed};
    say_header(&p);
    say_subjects(&p);
    say_fields(&p);
    say_things(&p);
    say_assets(&p);
    say_others(&p);
    say_clauses(&p, backwards);
    return text_str(&p.out);
}

static void say_fact(Pen *p, const Fc *f)
{
    const World *w = p->w;
    switch (f->kind) {
    case F_EVENT:
        if (f->what == w->event_of)
            text_format(&p->out, "ep of %s", party_names[f->about]);
        else
            text_format(&p->out, "e%d", f->what);
        say_day(p, " on ", f->from);
        break;
    case F_TRUTH:
        text_format(&p->out, "q0 for %s is %s", w->thing[f->about].name, f->value ? "true" : "false");
        say_day(p, " from ", f->from);
        if (f->through < DAY_MAX)
            say_day(p, " through ", f->through);
        break;
    case F_METRIC:
        text_format(&p->out, "m%d is %d", f->what, f->value);
        say_day(p, " from ", f->from);
        break;
    case F_HOLDS:
        text_format(&p->out, "%s holds %d%% of %s", w->subject_name[f->about], f->value,
                    w->subject_name[f->what]);
        say_day(p, " from ", f->from);
        if (f->through < DAY_MAX)
            say_day(p, " through ", f->through);
        break;
    case F_JOINS:
    case F_LEAVES:
        text_format(&p->out, "%s %s %s", w->subject_name[f->what], f->kind == F_JOINS ? "joins" : "leaves",
                    w->subject_name[f->about]);
        say_day(p, " on ", f->from);
        break;
    }
    if (f->into >= 0)
        text_format(&p->out, " into %s", w->subject_name[f->into]);
    text_format(&p->out, "\n");
}

/* The facts up to a day; DAY_MAX: all. */
static Str facts_text(Arena *arena, const World *w, Day through)
{
    Pen p = {w, text_new(arena), false};
    for (int i = 0; i < w->facts; i++)
        if (w->fact[i].from <= through)
            say_fact(&p, &w->fact[i]);
    return text_str(&p.out);
}
#endif
