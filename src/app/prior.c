/* prior.c - see prior.h. */
#include "app/prior.h"

#include "money/period.h"
#include "os/files.h"
#include "report/statement_json.h"

static bool read_one(Session *s, Str path, Priors *out, Str *why)
{
    Str        text = S(""), wrong = S("");
    FileResult result = file_read(s->arena, path, path.len, PRIOR_BYTES_MOST, &text);
    Prior      prior = {0};
    if (result != FILE_OK) {
        *why = str_format(s->arena, "%.*s: %s", STR_ARG(path),
                          result == FILE_ABSENT  ? "there is no such file"
                          : result == FILE_LARGE ? "it is too large for a statement"
                                                 : "it could not be read");
        return false;
    }
    const Source *source = sources_add(s->sources, path, text);
    Span          at = {source->base, source->base + (text.len > 0)};
    if (!statement_prior_read(s->arena, text, &prior, &wrong)) {
        (void)diag_refuse(s->diags, "E0631", at,
                          str_format(s->arena, "this is no statement that stands: %.*s", STR_ARG(wrong)),
                          S("this file"), S("give what `entente statement --format json` wrote, unchanged"));
        return true;
    }
    prior.at = at;
    *PUSH(s->arena, out) = prior;
    return true;
}

bool priors_read(Session *s, const Str *paths, Size count, Priors *out, Str *why)
{
    for (Size i = 0; i < count; i++)
        if (!read_one(s, paths[i], out, why))
            return false;
    return true;
}

Day priors_from(const Priors *priors, Day otherwise)
{
    Day from = otherwise;
    for (Size i = 0; i < priors->count; i++)
        if (priors->items[i].period.from < from)
            from = priors->items[i].period.from;
    return from;
}

void owing_restate(Owing *o, Priors *priors, Day as_of)
{
    Arena         *arena = o->asking->session->arena;
    RestateDigests now = {statement_text_digest(arena, o->plan->st->terms),
                          statement_facts_digest(arena, o->plan->st)};
    books_restate(o->books, priors, &now, as_of);
}

static bool is_stated(const Priors *priors, Day day)
{
    for (Size i = 0; i < priors->count; i++)
        if (days_has(priors->items[i].period, day))
            return true;
    return false;
}

/* Days between the first statement and the period that nobody stated. */
static void note_gaps(Arena *arena, const Priors *priors, Statement *s)
{
    Day end = 0;
    for (Day day = priors_from(priors, s->period.from); day < s->period.from; day = end + 1) {
        bool stated = is_stated(priors, day);
        for (end = day; end + 1 < s->period.from && is_stated(priors, end + 1) == stated;)
            end++;
        if (!stated)
            *PUSH(arena, &s->notes) =
                str_format(arena, "Of %.*s no statement was given: it is taken as it comes to now.",
                           STR_ARG(days_text(arena, (Days){day, end})));
    }
}

void priors_note(Arena *arena, const Priors *priors, Statement *s)
{
    for (Size i = 0; i < priors->count; i++)
        *PUSH(arena, &s->notes) = str_format(
            arena,
            "The statement for %.*s as of %.*s stands; what has changed since is due now, as `restated`.",
            STR_ARG(days_text(arena, priors->items[i].period)),
            STR_ARG(day_text(arena, priors->items[i].as_of)));
    note_gaps(arena, priors, s);
}
