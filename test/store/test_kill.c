/* test_kill.c - two real processes write to one file and are killed at random times, again and again. What
 * one of them had acknowledged is there, each batch is acknowledged by one of them at most, and none is there
 * in part. */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "workload.h"

enum { BATCHES = BATCHES_MOST, WRITERS = 2, ROUNDS = 100, ROUNDS_OF_PART = 20, ROUNDS_MOST = 400 };
enum { LONGEST_US = 30000, LONGEST_LIFE_US = 900000 };

static Workload work;
static Arena    shared;
static Str      folder, where;

/* Appends whatever is next until nothing is left, and says which batches it was that stored. */
static void writes_on(int acknowledged)
{
    Arena  arena = {0};
    Str    why = S("");
    Store *store = store_open(&arena, where, STORE_MAY_CREATE, &why);
    for (bool going = store != NULL; going;) {
        Size        next = workload_next(&work, store);
        StoreResult result = next < BATCHES ? store_append(store, &work.batches[next], &why) : STORE_FAILED;
        char        number = (char)next;
        if (result == STORE_OK && write(acknowledged, &number, 1) != 1)
            _exit(98);
        going = result == STORE_OK || result == STORE_TAKEN;
    }
    store_close(store);
    _exit(0);
}

static void takes_note(int from, int *counts, Size *most)
{
    char number;
    for (;;) {
        ssize_t got = read(from, &number, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return;
        assert_true(number >= 0 && number < BATCHES);
        counts[(int)number]++;
        *most = number + 1 > *most ? number + 1 : *most;
    }
}

/* Both begin; both are killed. How many batches were acknowledged so far, at least. */
static Size two_lives(Random *random, long longest_us, int *counts, Size most)
{
    int   ends[WRITERS][2];
    pid_t children[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(pipe(ends[i]), 0);
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            (void)close(ends[i][0]);
            writes_on(ends[i][1]);
        }
        (void)close(ends[i][1]);
    }
    for (int i = 0; i < WRITERS; i++) {
        struct timespec wait = {.tv_nsec = (long)random_below(random, longest_us) * 1000};
        int             status = 0;
        (void)nanosleep(&wait, NULL);
        (void)kill(children[i], SIGKILL);
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
        takes_note(ends[i][0], counts, &most);
        (void)close(ends[i][0]);
    }
    return most;
}

static void killed_and_opened_again(void **state)
{
    Random random = {4};
    Size   most = 0, full = 0, rounds = getenv("ENTENTE_PART") ? ROUNDS_OF_PART : ROUNDS;
    int    counts[BATCHES] = {0};
    (void)state;
    long longest_us = LONGEST_US;
    /* Where programs are slow, as under valgrind, they live longer, and until one file was filled. */
    for (Size round = 0; round < rounds || (!full && round < ROUNDS_MOST); round++) {
        Arena arena = {0};
        Size  found = 0, before = most;
        most = two_lives(&random, longest_us, counts, most);
        if (!full && most == before && longest_us < LONGEST_LIFE_US)
            longest_us *= 2;
        Store      *store = opened(&arena, where);
        const char *wrong = workload_look(&work, store, &found);
        store_close(store);
        if (wrong || found < most)
            fail_msg("round %lld: %s (%lld acknowledged, %lld there)", (long long)round,
                     wrong ? wrong : "lost", (long long)most, (long long)found);
        for (Size i = 0; i < BATCHES; i++)
            assert_true(counts[i] <= 1);
        if (found == BATCHES) { /* from the beginning */
            files_free(&arena, folder);
            memset(counts, 0, sizeof counts);
            most = 0;
            full++;
        }
        arena_free(&arena);
    }
    ROW("%lld files were filled\n", (long long)full);
    assert_true(full > 0);
}

static int begin(void **state)
{
    (void)state;
    folder = folder_new(&shared);
    where = str_format(&shared, "%.*s/record.db", STR_ARG(folder));
    workload_new(&work, BATCHES, 7);
    return 0;
}

static int end(void **state)
{
    (void)state;
    workload_free(&work);
    folder_free(&shared, folder);
    arena_free(&shared);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(killed_and_opened_again)};
    return cmocka_run_group_tests(tests, begin, end);
}
