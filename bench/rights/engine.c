/* engine.c - see engine.h. */
#include "engine.h"

#include "clock.h"
#include "files.h"

#include <stdio.h>
#include <stdlib.h>

enum { COMPILES = 9, PASSES = 9, ROOM = W_IDS };

static _Noreturn void refuse(const char *what, Str name)
{
    fprintf(stderr, "bench: %s: %.*s\n", what, STR_ARG(name));
    exit(1);
}

/* ---- compiling ---- */

static void compile(Arena *arena, const char *folder, Asking *out, CompileTimes *best)
{
    Session *session = NEW(arena, Session, 1);
    Str      why = S("");
    double   start = cpu_ms();
    *session = session_new(arena);
    *out = (Asking){.session = session};
    if (!load_agreement(session, str_from(folder), &out->loaded, &why))
        refuse("it could not be read", why);
    if (session->diags->errors)
        refuse("it has findings", session->diags->first->title);
    out->standing = standing_new(out->loaded.terms, NULL);
    double middle = cpu_ms();
    out->rules = rules_new(out->standing);
    out->index = index_new(out->rules);
    double end = cpu_ms();
    if (best->text_ms <= 0 || end - start < best->text_ms)
        *best = (CompileTimes){end - start, end - middle};
}

static Word word_for(const Engine *e, Str name)
{
    Word word = word_known(e->asking.session->words, name);
    if (!word)
        refuse("the agreement does not know", name);
    return word;
}

static void map_names(Arena *arena, Engine *e, const Workload *w)
{
    const Universe *u = e->asking.rules->universe;
    for (int i = 0; i < W_PARTIES; i++)
        e->asker[i] = standing_subject(e->asking.standing, word_for(e, name_party(arena, i)));
    for (int i = 0; i < W_ASSETS; i++)
        e->asset[i] = universe_number(u, word_for(e, name_asset(arena, i)));
    for (int i = 0; i < w->fields; i++)
        e->field[i] = universe_number(u, word_for(e, name_field(arena, w, i)));
    for (int i = 0; i < W_COUNTRIES; i++)
        e->country[i] = country_find(str_from(w->country[i]));
    for (int i = 0; i < W_ACTS; i++)
        e->act[i] = (int)word_for(e, str_from(w_act_names[i])) - W_ACT_FIRST;
    const Rules *rules = e->asking.rules;
    e->id_of_rule = NEW(arena, int, rules->rules.count + 1);
    for (Size i = 0; i < rules->rules.count; i++) {
        Str name = terms_text(e->asking.loaded.terms, rules->rules.items[i].clause->name);
        e->id_of_rule[i] = (int)strtol(name.at + str_find(name, '-') + 1, NULL, 10);
    }
}

Engine *engine_open(Arena *arena, const Workload *w, const char *folder, CompileTimes *times)
{
    Engine *e = NEW(arena, Engine, 1);
    *times = (CompileTimes){0, 0};
    for (int i = 0; i < COMPILES; i++) {
        Arena trial = {0};
        compile(&trial, folder, &e->asking, times);
        arena_free(&trial);
    }
    compile(arena, folder, &e->asking, times);
    map_names(arena, e, w);
    return e;
}

/* ---- deciding ---- */

Point engine_point(const Engine *e, const WQuestion *q)
{
    return (Point){.asker = e->asker[q->asker],
                   .asset = e->asset[q->asset],
                   .act = e->act[q->act],
                   .field = e->field[q->field],
                   .country = e->country[q->country],
                   .day = (Day)(q->day + W_FIRST_DAY)};
}

WAnswer engine_answer(const Engine *e, const WQuestion *q)
{
    Point   point = engine_point(e, q);
    int32_t rules[ROOM];
    bool    reserved = false;
    Size    count = index_decide(e->asking.index, &point, rules, ROOM, &reserved);
    WAnswer answer = {.permit = count && !reserved, .count = (int)count};
    INVARIANT(count <= ROOM);
    for (Size i = 0; i < count; i++)
        answer.ids[i] = e->id_of_rule[rules[i]];
    return answer;
}

static volatile int64_t sink; /* keeps what is measured from being left out */

double engine_ids_ns(const Engine *e, const Point *points, int count)
{
    double best = 1e30;
    for (int pass = 0; pass < PASSES; pass++) {
        int64_t sum = 0;
        double  start = cpu_ms();
        for (int i = 0; i < count; i++) {
            int32_t rules[ROOM];
            bool    reserved = false;
            sum += index_decide(e->asking.index, &points[i], rules, ROOM, &reserved) + reserved;
        }
        double ns = (cpu_ms() - start) * 1e6 / count;
        best = ns < best ? ns : best;
        sink = sum;
    }
    return best;
}

static Str cell_of(Str *line, char end)
{
    const char *at = line->at;
    while (*at != end)
        at++;
    Str cell = {line->at, at - line->at};
    *line = (Str){at + 1, line->len - cell.len - 1};
    return cell;
}

/* From a line of CSV to a point, by the agreement's own name tables. */
static bool point_of_line(const Engine *e, Str *lines, Point *out)
{
    const Words    *words = e->asking.session->words;
    const Universe *u = e->asking.rules->universe;
    *out = (Point){.asker = standing_subject(e->asking.standing, word_known(words, cell_of(lines, ',')))};
    out->asset = universe_number(u, word_known(words, cell_of(lines, ',')));
    out->act = (int)word_known(words, cell_of(lines, ',')) - W_ACT_FIRST;
    out->field = universe_number(u, word_known(words, cell_of(lines, ',')));
    out->country = country_find(cell_of(lines, ','));
    bool day = day_parse(cell_of(lines, '\n'), &out->day);
    return day && out->asker >= 0 && out->asset >= 0 && out->field >= 0 && out->country >= 0 && out->act >= 0;
}

double engine_text_ns(const Engine *e, Str lines, int count)
{
    double best = 1e30;
    for (int pass = 0; pass < PASSES; pass++) {
        int64_t sum = 0;
        Str     rest = lines;
        double  start = cpu_ms();
        for (int i = 0; i < count; i++) {
            int32_t rules[ROOM];
            bool    reserved = false;
            Point   point;
            INVARIANT(point_of_line(e, &rest, &point));
            sum += index_decide(e->asking.index, &point, rules, ROOM, &reserved) + reserved;
        }
        double ns = (cpu_ms() - start) * 1e6 / count;
        best = ns < best ? ns : best;
        sink = sum;
    }
    return best;
}

/* ---- near misses ---- */

static void count_miss(void *context, const Rule *rule)
{
    int64_t *count = context;
    *count += rule->kind == RIGHT_GRANT;
}

double engine_near_us(const Engine *e, const WQuestion *questions, const WAnswer *answers, int count,
                      int64_t *misses)
{
    double best = 1e30;
    for (int pass = 0; pass < PASSES; pass++) {
        int    denied = 0;
        double start = cpu_ms();
        *misses = 0;
        for (int i = 0; i < count; i++) {
            if (answers[i].permit)
                continue;
            Point point = engine_point(e, &questions[i]);
            denied++;
            for (Dim dim = DIM_WHO; dim < DIM_INDEXED; dim++)
                index_near(e->asking.index, &point, dim, count_miss, misses);
        }
        double us = (cpu_ms() - start) * 1e3 / (denied ? denied : 1);
        best = us < best ? us : best;
    }
    return best;
}
