/* test_memory_ends.c - each single allocation fails once: those of SQLite, which then says so, and those of
 * arenas, which end the process. Either way all that was acknowledged is there afterwards, and no batch in
 * part.
 *
 * base.c is compiled into this test with an allocator that counts; so the library's own copy is not linked.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

typedef struct {
    long left; /* how many still succeed; negative: all */
} Countdown;

static Countdown arenas = {-1}, sqlite = {-1};

static int fails(Countdown *countdown) { return countdown->left >= 0 && countdown->left-- == 0; }

static void *counted_calloc(size_t count, size_t size) { return fails(&arenas) ? NULL : calloc(count, size); }
#define calloc counted_calloc
#include "base/base.c"
#undef calloc

#include "disk.h"
#include "workload.h"

enum { BATCHES = 2 };

static Workload            work;
static Arena               shared;
static Str                 folder, where;
static sqlite3_mem_methods plain;

static void *counted_malloc(int size) { return fails(&sqlite) ? NULL : plain.xMalloc(size); }

static void *counted_realloc(void *at, int size) { return fails(&sqlite) ? NULL : plain.xRealloc(at, size); }

/* Opens, appends, closes. How many were acknowledged; each is also said through the pipe, if there is one. */
static Size appends(int acknowledged)
{
    Arena  arena = {0};
    Str    why = S("");
    Size   done = 0;
    Store *store = store_open(&arena, where, STORE_MAY_CREATE, &why);
    if (!store)
        assert_true(why.len > 0);
    for (; done < BATCHES && store && appended(store, &work.batches[done]) == STORE_OK; done++)
        if (acknowledged >= 0 && write(acknowledged, "x", 1) != 1)
            _exit(99);
    store_close(store);
    arena_free(&arena);
    return done;
}

static void survives(long k, Size done)
{
    Arena       arena = {0};
    Size        found = 0;
    Store      *store = opened(&arena, where);
    const char *wrong = workload_look(&work, store, &found);
    if (!wrong && found < done)
        wrong = "what was acknowledged is lost";
    if (!wrong && workload_run(&work, store, found, BATCHES) != BATCHES)
        wrong = "nothing can be appended";
    if (wrong)
        fail_msg("allocation %ld: %s (%lld acknowledged, %lld there)", k, wrong, (long long)done,
                 (long long)found);
    store_close(store);
    arena_free(&arena);
}

static void those_of_sqlite(void **state)
{
    bool reached = true;
    long ended = 0, step = getenv("ENTENTE_PART") ? 7 : 1;
    (void)state;
    for (long k = 0; reached; k += step) {
        disk_wipe();
        disk.random.state = (uint64_t)k;
        sqlite.left = k;
        Size done = appends(-1);
        reached = sqlite.left < 0;
        sqlite.left = -1;
        ended += done < BATCHES;
        survives(k, done);
    }
    ROW("%ld ended the work\n", ended);
    assert_true(ended > 1000 / step);
}

/* In a process of its own, which ends. How many batches were acknowledged. */
static Size lives(long k, bool *reached)
{
    int ends[2], status = 0;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)close(ends[0]);
        if (dup2(open("/dev/null", O_WRONLY), STDERR_FILENO) < 0) /* "out of memory" */
            _exit(99);
        arenas.left = k;
        (void)appends(ends[1]);
        _exit(arenas.left >= 0 ? 1 : 98); /* an arena that got no memory does not come back */
    }
    (void)close(ends[1]);
    char got[BATCHES + 1];
    Size count = 0;
    for (ssize_t more; (more = read(ends[0], got, sizeof got)) > 0;)
        count += more;
    (void)close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && (WEXITSTATUS(status) == 1 || WEXITSTATUS(status) == 70));
    *reached = WEXITSTATUS(status) == 70;
    return count;
}

static void those_of_arenas(void **state)
{
    bool reached = true;
    long k = 0;
    (void)state;
    for (; reached; k++) {
        Arena arena = {0};
        survives(k, lives(k, &reached));
        files_free(&arena, folder);
        arena_free(&arena);
    }
    assert_true(k > BATCHES);
}

static int begin(void **state)
{
    (void)state;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain), SQLITE_OK);
    sqlite3_mem_methods counted = plain;
    counted.xMalloc = counted_malloc;
    counted.xRealloc = counted_realloc;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &counted), SQLITE_OK);
    folder = folder_new(&shared);
    where = str_format(&shared, "%.*s/record.db", STR_ARG(folder));
    workload_new(&work, BATCHES, 7);
    return 0;
}

static int on_disk(void **state)
{
    (void)state;
    disk_install();
    return 0;
}

static int end(void **state)
{
    (void)state;
    disk_wipe();
    workload_free(&work);
    folder_free(&shared, folder);
    arena_free(&shared);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_of_arenas), /* on the real disk, which outlives the process */
        cmocka_unit_test_setup(those_of_sqlite, on_disk),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
