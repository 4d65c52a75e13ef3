/* test_rights.c - the engine against a slow, obvious oracle, on random agreements, facts and questions.
 *
 * A failure prints the seed, the agreement, its facts and the question. ENTENTE_SEED=n runs that seed alone,
 * ENTENTE_SEEDS=n that many from the first, ENTENTE_PART=n one in n of the usual; ENTENTE_POINTS=n asks that
 * many questions of each. */
#include "rights_make.h"
#include "rights_oracle.h"
#include "rights_text.h"

#include <stdlib.h>

#include "app/ask.h"

typedef struct {
    Arena    arena;
    Session  session;
    Document text, facts_text;
    Asking   asking;
} Engine;

typedef struct {
    Str text, facts;
} Given;

static ReadResult read_given(void *context, Arena *arena, Str path, Str *text)
{
    const Given *given = context;
    (void)arena;
    *text = str_equal(path, S("facts.entente")) ? given->facts : given->text;
    return READ_OK;
}

static void show_findings(Engine *e)
{
    for (const Diag *d = e->session.diags->first; d; d = d->next) {
        TextPlace place = sources_place(e->session.sources, d->span.from);
        if (d->level == DIAG_ERROR)
            print_message("# %s %.*s: %d: %.*s\n", d->code, STR_ARG(d->title), place.line,
                          STR_ARG(place.text));
    }
}

static bool engine_open(Engine *e, Given *given)
{
    *e = (Engine){0};
    e->session = session_new(&e->arena);
    FileReader reader = {given, read_given};
    e->text = document_new(&e->arena, e->session.sources, e->session.words, e->session.diags, reader);
    e->facts_text = document_new(&e->arena, e->session.sources, e->session.words, e->session.diags, reader);
    assert_true(document_read(&e->text, S("a.entente")));
    e->asking = (Asking){.session = &e->session, .loaded = {.document = &e->text}};
    e->asking.loaded.terms = terms_read(&e->arena, &e->text, e->session.diags);
    assert_true(document_read(&e->facts_text, S("facts.entente")));
    bool whole = facts_read(e->asking.loaded.terms, &e->facts_text, &e->asking.facts);
    if (e->session.diags->errors)
        show_findings(e);
    asking_build(&e->asking, &e->asking.facts);
    return whole && !e->session.diags->errors;
}

static long from_environment(const char *name, long otherwise)
{
    const char *value = getenv(name);
    return value ? strtol(value, NULL, 10) : otherwise;
}

/* ---- questions ---- */

static Str question_text(Arena *arena, const World *w, const Ask *q, bool renamed)
{
    static const char *const acts[] = {"make", "have-made", "use", "sell", "sublicense"};
    Pen                      p = {w, text_new(arena), renamed};
    text_format(&p.out, "%s%s %s", q->asker >= CUSTOMERS ? "customers of " : "",
                w->subject_name[q->asker % CUSTOMERS], acts[q->act]);
    if (q->product >= 0)
        text_format(&p.out, " %s%s", w->thing[q->product].family ? "in " : "", w->thing[q->product].name);
    if (q->asset >= 0) {
        text_format(&p.out, " under ");
        say_asset(&p, q->asset, false);
    }
    if (q->field >= 0) {
        text_format(&p.out, " in ");
        say_field(&p, q->field);
    }
    if (q->recipient >= 0)
        text_format(&p.out, " to %s", recipients[q->recipient]);
    if (q->country >= 0)
        text_format(&p.out, " at %s", country_names[q->country]);
    say_day(&p, " on ", q->day);
    return text_str(&p.out);
}

/* Days near a day on which something is said to happen are asked more often. */
static Day day_asked(World *w)
{
    Day day = some_day(w);
    if (chance(w, 40) && w->facts)
        day = w->fact[pick(w, w->facts)].from;
    if (chance(w, 20))
        day = w->asset[pick(w, w->assets)].expires;
    if (chance(w, 15))
        day = w->clause[pick(w, w->clauses)].term_day;
    if (chance(w, 10))
        day = w->effective;
    day = day < day_first() ? day_first() : day;
    return day - 1 + (Day)pick(w, 3);
}

/* A question close to what some clause gives, so that many are answered yes. */
static void aim(World *w, Ask *q)
{
    const Cl *c = &w->clause[pick(w, w->clauses)];
    int       grantor = c->grantor < 0 ? (int)pick(w, w->parties) : c->grantor;
    if (c->assets.count && (q->asset >= 0 || chance(w, 50))) {
        int what = c->assets.items[pick(w, c->assets.count)].what;
        q->asset = c->grantor < 0 ? grantor * SLOTS + what : what;
    }
    q->asker = c->to_count && c->to[0] != FORUM && chance(w, 70)
                   ? c->to[0]
                   : (grantor + 1 + (int)pick(w, w->subjects - 1)) % w->subjects;
    for (int i = 0; c->acts && i < 3 && !(c->acts >> q->act & 1); i++)
        q->act = (int)pick(w, 4);
    int wanted = c->scope.count ? c->scope.items[0].what : -1;
    if (wanted >= 0 && wanted < FIELDS_MOST && chance(w, 70))
        q->field = wanted;
    if (q->act != ACT_SUBLICENSE)
        q->recipient = -1;
}

static Ask ask_some(World *w)
{
    Ask q = {.asker = (int)pick(w, w->subjects),
             .act = (int)pick(w, 5),
             .asset = -1,
             .product = -1,
             .field = -1,
             .country = chance(w, 85) ? (int)pick(w, COUNTRIES) : -1,
             .recipient = -1,
             .day = day_asked(w)};
    if (chance(w, 10)) /* customers, where a clause speaks of them */
        for (int i = 0; i < w->clauses; i++)
            for (int k = 0; k < w->clause[i].to_count; k++)
                if (w->clause[i].to[k] >= CUSTOMERS && w->clause[i].to[k] < FORUM)
                    q.asker = w->clause[i].to[k];
    if (chance(w, 50))
        q.product = (int)pick(w, w->things);
    if (q.product < 0 || w->thing[q.product].family || chance(w, 30))
        q.asset = (int)pick(w, w->assets);
    if (q.product < 0 || chance(w, 40))
        q.field = chance(w, 90) ? (int)pick(w, w->fields) : -1;
    if (q.act == ACT_SUBLICENSE && chance(w, 80))
        q.recipient = (int)pick(w, COUNT(recipients));
    if (chance(w, 60))
        aim(w, &q);
    return q;
}

static uint64_t named_by(const Engine *e, const World *w, const Grounds *grounds)
{
    uint64_t names = 0;
    for (Size i = 0; i < grounds->count; i++) {
        Str name = terms_text(e->asking.loaded.terms, grounds->items[i].clause->name);
        for (int k = 0; k < w->clauses; k++)
            if (str_equal(name, str_from(w->clause[k].name))) {
                names |= (uint64_t)1 << k;
                break;
            }
        if (name.at[0] == 'k')
            names |= (uint64_t)1 << (40 + name.at[1] - '0');
    }
    return names;
}

static unsigned excepted_by(const World *w, const Answer *a)
{
    unsigned out = 0;
    for (Size i = 0; i < a->except.count; i++)
        for (int k = 0; k < w->things; k++)
            out |= str_equal(a->except.items[i].name, str_from(w->thing[k].name)) ? 1u << k : 0;
    return out;
}

/* The parts of assets that are left out; of a single cell, also why. */
static bool same_lacking(Engine *e, const World *w, const Answer *a, const Verdictum *want, bool single)
{
    unsigned lacks = 0;
    for (Size i = 0; i < a->except.count; i++)
        for (int k = 0; k < w->assets; k++) {
            const PartAnswer *part = &a->except.items[i];
            Pen               p = {w, text_new(&e->arena), false};
            say_asset(&p, k, false);
            if (!str_equal(part->name, text_str(&p.out)))
                continue;
            lacks |= 1u << k;
            bool same = want->lacks_by[k] == (Said)part->status &&
                        want->lacks_names[k] == named_by(e, w, &part->grounds);
            if (single && !same)
                return false;
        }
    return lacks == want->lacks;
}

static bool engine_ask(Engine *e, Str text, Wanted wanted, Question *q, Answer *out)
{
    if (!asking_question(&e->asking, text, DAY_MIN, q))
        return false;
    *out = may(e->asking.index, &e->arena, q, wanted);
    return true;
}

static void show_names(Text *out, const World *w, uint64_t names)
{
    for (int i = 0; i < 40; i++)
        if (names >> i & 1)
            text_format(out, " %s", w->clause[i].name);
    for (int i = 40; i < 44; i++)
        if (names >> i & 1)
            text_format(out, " k%d", i - 40);
}

/* Every line is a comment of TAP; print_message has room for little. */
static void show_text(Str text)
{
    for (Size i = 0, from = 0; i <= text.len; i++)
        if (i == text.len || text.at[i] == '\n') {
            print_message("# %.*s\n", STR_ARG(str_slice(text, from, i)));
            from = i + 1;
        }
}

static void show(Arena *arena, uint64_t seed, const World *w, Str question)
{
    print_message("# ENTENTE_SEED=%llu\n", (unsigned long long)seed);
    show_text(world_text(arena, w, false, false));
    show_text(
        str_format(arena, "# facts\n%.*s# %.*s", STR_ARG(facts_text(arena, w, DAY_MAX)), STR_ARG(question)));
}

static Said said_last; /* what the oracle said */
static int  lacking;   /* how often a part of an asset was left out */

static bool compare_one(Engine *e, World *w, uint64_t seed, const Ask *q)
{
    Str      text = question_text(&e->arena, w, q, false);
    Question question = {0};
    Answer   got = {0};
    bool     single = false;
    assert_true(engine_ask(e, text, (Wanted){false, false}, &question, &got));
    Verdictum want = oracle(w, *q, &single);
    said_last = want.status;
    lacking += want.lacks != 0;
    bool names = single && want.status != S_NOT_NEEDED && want.status == (Said)got.status &&
                 !(q->product >= 0 && !w->thing[q->product].family && w->thing[q->product].contains >= 0);
    uint64_t got_names = named_by(e, w, &got.grounds);
    if ((int)want.status == (int)got.status && want.except == excepted_by(w, &got) &&
        same_lacking(e, w, &got, &want, single) && (!names || want.clauses == got_names))
        return true;
    if (from_environment("ENTENTE_SHOW", 1) == 1)
        show(&e->arena, seed, w, text);
    else
        print_message("# ENTENTE_SEED=%llu: %.*s\n", (unsigned long long)seed, STR_ARG(text));
    Text out = text_new(&e->arena);
    text_format(&out, "engine: %s", status_text(got.status));
    show_names(&out, w, got_names);
    text_format(&out, "\n# oracle: %s", status_text((Status)want.status));
    show_names(&out, w, want.clauses);
    print_message("# %.*s\n# %.*s (except %x, lacks %x)\n", STR_ARG(text_str(&out)),
                  STR_ARG(answer_text(&e->arena, &got)), want.except, want.lacks);
    return false;
}

/* ---- runs ---- */

typedef struct {
    uint64_t first, count;
    int      points;
} Plan;

static Plan plan(long seeds, long points)
{
    long one = from_environment("ENTENTE_SEED", -1), part = from_environment("ENTENTE_PART", 1);
    return (Plan){one >= 0 ? (uint64_t)one : 1,
                  one >= 0 ? 1 : (uint64_t)from_environment("ENTENTE_SEEDS", (seeds + part - 1) / part),
                  (int)from_environment("ENTENTE_POINTS", points)};
}

static void engine_for(Engine *e, Arena *arena, const World *w, uint64_t seed, Given *given)
{
    *given = (Given){world_text(arena, w, false, false), facts_text(arena, w, DAY_MAX)};
    if (engine_open(e, given))
        return;
    show(arena, seed, w, S("is refused"));
    fail();
}

static void answers_are_those_of_the_oracle(void **state)
{
    (void)state;
    Plan run = plan(400, 50);
    int  wrong = 0, tally[ANSWER_COUNT] = {0};
    long shown = from_environment("ENTENTE_SHOW", 1);
    for (uint64_t seed = run.first; seed < run.first + run.count && wrong < shown; seed++) {
        static World w;
        Engine       e;
        Arena        arena = {0};
        Given        given;
        world_make(&w, seed);
        engine_for(&e, &arena, &w, seed, &given);
        oracle_begin();
        for (int i = 0; i < run.points && wrong < shown; i++) {
            Ask q = ask_some(&w);
            wrong += !compare_one(&e, &w, seed, &q);
            tally[said_last]++;
        }
        arena_free(&e.arena);
        arena_free(&arena);
    }
    for (int s = 0; s < ANSWER_COUNT; s++)
        print_message("# %s: %d\n", status_text((Status)s), tally[s]);
    print_message("# in part: %d\n", lacking);
    assert_int_equal(wrong, 0);
}

/* ---- laws: what must hold whatever the text says ---- */

typedef void (*Law)(Engine *e, World *w, uint64_t seed);

static void each_world(Law law, long seeds)
{
    Plan run = plan(seeds, 0);
    for (uint64_t seed = run.first; seed < run.first + run.count; seed++) {
        static World w;
        Engine       e;
        Arena        arena = {0};
        Given        given;
        world_make(&w, seed);
        engine_for(&e, &arena, &w, seed, &given);
        law(&e, &w, seed);
        arena_free(&e.arena);
        arena_free(&arena);
    }
}

static Answer answer_to(Engine *e, Str text, Wanted wanted, Question *question)
{
    Answer answer = {0};
    assert_true(engine_ask(e, text, wanted, question, &answer));
    return answer;
}

static void assert_law(Arena *arena, uint64_t seed, const World *w, Str question, bool holds)
{
    if (!holds)
        show(arena, seed, w, question);
    assert_true(holds);
}

/* The same questions to the agreement and to another text of it. */
typedef bool (*Agree)(const Answer *was, const Answer *is);
typedef struct {
    Given given;
    bool  renamed;
    Agree agree;
} Other;

static void compare_with(Engine *e, World *w, uint64_t seed, Other other)
{
    Engine changed;
    if (!engine_open(&changed, &other.given))
        show(&e->arena, seed, w, S("the changed text is refused"));
    assert_int_equal(changed.session.diags->errors, 0);
    for (int i = 0; i < 25; i++) {
        Ask      q = ask_some(w);
        Question question = {0};
        Str      text = question_text(&e->arena, w, &q, false);
        Answer   was = answer_to(e, text, (Wanted){false, false}, &question);
        Answer   is = {0};
        if (!engine_ask(&changed, question_text(&e->arena, w, &q, other.renamed), (Wanted){false, false},
                        &question, &is))
            continue; /* the clause that spoke of these customers is gone */
        assert_law(&e->arena, seed, w, text, other.agree(&was, &is));
    }
    arena_free(&changed.arena);
}

static bool same(const Answer *was, const Answer *is)
{
    return was->status == is->status && was->except.count == is->except.count &&
           was->grounds.count == is->grounds.count;
}

static bool permits_whole(const Answer *a) { return status_permits(a->status) && !a->except.count; }
static bool no_more(const Answer *was, const Answer *is) { return permits_whole(was) || !permits_whole(is); }

static void order_of(Engine *e, World *w, uint64_t seed)
{
    Given given = {world_text(&e->arena, w, true, false), facts_text(&e->arena, w, DAY_MAX)};
    compare_with(e, w, seed, (Other){given, false, same});
}
static void the_order_of_clauses_does_not_matter(void **state)
{
    (void)state;
    each_world(order_of, 150);
}

static void names_of(Engine *e, World *w, uint64_t seed)
{
    Given given = {world_text(&e->arena, w, false, true), facts_text(&e->arena, w, DAY_MAX)};
    compare_with(e, w, seed, (Other){given, true, same});
}
static void renamed_fields_answer_the_same(void **state)
{
    (void)state;
    each_world(names_of, 150);
}

static void printed(Engine *e, World *w, uint64_t seed)
{
    Given given = {document_print(&e->text, &e->arena, e->text.files.items),
                   facts_text(&e->arena, w, DAY_MAX)};
    compare_with(e, w, seed, (Other){given, false, same});
}
static void the_printed_text_answers_the_same(void **state)
{
    (void)state;
    each_world(printed, 150);
}

static void reserved_more(Engine *e, World *w, uint64_t seed)
{
    static World more;
    more = *w;
    if (more.clauses == CLAUSES_MOST)
        return;
    more.clause[more.clauses] = make_clause(&more, K_RESERVE, 80);
    more.clauses++;
    Given given = {world_text(&e->arena, &more, false, false), facts_text(&e->arena, w, DAY_MAX)};
    compare_with(e, w, seed, (Other){given, false, no_more});
}
static void a_reservation_more_never_permits_more(void **state)
{
    (void)state;
    each_world(reserved_more, 150);
}

/* Not an exclusive one: that takes rights from its grantor. */
static void granted_less(Engine *e, World *w, uint64_t seed)
{
    static World less;
    for (int i = w->reservations; i < w->clauses; i++) {
        bool named = w->clause[i].exclusive || w->clause[i].replaced || w->clause[i].added;
        for (int k = 0; k < w->consequences; k++)
            for (int n = 0; n < w->consequence[k].count; n++)
                named |= w->consequence[k].effects[n].clause == i;
        if (named || w->clause[i].in_through < DAY_MAX)
            continue;
        less = *w;
        less.clauses--;
        memmove(&less.clause[i], &less.clause[i + 1], (size_t)(less.clauses - i) * sizeof(Cl));
        for (int k = 0; k < less.consequences; k++)
            for (int n = 0; n < less.consequence[k].count; n++)
                less.consequence[k].effects[n].clause -= less.consequence[k].effects[n].clause > i;
        Given given = {world_text(&e->arena, &less, false, false), facts_text(&e->arena, w, DAY_MAX)};
        compare_with(e, w, seed, (Other){given, false, no_more});
        return;
    }
}
static void a_grant_less_never_permits_more(void **state)
{
    (void)state;
    each_world(granted_less, 150);
}

/* Facts of later days change nothing, but for what hangs on a day or a share that they tell. */
static void later(Engine *e, World *w, uint64_t seed)
{
    bool hangs = w->effective_event >= 0;
    for (int i = 0; i < w->clauses; i++)
        hangs |=
            w->clause[i].term == T_AFTER_EVENT || (w->clause[i].kind == K_RELEASE && w->clause[i].once >= 0);
    for (int i = 0; i < 12 && !hangs; i++) {
        Ask      q = ask_some(w);
        Question question = {0};
        Engine   then;
        Given    given = {world_text(&e->arena, w, false, false), facts_text(&e->arena, w, q.day)};
        Str      text = question_text(&e->arena, w, &q, false);
        assert_true(engine_open(&then, &given));
        Answer was = answer_to(&then, text, (Wanted){false, false}, &question),
               is = answer_to(e, text, (Wanted){false, false}, &question);
        assert_law(&e->arena, seed, w, text, same(&was, &is));
        arena_free(&then.arena);
    }
}
static void facts_of_later_days_change_nothing(void **state)
{
    (void)state;
    each_world(later, 150);
}

/* The answer is the same on every day before the one on which it is said to change, and differs on it. */
static void next_change(Engine *e, World *w, uint64_t seed)
{
    for (int i = 0; i < 5; i++) {
        Ask      q = ask_some(w);
        Question question = {0};
        Str      text = question_text(&e->arena, w, &q, false);
        Answer   now = answer_to(e, text, (Wanted){false, true}, &question);
        Day      last = now.changes_on < q.day + 150 ? now.changes_on : q.day + 150;
        for (question.day = q.day + 1; question.day <= last; question.day++) {
            Answer then = may(e->asking.index, &e->arena, &question, (Wanted){false, false});
            bool   differs = !str_equal(answer_text(&e->arena, &then), answer_text(&e->arena, &now));
            if (differs != (question.day == now.changes_on))
                print_message("# on day %d: %s, told %d\n", question.day - q.day, status_text(then.status),
                              now.changes_on - q.day);
            assert_law(&e->arena, seed, w, text, differs == (question.day == now.changes_on));
        }
    }
}
static void the_next_change_is_the_first(void **state)
{
    (void)state;
    each_world(next_change, 150);
}

/* ---- the index against all rules, one by one ---- */

typedef struct {
    const Rules  *rules;
    unsigned char seen[4000];
} Seen;

static void see(void *context, const Rule *rule)
{
    Seen *seen = context;
    seen->seen[rule - seen->rules->rules.items]++;
}

static bool in_set(const Rule *rule, const Point *p, Dim dim)
{
    switch ((int)dim) {
    case DIM_WHO: return bits_has(rule->who, p->asker);
    case DIM_ASSET: return bits_has(rule->assets, p->asset);
    case DIM_ACT: return rule->acts >> p->act & 1;
    case DIM_FIELD: return bits_has(rule->fields, p->field);
    case DIM_PRODUCT: return bits_has(rule->products, p->product);
    case DIM_PLACE: return bits_has(rule->places, p->country);
    case DIM_TIME:
    case DIM_START:
    case DIM_GATE:
    case DIM_RECIPIENT:
    case DIM_NARROWED:
    case DIM_COUNT: break;
    }
    return false;
}

static Point some_point(const Engine *e, World *w)
{
    const Rules *r = e->asking.rules;
    return (Point){.asker = (int)pick(w, r->st->subjects.count),
                   .asset = 1 + (int)pick(w, r->universe->assets.count - 1),
                   .act = (int)pick(w, W_ACT_LAST - W_ACT_FIRST + 1),
                   .field = (int)pick(w, r->universe->fields.count),
                   .product = (int)pick(w, r->universe->products.count),
                   .country = country_find(str_from(country_names[pick(w, COUNTRIES)])),
                   .day = some_day(w)};
}

static void fits(Engine *e, World *w, uint64_t seed)
{
    static Seen  all, near;
    const Rules *r = e->asking.rules;
    for (int i = 0; i < 60; i++) {
        Point p = some_point(e, w);
        Dim   without = (Dim)pick(w, DIM_INDEXED);
        memset(&all, 0, sizeof all);
        memset(&near, 0, sizeof near);
        all.rules = near.rules = r;
        index_fits(e->asking.index, &p, see, &all);
        index_near(e->asking.index, &p, without, see, &near);
        for (Size k = 0; k < r->rules.count; k++) {
            int outside = 0;
            for (Dim dim = DIM_WHO; dim < DIM_INDEXED; dim++)
                outside += !in_set(&r->rules.items[k], &p, dim);
            bool is_near = outside == 1 && !in_set(&r->rules.items[k], &p, without) &&
                           r->rules.items[k].kind != RIGHT_RESERVE;
            assert_law(&e->arena, seed, w, S("index_fits"), all.seen[k] == (outside == 0));
            assert_law(&e->arena, seed, w, S("index_near"), near.seen[k] == is_near);
        }
    }
}
static void the_index_finds_what_a_scan_finds(void **state)
{
    (void)state;
    each_world(fits, 120);
}

/* Where every rule that fits is simple, no party owns what it asks, and none overrides a reservation. */
static void decides(Engine *e, World *w, uint64_t seed)
{
    const Rules *r = e->asking.rules;
    for (int i = 0; i < 100; i++) {
        Point   p = some_point(e, w);
        int32_t out[64];
        bool    reserved = false, simple = true, plain = true;
        Span    why = {0, 0};
        for (Size k = 0; k < r->rules.count; k++) {
            simple &= r->rules.items[k].simple || !in_set(&r->rules.items[k], &p, DIM_ASSET);
            plain &= r->rules.items[k].kind != RIGHT_COVENANT && r->rules.items[k].kind != RIGHT_RELEASE &&
                     !r->rules.items[k].clause->notwithstanding.count &&
                     !((const Right *)r->rules.items[k].clause->data)->against_covenants;
        }
        int owner = r->universe->owner[p.asset];
        if (!simple || !plain || owner == p.asker ||
            standing_affiliate(r->st, p.asker, owner, p.day) == YES ||
            asset_lives(r->universe, p.asset, p.country, p.day, &why) == NO)
            continue;
        Size   count = index_decide(e->asking.index, &p, out, COUNT(out), &reserved);
        Status status = may_cell(e->asking.index, &e->arena, &p);
        assert_law(&e->arena, seed, w, S("index_decide"),
                   (status == ANSWER_LICENSED) == (count > 0 && !reserved) &&
                       (status == ANSWER_RESERVED) == (count > 0 && reserved));
    }
}
static void the_fast_decision_is_the_slow_one(void **state)
{
    (void)state;
    each_world(decides, 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_those_of_the_oracle),
        cmocka_unit_test(the_order_of_clauses_does_not_matter),
        cmocka_unit_test(renamed_fields_answer_the_same),
        cmocka_unit_test(the_printed_text_answers_the_same),
        cmocka_unit_test(a_reservation_more_never_permits_more),
        cmocka_unit_test(a_grant_less_never_permits_more),
        cmocka_unit_test(facts_of_later_days_change_nothing),
        cmocka_unit_test(the_next_change_is_the_first),
        cmocka_unit_test(the_index_finds_what_a_scan_finds),
        cmocka_unit_test(the_fast_decision_is_the_slow_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
