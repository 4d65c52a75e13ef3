/* scenario.c - see scenario.h.
 *
 * Where facts change, the state of the agreement is found anew and with it a plan of its own. Both plans are
 * cut on the same days before usage is read, so that one set of sums serves both; if they still do not count
 * alike (another first day, another register), that is a finding. */
#include "app/scenario.h"

#include "os/files.h"

enum { PERCENT_DECIMALS_MOST = 4 };

typedef struct {
    Asking *asking;
    Str     path;
    int32_t base; /* of the source that holds the lines */
    Str     whole;
} Parsing;

static Session *session_of(const Parsing *p) { return p->asking->session; }

static Span span_of(const Parsing *p, Str words)
{
    int32_t from = p->base + (int32_t)(words.at - p->whole.at);
    return (Span){from, from + (int32_t)words.len};
}

static bool refuse(const Parsing *p, const char *code, Str words, Str title, Str help)
{
    return diag_refuse(session_of(p)->diags, code, span_of(p, words), title, S("here"), help);
}

static Str next_word(Str *rest)
{
    *rest = str_trim(*rest);
    Size end = 0;
    while (end < rest->len && rest->at[end] != ' ')
        end++;
    Str word = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end, rest->len);
    return word;
}

/* ---- a scale ---- */

/* 12, 2.5: digits, and at most one point among them. */
static bool is_decimal(Str text)
{
    int points = 0;
    for (Size i = 0; i < text.len; i++) {
        points += text.at[i] == '.';
        if ((text.at[i] < '0' || text.at[i] > '9') && (text.at[i] != '.' || i == 0 || i + 1 == text.len))
            return false;
    }
    return text.len > 0 && points <= 1;
}

static bool read_percent(const Parsing *p, Str text, ScenarioChange *out)
{
    int64_t value = 0, ten = 1;
    uint8_t scale = 0;
    Str     digits = str_trim(str_slice(text, 1, text.len - 1));
    if (!is_decimal(digits) || !decimal_read(digits, &value, &scale) || scale > PERCENT_DECIMALS_MOST)
        return refuse(p, "E0651", text, S("this is no percentage"),
                      S("write it as `units+12%` or `units-2.5%`"));
    for (int i = 0; i < scale; i++)
        ten *= 10;
    bool less = text.at[0] == '-';
    if (value > SCENARIO_PERCENT_MOST * ten || (less && value > 100 * ten))
        return refuse(p, "E0651", text, S("so much cannot be imagined"),
                      S("at least -100%, at most +100000%"));
    out->den = 100 * ten;
    out->num = less ? out->den - value : out->den + value;
    out->decimals = 2 + scale;
    return true;
}

static bool read_where(const Parsing *p, Str rest, ScenarioChange *out)
{
    const Terms *terms = p->asking->loaded.terms;
    for (Str word = next_word(&rest); word.len; word = next_word(&rest)) {
        Str  what = next_word(&rest);
        Word product = word_known(terms->doc->words, what);
        if (str_equal(word, S("of")) && product && terms_decl(terms, product) &&
            (terms_decl(terms, product)->ref & (REF(PRODUCT) | REF(PRODUCTS)))) {
            out->product = product;
        } else if (str_equal(word, S("in")) && country_find(what) >= 0) {
            out->country = country_find(what);
        } else {
            return refuse(p, "E0651", what.len ? what : word,
                          str_equal(word, S("of"))   ? S("this is no product of the agreement")
                          : str_equal(word, S("in")) ? S("this is no code of a country")
                                                     : S("what is this about?"),
                          S("write it as `units of beacon-7 in DE +12%`"));
        }
    }
    return true;
}

static bool read_scale(const Parsing *p, Str line, ScenarioChange *out)
{
    Size sign = line.len - 1;
    while (sign >= 0 && line.at[sign] != '+' && line.at[sign] != '-')
        sign--;
    if (line.at[line.len - 1] != '%' || sign < 1)
        return refuse(p, "E0651", line, S("this is no change that can be imagined"),
                      S("write `units+12%`, `units of beacon-7 in DE -5%`, `fact launch on 2026-03-03` or "
                        "`without launch`"));
    Str rest = str_slice(line, 0, sign), name = next_word(&rest);
    out->kind = SCENARIO_SCALE;
    out->country = -1;
    out->name = word_of(session_of(p)->words, name);
    return read_percent(p, str_slice(line, sign, line.len), out) && read_where(p, rest, out);
}

/* ---- facts ---- */

static ReadResult give_sentence(void *context, Arena *arena, Str path, Str *text)
{
    (void)arena;
    (void)path;
    *text = *(Str *)context;
    return READ_OK;
}

static bool read_fact(const Parsing *p, Str sentence, ScenarioChange *out)
{
    Session   *s = session_of(p);
    Str        text = str_format(s->arena, "%.*s\n", STR_ARG(sentence));
    FileReader reader = {&text, give_sentence};
    Document  *document = NEW(s->arena, Document, 1);
    Facts      facts = {0};
    int        errors = s->diags->errors;
    *document = document_new(s->arena, s->sources, s->words, s->diags, reader);
    if (!document_read(document, str_format(s->arena, "%.*s, fact", STR_ARG(p->path))) ||
        !facts_read(p->asking->loaded.terms, document, &facts) || s->diags->errors > errors)
        return false;
    if (facts.count != 1)
        return refuse(p, "E0651", sentence, S("this is not one fact"), S("write one sentence behind `fact`"));
    out->kind = SCENARIO_FACT;
    out->fact = facts.items[0];
    return true;
}

static bool read_change(const Parsing *p, Str line, ScenarioChange *out)
{
    Str rest = line, first = next_word(&rest);
    out->text = line;
    out->at = span_of(p, line);
    if (str_equal(first, S("fact")) && str_trim(rest).len)
        return read_fact(p, str_trim(rest), out);
    if (!str_equal(first, S("without")) || !str_trim(rest).len)
        return read_scale(p, line, out);
    Str name = next_word(&rest);
    out->kind = SCENARIO_WITHOUT;
    out->name = word_of(session_of(p)->words, name);
    return !str_trim(rest).len || refuse(p, "E0651", str_trim(rest), S("`without` takes one name"),
                                         S("it leaves out every fact that speaks of it"));
}

/* ---- lines ---- */

static Scenario *new_scenario(const Parsing *p, Scenarios *out, Str name)
{
    Scenario *scenario = PUSH(session_of(p)->arena, out);
    *scenario = (Scenario){.name = name};
    return scenario;
}

static void read_line(const Parsing *p, Str line, Size first, Scenarios *out)
{
    Str rest = line, word = next_word(&rest);
    if (str_equal(word, S("scenario")) && str_trim(rest).len && out->count < SCENARIOS_MOST) {
        (void)new_scenario(p, out, str_trim(rest));
        return;
    }
    Scenario      *scenario = out->count > first ? &out->items[out->count - 1] : new_scenario(p, out, S(""));
    ScenarioChange change = {.country = -1};
    if (scenario->changes.count >= SCENARIO_CHANGES_MOST || out->count > SCENARIOS_MOST)
        (void)refuse(p, "E0651", line, S("there are too many changes"),
                     S("at most 64 scenarios of 64 changes each"));
    else if (read_change(p, line, &change))
        *PUSH(session_of(p)->arena, &scenario->changes) = change;
}

static bool is_plain(const Parsing *p, Str text)
{
    for (Size i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c != '\n' && c != '\r' && c != '\t' && (c < ' ' || c > 126))
            return refuse(p, "E0651", str_slice(text, i, i + 1), S("changes are written in plain letters"),
                          S("names and codes are ASCII"));
    }
    return true;
}

void scenarios_read(Asking *asking, Str path, Str text, Scenarios *out)
{
    Session      *s = asking->session;
    Str           kept = str_copy(s->arena, text);
    const Source *source = sources_add(s->sources, path, kept);
    Parsing       p = {asking, path, source->base, kept};
    Size          first = out->count;
    if (!is_plain(&p, kept))
        return;
    for (Str rest = kept; rest.len;) {
        Size end = str_find(rest, '\n');
        Str  line = str_slice(rest, 0, end < 0 ? rest.len : end);
        Size remark = str_find(line, '#');
        line = str_trim(remark < 0 ? line : str_slice(line, 0, remark));
        rest = str_slice(rest, end < 0 ? rest.len : end + 1, rest.len);
        if (line.len)
            read_line(&p, line, first, out);
    }
}

bool scenarios_read_file(Asking *asking, Str path, Scenarios *out, Str *why)
{
    Session   *s = asking->session;
    Str        text = S("");
    FileResult result = file_read(s->arena, path, path.len, SCENARIO_BYTES_MOST, &text);
    if (result == FILE_OK) {
        scenarios_read(asking, path, text, out);
        return true;
    }
    *why = str_format(s->arena, "%.*s: %s", STR_ARG(path),
                      result == FILE_ABSENT  ? "there is no such file"
                      : result == FILE_LARGE ? "it is larger than 64 KiB"
                                             : "it could not be read");
    return false;
}

/* ---- what would be owed ---- */

static bool open_one(Owing *now, const OwingOpen *open, Imagined *one)
{
    Asking *a = now->asking;
    one->asking = *a;
    if (!scenario_changes_facts(a->loaded.terms, &a->standing->facts, one->scenario))
        return true;
    Facts facts = {0};
    if (!scenario_facts(a->session->arena, a->loaded.terms, &a->standing->facts, one->scenario, &facts))
        return diag_refuse(a->session->diags, "E0652", one->scenario->changes.items[0].at,
                           S("a total of the facts would have too many digits"), S("this scenario"),
                           S("facts hold 18 digits"));
    asking_build(&one->asking, &facts);
    owing_open_as(&one->asking, open, &one->owing);
    plan_cut_as(now->plan, one->owing.plan);
    return true;
}

bool imagine_open(Owing *now, const OwingOpen *open, const Scenarios *scenarios, ImaginedList *out)
{
    Arena *arena = now->asking->session->arena;
    bool   good = true;
    for (Size i = 0; i < scenarios->count; i++) {
        Imagined *one = PUSH(arena, out);
        *one = (Imagined){.scenario = &scenarios->items[i]};
        good = scenario_check(now->plan, one->scenario, now->asking->session->diags) &&
               open_one(now, open, one) && good;
    }
    for (Size i = 0; i < out->count && good; i++)
        if (out->items[i].owing.plan)
            plan_cut_as(out->items[i].owing.plan, now->plan);
    return good;
}

static bool same_subjects(const Standing *a, const Standing *b)
{
    Size count = a->subjects.count < b->subjects.count ? a->subjects.count : b->subjects.count;
    for (Size i = 0; i < count; i++)
        if (a->subjects.items[i].name != b->subjects.items[i].name ||
            a->subjects.items[i].class_of != b->subjects.items[i].class_of)
            return false;
    return true;
}

/* The sums of now count for the plan of the scenario too. */
static bool join_plans(const Owing *now, Imagined *one)
{
    if (!one->owing.plan) {
        one->owing.plan = now->plan;
        return true;
    }
    Plan *plan = one->owing.plan;
    plan->articles.count = 0;
    for (Size i = 0; i < now->plan->articles.count; i++)
        *PUSH(plan->arena, &plan->articles) = now->plan->articles.items[i];
    plan_close(plan);
    return str_equal(plan->digest, now->plan->digest) && same_subjects(plan->st, now->plan->st);
}

bool imagine_close(Owing *now, ImaginedList *list)
{
    Session *s = now->asking->session;
    for (Size i = 0; i < list->count; i++) {
        Imagined *one = &list->items[i];
        if (!join_plans(now, one))
            return diag_refuse(
                s->diags, "E0652", one->scenario->changes.items[0].at,
                S("these facts change what sums tell apart: the days of the agreement, or who is who"),
                S("this scenario"), S("give them as facts of their own: --facts FILE"));
        one->owing.asking = &one->asking;
        one->owing.rates = now->rates;
        one->owing.has_rates = now->has_rates;
        one->owing.sums = scenario_sums(s->arena, one->owing.plan, &now->sums, one->scenario);
        owing_close(&one->owing);
    }
    return true;
}
