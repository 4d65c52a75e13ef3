/* test_line_file.c - whole lines, all of them, once, for any cut and any buffer; and what is refused. */
#include "test.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "os/line_file.h"

enum { LINE_MOST = 40 };

static Str temporary(Arena *arena, Str content, const char *suffix)
{
    char name[64] = "/tmp/entente-usage-XXXXXX";
    (void)snprintf(name + strlen(name), sizeof name - strlen(name), "%s", suffix);
    int file = mkstemps(name, (int)strlen(suffix));
    assert_true(file >= 0);
    assert_int_equal(write(file, content.at ? content.at : "", (size_t)content.len), content.len);
    assert_int_equal(close(file), 0);
    return str_copy(arena, str_from(name));
}

static Str packed(Arena *arena, Str text)
{
    z_stream z = {0};
    Size     room = text.len + 1000;
    char    *out = NEW(arena, char, room);
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)text.at;
    z.avail_in = (uInt)text.len;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    (void)deflateEnd(&z);
    return (Str){out, room - (Size)z.avail_out};
}

static Str joined(Arena *arena, Str a, Str b)
{
    return str_format(arena, "%.*s%.*s", STR_ARG(a), STR_ARG(b));
}

/* What each part was given; a part is given its lines by one thread. */
typedef struct {
    Arena arenas[LINE_PARTS_MOST];
    Text  texts[LINE_PARTS_MOST];
    Size  calls[LINE_PARTS_MOST];
} Given;

static Given *given_new(Arena *arena)
{
    Given *given = NEW(arena, Given, 1);
    for (int i = 0; i < LINE_PARTS_MOST; i++)
        given->texts[i] = text_new(&given->arenas[i]);
    return given;
}

static void take(void *self, int part, Str lines)
{
    Given *given = self;
    given->calls[part]++;
    text_add(&given->texts[part], lines);
    if (lines.at[lines.len - 1] != '\n') /* a line that is too long, or the last one */
        text_char(&given->texts[part], '\n');
}

static Str all_given(Arena *arena, Given *given)
{
    Text text = text_new(arena);
    for (int i = 0; i < LINE_PARTS_MOST; i++) {
        text_add(&text, text_str(&given->texts[i]));
        arena_free(&given->arenas[i]);
    }
    return text_str(&text);
}

/* The body, its last line with an end. */
static Str expected(Arena *arena, Str body)
{
    Text text = text_new(arena);
    for (Size at = 0; at < body.len;) {
        Size end = str_find(str_slice(body, at, body.len), '\n');
        end = end < 0 ? body.len : at + end;
        text_add(&text, str_slice(body, at, end));
        text_char(&text, '\n');
        at = end + 1;
    }
    return text_str(&text);
}

static Str random_body(Arena *arena, Random *random, Size longest)
{
    Text text = text_new(arena);
    for (Size lines = random_below(random, 60); lines > 0; lines--) {
        for (Size k = random_below(random, longest); k > 0; k--)
            text_char(&text, (char)('a' + random_below(random, 26)));
        text_add(&text, random_below(random, 3) ? S("\n") : S("\r\n"));
    }
    if (random_below(random, 2))
        text_add(&text, S("last"));
    return text_str(&text);
}

static Str read_back(Arena *arena, Str path, Size body, int threads, Size buffer)
{
    LineFile *file = NULL;
    assert_int_equal(line_file_open(arena, path, LINE_MOST, &file), LINE_FILE_OK);
    line_file_small(file, buffer);
    Given *given = given_new(arena);
    int    parts = line_file_cut(file, body, threads);
    assert_true(1 <= parts && parts <= threads);
    assert_int_equal(line_file_read(file, take, given), LINE_FILE_OK);
    Str once = all_given(arena, given);
    given = given_new(arena);
    for (int i = 0; i < parts; i++)
        assert_int_equal(line_file_again(file, i, take, given), LINE_FILE_OK);
    assert_text(all_given(arena, given), once);
    line_file_close(file);
    return once;
}

static void all_lines_once(void **state)
{
    Random random = {5};
    (void)state;
    for (int round = 0; round < 150; round++) {
        Arena arena = {0};
        Str   body = random_body(&arena, &random, LINE_MOST), whole = joined(&arena, S("heading\n"), body);
        Str   want = expected(&arena, body);
        Str   plain = temporary(&arena, whole, ".csv");
        Size  at = random_below(&random, whole.len + 1);
        Text  gz = text_new(&arena);
        text_add(&gz, packed(&arena, str_slice(whole, 0, at)));
        text_add(&gz, packed(&arena, str_slice(whole, at, whole.len)));
        if (random_below(&random, 3) == 0)
            text_add(&gz, (Str){"\0\0\0\0", 4});
        Str zipped = temporary(&arena, text_str(&gz), random_below(&random, 2) ? ".csv.gz" : ".csv");
        for (int threads = 1; threads <= 5; threads++) {
            Size buffer = 1 + random_below(&random, 200);
            ROW("round %d, %d threads, %d bytes\n", round, threads, (int)buffer);
            assert_text(read_back(&arena, plain, 8, threads, buffer), want);
            assert_text(read_back(&arena, zipped, 8, threads, buffer), want);
        }
        (void)unlink(plain.at);
        (void)unlink(zipped.at);
        arena_free(&arena);
    }
}

/* A long line is told by its beginning, and the lines behind it are whole. */
static void long_lines(void **state)
{
    Random random = {6};
    (void)state;
    for (int round = 0; round < 60; round++) {
        Arena arena = {0};
        Text  text = text_new(&arena), want = text_new(&arena);
        for (int i = 0; i < 20; i++) {
            Size len = random_below(&random, 3) ? random_below(&random, 10)
                                                : 3 * LINE_MOST + random_below(&random, 2000);
            Text line = text_new(&arena);
            for (Size k = 0; k < len; k++)
                text_char(&line, (char)('a' + k % 26));
            text_add(&text, text_str(&line));
            text_char(&text, '\n');
            text_add(&want, str_slice(text_str(&line), 0, len > LINE_MOST ? LINE_MOST + 2 : len));
            text_char(&want, '\n');
        }
        Str path = temporary(&arena, text_str(&text), ".csv");
        for (int threads = 1; threads <= 3; threads++) {
            ROW("round %d, %d threads\n", round, threads);
            assert_text(read_back(&arena, path, 0, threads, 1 + random_below(&random, 20)), text_str(&want));
        }
        (void)unlink(path.at);
        arena_free(&arena);
    }
}

static void count(void *self, int part, Str lines)
{
    int64_t *counts = self;
    (void)part;
    counts[0] += lines.len;
    counts[1]++;
}

/* A line of a gigabyte, from a file that takes no room, in the memory of one buffer. */
static void a_line_without_an_end(void **state)
{
    Arena     arena = {0};
    Str       path = temporary(&arena, S("a,b\n1,2\n"), ".csv");
    LineFile *file = NULL;
    int64_t   counts[2] = {0};
    (void)state;
    assert_int_equal(truncate(path.at, (off_t)1 << 30), 0);
    assert_int_equal(line_file_open(&arena, path, 65536, &file), LINE_FILE_OK);
    assert_int_equal(line_file_cut(file, 4, 2), 1);
    assert_int_equal(line_file_read(file, count, counts), LINE_FILE_OK);
    assert_int_equal(counts[0], 4 + 65538);
    assert_int_equal(counts[1], 2);
    line_file_close(file);
    (void)unlink(path.at);
    arena_free(&arena);
}

static LineFileResult result_of(Arena *arena, Str content, const char *suffix)
{
    LineFile      *file = NULL;
    int64_t        counts[2] = {0};
    Str            path = temporary(arena, content, suffix);
    LineFileResult result = line_file_open(arena, path, LINE_MOST, &file);
    if (result == LINE_FILE_OK) {
        (void)line_file_cut(file, 0, 2);
        result = line_file_read(file, count, counts);
        line_file_close(file);
    }
    (void)unlink(path.at);
    return result;
}

static void what_is_refused(void **state)
{
    Arena  arena = {0};
    Random random = {7};
    Text   text = text_new(&arena);
    (void)state;
    for (int i = 0; i < 100000; i++)
        text_format(&text, "%d,%llu\n", i, (unsigned long long)random_next(&random));
    Str  gz = packed(&arena, text_str(&text));
    char damaged[2048];
    memcpy(damaged, gz.at, sizeof damaged);
    damaged[1000] = (char)(damaged[1000] ^ 0x55);
    char *bad_sum = NEW(&arena, char, gz.len);
    memcpy(bad_sum, gz.at, (size_t)gz.len);
    bad_sum[gz.len - 8] = (char)(bad_sum[gz.len - 8] ^ 1);
    char *zeros = calloc(1, 40000000);
    assert_non_null(zeros);
    const struct {
        Str            content;
        const char    *suffix;
        LineFileResult want;
    } rows[] = {
        {gz, ".gz", LINE_FILE_OK},
        {S(""), ".csv", LINE_FILE_OK},
        {S("PK\x03\x04rest"), ".csv", LINE_FILE_SHEET},
        {{"\xff\xfe"
          "a\0",
          4},
         ".csv",
         LINE_FILE_UTF16},
        {str_slice(gz, 0, 100), ".gz", LINE_FILE_CUT_OFF},
        {str_slice(gz, 0, gz.len / 2), ".csv", LINE_FILE_CUT_OFF},
        {str_slice(gz, 0, gz.len - 1), ".gz", LINE_FILE_CUT_OFF},
        {str_slice(gz, 0, 5), ".gz", LINE_FILE_CUT_OFF},
        {{damaged, sizeof damaged}, ".gz", LINE_FILE_DAMAGED},
        {{bad_sum, gz.len}, ".gz", LINE_FILE_DAMAGED},
        {S("a,b\n1,2\n"), ".gz", LINE_FILE_DAMAGED},
        {packed(&arena, (Str){zeros, 40000000}), ".gz", LINE_FILE_BOMB},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("row %d\n", (int)i);
        assert_int_equal(result_of(&arena, rows[i].content, rows[i].suffix), rows[i].want);
    }
    char *tail = NEW(&arena, char, gz.len + 4);
    memcpy(tail, gz.at, (size_t)gz.len);
    memcpy(tail + gz.len, "more", 4);
    assert_int_equal(result_of(&arena, (Str){tail, gz.len + 4}, ".gz"), LINE_FILE_DAMAGED);
    LineFile *file = NULL;
    assert_int_equal(line_file_open(&arena, S("/nowhere/a.csv"), LINE_MOST, &file), LINE_FILE_ABSENT);
    assert_int_equal(line_file_open(&arena, S("/tmp"), LINE_MOST, &file), LINE_FILE_FOLDER);
    for (LineFileResult result = 0; result <= LINE_FILE_UTF16; result++)
        assert_true(strlen(line_file_text(result)) > 5);
    free(zeros);
    arena_free(&arena);
}

static void a_file_that_becomes_shorter(void **state)
{
    Arena     arena = {0};
    Text      text = text_new(&arena);
    LineFile *file = NULL;
    int64_t   counts[2] = {0};
    (void)state;
    for (int i = 0; i < 60000; i++)
        text_add(&text, S("a line of some length\n"));
    Str path = temporary(&arena, text_str(&text), ".csv");
    assert_int_equal(line_file_open(&arena, path, LINE_MOST, &file), LINE_FILE_OK);
    (void)line_file_cut(file, 0, 2);
    assert_int_equal(truncate(path.at, 1000000), 0);
    assert_int_equal(line_file_read(file, count, counts), LINE_FILE_SHORTER);
    line_file_close(file);
    (void)unlink(path.at);
    arena_free(&arena);
}

typedef struct {
    int file;
    Str text;
} Writer;

static void *write_all(void *context)
{
    Writer *writer = context;
    for (Size at = 0; at < writer->text.len;) {
        Size    most = writer->text.len - at < 1000 ? writer->text.len - at : 1000;
        ssize_t put = write(writer->file, writer->text.at + at, (size_t)most);
        if (put <= 0)
            break;
        at += put;
    }
    (void)close(writer->file);
    return NULL;
}

static void standard_input(void **state)
{
    Arena     arena = {0};
    Text      text = text_new(&arena);
    LineFile *file = NULL;
    int       ends[2], kept = dup(STDIN_FILENO);
    pthread_t thread;
    (void)state;
    text_add(&text, S("heading\n"));
    for (int i = 0; i < 30000; i++) /* more than a head */
        text_format(&text, "line %d\n", i);
    assert_int_equal(pipe(ends), 0);
    assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
    Writer writer = {ends[1], text_str(&text)};
    assert_int_equal(pthread_create(&thread, NULL, write_all, &writer), 0);
    assert_int_equal(line_file_open(&arena, S("-"), LINE_MOST, &file), LINE_FILE_OK);
    assert_int_equal(line_file_head(file).len, LINE_HEAD_BYTES);
    assert_int_equal(line_file_cut(file, 8, 4), 1);
    Given *given = given_new(&arena);
    assert_int_equal(line_file_read(file, take, given), LINE_FILE_OK);
    assert_text(all_given(&arena, given), str_slice(text_str(&text), 8, text.len));
    line_file_close(file);
    (void)pthread_join(thread, NULL);
    assert_true(dup2(kept, STDIN_FILENO) >= 0);
    (void)close(ends[0]);
    (void)close(kept);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_lines_once),
        cmocka_unit_test(long_lines),
        cmocka_unit_test(a_line_without_an_end),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(a_file_that_becomes_shorter),
        cmocka_unit_test(standard_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
