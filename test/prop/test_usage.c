/* test_usage.c - a file of usage gives the same sums and the same rejects for any number of threads, any size
 * of the buffer, packed or not; and the same sums for its lines in any order. */
#include "money/made.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/scan.h"

#define HEADING "line,day,product,country,entity,currency,units,gross,returns\n"

typedef struct {
    Arena      *arena;
    Made       *made;
    UsageShape  shape;
    Text        rejects; /* "3 7 `P001` …" one a line */
    Sums        sums;
    UsageTotals totals;
} Run;

static void keep(void *self, const Reject *reject)
{
    Run *run = self;
    Str  says = reject_text(run->arena, &run->made->plan, &run->shape, reject);
    text_format(&run->rejects, "%lld %d `%.*s` %.*s %.*s\n", (long long)reject->line, reject->column,
                STR_ARG(reject->cell), STR_ARG(says), STR_ARG(reject->row));
}

static void scan_file(Run *run, Str path, int threads, Size buffer)
{
    Made     *made = run->made;
    LineFile *file = NULL;
    run->arena = &made->arena;
    run->rejects = text_new(&made->arena);
    run->sums = sums_new(&made->arena, &made->plan);
    assert_int_equal(line_file_open(&made->arena, path, USAGE_LINE_MOST, &file), LINE_FILE_OK);
    if (buffer)
        line_file_small(file, buffer);
    const Source *head = sources_add(&made->sources, path, line_file_head(file));
    assert_true(
        usage_shape(&made->arena, &made->plan, &(UsageHead){head, NULL, 0}, &made->diags, &run->shape));
    Scan scan = {.plan = &made->plan,
                 .shape = &run->shape,
                 .file = file,
                 .threads = threads,
                 .reject = keep,
                 .self = run};
    assert_int_equal(scan_usage(&scan, &run->sums, &run->totals), LINE_FILE_OK);
    line_file_close(file);
}

static void random_line(Text *out, Random *random, Size number)
{
    static const char *const products[] = {"P0001", "P0002", "A-LONG-CODE-OF-20-XY",
                                           "P0001", "P0002", "P0009"};
    static const char *const countries[] = {"DE", "FR", "US", "JP", "UK"};
    static const char *const entities[] = {"labs", "borealis", "\"labs\"", "nobody"};
    static const char *const currencies[] = {"EUR", "USD", "JPY"};
    if (random_below(random, 40) == 0) {
        text_add(out, random_below(random, 2) ? S("\n") : S("\r\n"));
        return;
    }
    text_format(out, "%lld,2026-%02d-%02d,%s,%s,%s,%s,%d,%d%s,%s%d\n", (long long)number,
                1 + (int)random_below(random, 12), 1 + (int)random_below(random, 29),
                products[random_below(random, COUNT(products))],
                countries[random_below(random, COUNT(countries))],
                entities[random_below(random, COUNT(entities))],
                currencies[random_below(random, COUNT(currencies))], (int)random_below(random, 2000),
                (int)random_below(random, 100000), random_below(random, 2) ? "" : ".50",
                random_below(random, 9) ? "" : "-", (int)random_below(random, 100));
}

static Str temporary(Arena *arena, const Str *lines, Size count, bool last_without_end)
{
    char name[] = "/tmp/entente-usage-XXXXXX";
    int  file = mkstemp(name);
    Text text = text_new(arena);
    text_add(&text, S(HEADING));
    for (Size i = 0; i < count; i++)
        text_add(&text, lines[i]);
    Str whole = text_str(&text);
    whole.len -= last_without_end;
    assert_true(file >= 0);
    assert_int_equal(write(file, whole.at, (size_t)whole.len), whole.len);
    (void)close(file);
    return str_copy(arena, str_from(name));
}

static Str *random_lines(Arena *arena, Random *random, Size count)
{
    Str *lines = NEW(arena, Str, count + 1);
    for (Size i = 0; i < count; i++) {
        Text line = text_new(arena);
        random_line(&line, random, i);
        lines[i] = text_str(&line);
    }
    return lines;
}

static void shuffle(Str *lines, Size count, Random *random)
{
    for (Size i = count - 1; i > 0; i--) {
        Size other = random_below(random, i + 1);
        Str  line = lines[i];
        lines[i] = lines[other];
        lines[other] = line;
    }
}

static void any_threads_any_buffer_any_order(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        Random random = {seed};
        Made  *made = made_new();
        Size   count = 1 + random_below(&random, 3000);
        Str   *lines = random_lines(&made->arena, &random, count);
        Run    one = {.made = made}, other = {.made = made};
        Str    path = temporary(&made->arena, lines, count, random_below(&random, 2));
        scan_file(&one, path, 1, 0);
        Str want = sums_write(&made->arena, &one.sums);
        ROW("seed %d, %d lines, %d rejected\n", (int)seed, (int)count, (int)one.totals.rejected);
        assert_int_equal(one.totals.counted + one.totals.rejected, one.totals.read);
        for (int threads = 1; threads <= 4; threads++) {
            scan_file(&other, path, threads, 1 + random_below(&random, 5000));
            assert_text(sums_write(&made->arena, &other.sums), want);
            assert_text(text_str(&other.rejects), text_str(&one.rejects));
            assert_memory_equal(&other.totals, &one.totals, sizeof one.totals);
        }
        (void)unlink(path.at);
        shuffle(lines, count, &random);
        path = temporary(&made->arena, lines, count, false);
        scan_file(&other, path, 2, 100);
        assert_text(sums_write(&made->arena, &other.sums), want);
        assert_memory_equal(other.totals.by_kind, one.totals.by_kind, sizeof one.totals.by_kind);
        (void)unlink(path.at);
        made_free(made);
    }
}

static void count_lines(void *self, const Reject *reject)
{
    int64_t *lines = self;
    assert_int_equal(reject->line, ++*lines);
}

/* More rejects than are kept: the later part is read again, and every line is told once, in order. */
static void a_file_of_rejects(void **state)
{
    Made     *made = made_new();
    Text      text = text_new(&made->arena);
    LineFile *file = NULL;
    int64_t   line = 1;
    (void)state;
    for (int i = 0; i < 200000; i++)
        text_format(&text, "%d,2026-01-01,NOTHING,DE,labs,EUR,1,2.00,0\n", i);
    Str         all = text_str(&text), path = temporary(&made->arena, &all, 1, false);
    Sums        sums = sums_new(&made->arena, &made->plan);
    UsageTotals totals;
    UsageShape  shape;
    assert_int_equal(line_file_open(&made->arena, path, USAGE_LINE_MOST, &file), LINE_FILE_OK);
    const Source *head = sources_add(&made->sources, path, line_file_head(file));
    assert_true(usage_shape(&made->arena, &made->plan, &(UsageHead){head, NULL, 0}, &made->diags, &shape));
    Scan scan = {.plan = &made->plan,
                 .shape = &shape,
                 .file = file,
                 .threads = 2,
                 .reject = count_lines,
                 .self = &line};
    assert_int_equal(scan_usage(&scan, &sums, &totals), LINE_FILE_OK);
    assert_int_equal(line, 200001);
    assert_int_equal(totals.rejected, 200000);
    line_file_close(file);
    (void)unlink(path.at);
    made_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_threads_any_buffer_any_order),
                                       cmocka_unit_test(a_file_of_rejects)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
