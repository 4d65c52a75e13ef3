/* main.c - runs the measurements of bench/rights and writes them down. See README.md.
 *
 * bench-rights --seed N --json FILE --folder DIR --entente PROGRAM [--large DIR] [--small DIR]
 * DIR is for scratch; `large` and `small` are agreements of 1 MB and of 1,000 lines. */
#include "clock.h"
#include "engine.h"
#include "figures.h"
#include "files.h"
#include "peers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUESTIONS = 1000000, ANSWERED = 100000, GAPS = 1000, CEDAR_QUESTIONS = 2000 };

typedef struct {
    uint64_t    seed;
    const char *json, *folder, *entente, *large, *small;
} Options;

static Options options_read(int argc, char **argv)
{
    Options o = {.seed = 42};
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *name = argv[i], *value = argv[i + 1];
        if (strcmp(name, "--seed") == 0)
            o.seed = strtoull(value, NULL, 10);
        else if (strcmp(name, "--json") == 0)
            o.json = value;
        else if (strcmp(name, "--folder") == 0)
            o.folder = value;
        else if (strcmp(name, "--entente") == 0)
            o.entente = value;
        else if (strcmp(name, "--large") == 0)
            o.large = value;
        else if (strcmp(name, "--small") == 0)
            o.small = value;
    }
    if (!o.folder) {
        fputs("usage: bench-rights --folder DIR [--seed N] [--json FILE] [--entente PROGRAM] [--large DIR] "
              "[--small DIR]\n",
              stderr);
        exit(2);
    }
    return o;
}

static int count_mismatches(const Engine *e, const WQuestion *questions, const WAnswer *answers)
{
    int mismatches = 0;
    for (int i = 0; i < ANSWERED; i++) {
        WAnswer answer = engine_answer(e, &questions[i]);
        mismatches += !answer_equal(&answer, &answers[i]);
    }
    return mismatches;
}

static void measure_programs(Figures *t, const Options *o)
{
    char        file[4096];
    const char *check[] = {o->entente, "check", o->large, NULL};
    const char *may[] = {o->entente, "may", file, "borealis",   "sell", "unit-0",
                         "at",       "DE",  "on", "2027-03-01", NULL};
    snprintf(file, sizeof file, "%s", o->small ? o->small : "");
    double may_cpu = 0, check_cpu = 0;
    double cold = o->entente && o->small ? program_ms(may, 150, &may_cpu) : -1;
    double large = o->entente && o->large ? program_ms(check, 100, &check_cpu) : -1;
    figures_add(t, (Figure){"cold_may_ms", "ms", .value = cold, .bar = 20, .absent = cold < 0});
    figures_add(t, (Figure){"check_1mb_ms", "ms", .value = large, .bar = 30, .absent = large < 0});
    figures_add(t, (Figure){"cold_may_cpu_ms", "ms", .value = may_cpu, .absent = cold < 0});
    figures_add(t, (Figure){"check_1mb_cpu_ms", "ms", .value = check_cpu, .absent = large < 0});
}

static void measure_peers(Figures *t, const Workload *w, const WQuestion *questions, const WAnswer *answers,
                          double ids_ns, double text_ns)
{
    SqliteResult sqlite = {0};
    bool         measured = sqlite_measure(w, questions, answers, ANSWERED, &sqlite);
    if (!measured)
        puts("SQLite: not measured: this program was built without it");
    else
        printf("SQLite %s: %.2f us a decision, loaded in %.0f ms, %.1f MiB, %d answers differ\n",
               sqlite.version, sqlite.best_us, sqlite.load_ms, sqlite.bytes / 1048576, sqlite.mismatches);
    measured &= sqlite.mismatches == 0;
    figures_add(t, (Figure){"ratio_sqlite_ids", "x", sqlite.best_us * 1000 / ids_ns, 100, true, !measured});
    figures_add(t, (Figure){"ratio_sqlite_text", "x", sqlite.best_us * 1000 / text_ns, 40, true, !measured});
    figures_add(t, (Figure){"sqlite_us", "us", .value = sqlite.best_us, .absent = !measured});
}

static void measure_cedar(Figures *t, const Options *o, double ids_ns)
{
    double us = 0;
    int    mismatches = 0;
    bool   measured = cedar_measure(o->folder, CEDAR_QUESTIONS, &us, &mismatches);
    if (measured)
        printf("Cedar (wasm, sliced): %.1f us a decision, %d answers differ\n", us, mismatches);
    figures_add(
        t, (Figure){"ratio_cedar_ids", "x", .value = us * 1000 / ids_ns, .absent = !measured || mismatches});
}

static void measure_analysis(Figures *t, const Engine *e, const WQuestion *questions, const WAnswer *answers)
{
    int64_t misses = 0;
    Size    boxes = 0;
    double  gap_ms = engine_gap_ms(e, questions, GAPS, &boxes);
    double  near_us = engine_near_us(e, questions, answers, ANSWERED, &misses);
    figures_add(t, (Figure){"gap_ms", "ms", .value = gap_ms, .bar = 1});
    figures_add(t, (Figure){"near_miss_us", "us", .value = near_us, .bar = 1});
    printf("gaps: %td boxes in %d reports; near misses: %lld in %d questions\n", boxes, GAPS,
           (long long)misses, ANSWERED);
}

static void measure_conflicts(Figures *t, const Workload *w, const Options *o)
{
    Arena        arena = {0};
    CompileTimes times;
    Size         found = 0;
    (void)agreement_write(&arena, w, o->folder, true);
    const Engine *e = engine_open(&arena, w, o->folder, &times);
    double        ms = engine_conflicts_ms(e, &found);
    figures_add(t, (Figure){"conflict_lint_ms", "ms", .value = ms, .bar = 50});
    printf("conflicts, were every grant exclusive: %td pairs\n", found);
    arena_free(&arena);
}

/* Everything about one compiled agreement. */
static void measure(Arena *arena, const Options *o, Figures *t)
{
    Workload  *w = workload_new(arena, o->seed);
    WQuestion *questions = NEW(arena, WQuestion, QUESTIONS);
    WAnswer   *answers = NEW(arena, WAnswer, ANSWERED);
    Point     *points = NEW(arena, Point, QUESTIONS);
    for (int i = 0; i < QUESTIONS; i++)
        questions[i] = workload_question(w);
    for (int i = 0; i < ANSWERED; i++)
        answers[i] = oracle_answer(w, &questions[i]);
    Size         bytes = agreement_write(arena, w, o->folder, false);
    CompileTimes times;
    Engine      *e = engine_open(arena, w, o->folder, &times);
    printf("seed %llu: an agreement of %.2f MB, %td rules\n", (unsigned long long)o->seed,
           (double)bytes / 1e6, e->asking.rules->rules.count);
    for (int i = 0; i < QUESTIONS; i++)
        points[i] = engine_point(e, &questions[i]);
    double ids_ns = engine_ids_ns(e, points, QUESTIONS);
    double text_ns = engine_text_ns(e, questions_text(arena, w, questions, QUESTIONS), QUESTIONS);
    figures_add(t, (Figure){"mismatches", "", .value = count_mismatches(e, questions, answers)});
    measure_peers(t, w, questions, answers, ids_ns, text_ns);
    figures_add(t, (Figure){"ids_ns", "ns", .value = ids_ns});
    figures_add(t, (Figure){"text_ns", "ns", .value = text_ns});
    figures_add(t, (Figure){"index_bytes", "", .value = (double)e->asking.index->bytes, .bar = 2097152});
    figures_add(t, (Figure){"text_to_index_ms", "ms", .value = times.text_ms, .bar = 150});
    figures_add(t, (Figure){"index_compile_ms", "ms", .value = times.index_ms, .bar = 50});
    measure_conflicts(t, w, o);
    measure_analysis(t, e, questions, answers);
    if (cedar_there()) {
        peers_write(arena, w, questions, CEDAR_QUESTIONS, o->folder);
        answers_write(arena, answers, CEDAR_QUESTIONS, o->folder);
        measure_cedar(t, o, ids_ns);
    }
}

int main(int argc, char **argv)
{
    Options o = options_read(argc, argv);
    Arena   arena = {0};
    Figures table = {.count = 0};
    measure(&arena, &o, &table);
    measure_programs(&table, &o);
    figures_add(&table, (Figure){"calibration_ms", "ms", .value = calibration_ms()});
    figures_print(&table);
    if (o.json)
        figures_write(&table, o.json);
    arena_free(&arena);
    return 0;
}
