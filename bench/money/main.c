/* main.c - what is measured inside of one process: bench-money FOLDER CHANGED RUNS
 *
 * Reads sales.csv of FOLDER once into sums. Then, the best of RUNS in CPU time of one thread:
 *   restate_ms   1,000 lines taken off and 1,000 added, and all that is owed from the new sums
 *   what_if_ms   all that is owed from the same sums under the text of the folder CHANGED, which is read
 *                and checked before
 *   what_if_text_ms  that, with reading and checking the text
 * and calibration_ms, a fixed loop. Prints one `name value` a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/scan.h"
#include "app/usage.h"
#include "clock.h"
#include "figures.h"

typedef struct {
    Arena     arena;
    Session   session;
    Asking    asking;
    Owing     owing;
    UsageRead read;
} World;

static _Noreturn void fail(const char *what, Str about)
{
    (void)fprintf(stderr, "bench-money: %s %.*s\n", what, STR_ARG(about));
    exit(1);
}

static Str path_of(World *w, const char *folder, const char *name)
{
    return str_format(&w->arena, "%s/%s", folder, name);
}

static const Days year_2026 = {20454, 20818};

static void open_text(World *w, const char *folder)
{
    Str why = S("");
    *w = (World){0};
    w->session = session_new(&w->arena);
    if (!asking_open(&w->session, path_of(w, folder, "agreement.md"), S(""), &w->asking, &why))
        fail("cannot read", why);
}

static void read_files(World *w, const char *folder, bool lines)
{
    Str        why = S("");
    UsageAsked asked = {.register_path = path_of(w, folder, "register.csv"),
                        .rates_path = path_of(w, folder, "rates.csv")};
    if (lines)
        *PUSH(&w->arena, &asked.given) = (Given){GIVEN_USAGE, path_of(w, folder, "sales.csv")};
    owing_open(&w->asking, year_2026, &w->owing);
    if (!owing_usage(&w->owing, &asked, &w->read, &why) || w->session.diags->errors)
        fail("cannot count", why);
}

static int64_t total_of(World *w)
{
    int64_t total = 0;
    owing_close(&w->owing);
    Statement *statement = statement_new(w->owing.books, year_2026, year_2026.through);
    for (Size i = 0; i < statement->parts.count; i++)
        total += statement->parts.items[i].due;
    return total;
}

static void copy_sums(World *into, const World *from)
{
    if (!str_equal(into->owing.plan->digest, from->owing.plan->digest))
        fail("the plans differ", S(""));
    into->owing.sums = sums_new(&into->arena, into->owing.plan);
    sums_merge(&into->owing.sums, &from->owing.sums, 1);
}

static double what_if(const World *counted, const char *folder, const char *changed, double *with_text)
{
    World  w;
    double start = cpu_ms();
    open_text(&w, changed);
    read_files(&w, folder, false);
    copy_sums(&w, counted);
    double begun = cpu_ms();
    if (!total_of(&w))
        fail("nothing is owed", S(""));
    *with_text = cpu_ms() - start;
    double took = cpu_ms() - begun;
    arena_free(&w.arena);
    return took;
}

static void count_file(World *w, Str path, int sign)
{
    Arena       work = {0};
    LineFile   *file = NULL;
    UsageShape  shape;
    UsageTotals totals;
    Sums        sums = sums_new(&work, w->owing.plan);
    if (line_file_open(&work, path, USAGE_LINE_MOST, &file) != LINE_FILE_OK)
        fail("cannot read", path);
    Source head = {path, line_file_head(file), 0};
    if (!usage_shape(&work, w->owing.plan, &(UsageHead){&head, NULL, 0}, w->session.diags, &shape))
        fail("cannot read the heading of", path);
    Scan scan = {.plan = w->owing.plan, .shape = &shape, .file = file, .threads = 1};
    if (scan_usage(&scan, &sums, &totals) != LINE_FILE_OK)
        fail("cannot read", path);
    line_file_close(file);
    sums_merge(&w->owing.sums, &sums, sign);
    arena_free(&work);
}

static double restate(const World *counted, const char *folder)
{
    World w;
    open_text(&w, folder);
    read_files(&w, folder, false);
    copy_sums(&w, counted);
    double start = cpu_ms();
    count_file(&w, path_of(&w, folder, "wrong.csv"), -1);
    count_file(&w, path_of(&w, folder, "right.csv"), 1);
    if (!total_of(&w))
        fail("nothing is owed", S(""));
    double took = cpu_ms() - start;
    arena_free(&w.arena);
    return took;
}

int main(int argc, char **argv)
{
    static World counted;
    double       best[3] = {1e9, 1e9, 1e9};
    if (argc != 4) {
        (void)fputs("usage: bench-money FOLDER CHANGED RUNS\n", stderr);
        return 2;
    }
    open_text(&counted, argv[1]);
    read_files(&counted, argv[1], true);
    for (int run = 0; run < (int)strtol(argv[3], NULL, 10); run++) {
        double text = 0, took[3] = {restate(&counted, argv[1]), what_if(&counted, argv[1], argv[2], &text)};
        took[2] = text;
        for (int i = 0; i < 3; i++)
            best[i] = took[i] < best[i] ? took[i] : best[i];
    }
    (void)printf("cells %lld\nrestate_ms %.3f\nwhat_if_ms %.3f\nwhat_if_text_ms %.3f\ncalibration_ms %.3f\n",
                 (long long)counted.owing.sums.count, best[0], best[1], best[2], calibration_ms());
    return 0;
}
