/* test_power.c - the power is cut at every single operation on the disk, and every operation fails once.
 *
 * With synchronous=EXTRA, as the store sets it, nothing that was acknowledged is ever missing, no batch is
 * there in part, and the file is never damaged. The same loop must find losses with NORMAL and damage with
 * OFF: otherwise it would see nothing. */
#include <limits.h>

#include "disk.h"
#include "workload.h"

enum { BATCHES = 8 };

typedef struct {
    const char *synchronous; /* NULL: as the store sets it */
    Size        seeds;
} Way;

typedef struct {
    long cuts, lost, part, damaged;
} Tally;

static Workload work;
static Arena    shared;
static Str      folder, where;

/* With ENTENTE_PART only every fifth operation fails. */
static long step(void) { return getenv("ENTENTE_PART") ? 5 : 1; }

static Store *open_way(Arena *arena, const Way *way)
{
    Str    why = S("");
    Store *store = store_open(arena, where, STORE_MAY_CREATE, &why);
    if (store && way->synchronous) {
        Str pragma = str_format(arena, "PRAGMA synchronous=%s", way->synchronous);
        (void)sqlite3_exec(disk.opened, pragma.at, NULL, NULL, NULL);
    }
    return store;
}

/* Appends, closes, opens again and goes on, from what is there. How many were acknowledged. */
static Size live(const Way *way)
{
    Size done = 0;
    for (Size to = BATCHES / 2; to <= BATCHES; to += BATCHES / 2) {
        Arena  arena = {0};
        Store *store = open_way(&arena, way);
        done = store ? workload_run(&work, store, done, to) : done;
        store_close(store);
        arena_free(&arena);
        if (done < to)
            break;
    }
    return done;
}

/* What is there when the power is back; then one more batch. */
static const char *survives(Size acknowledged, Size *found)
{
    Arena       arena = {0};
    Str         why = S("");
    Store      *store = store_open(&arena, where, STORE_MAY_CREATE, &why);
    const char *wrong = "it cannot be opened";
    *found = 0;
    if (store)
        wrong = workload_look(&work, store, found);
    if (!wrong && *found < acknowledged)
        wrong = "what was acknowledged is lost";
    else if (!wrong && *found < BATCHES && appended(store, &work.batches[*found]) != STORE_OK)
        wrong = "nothing can be appended";
    store_close(store);
    arena_free(&arena);
    return wrong;
}

static void note(Tally *tally, const char *wrong)
{
    tally->cuts++;
    if (!wrong)
        return;
    if (strstr(wrong, "lost"))
        tally->lost++;
    else if (strstr(wrong, "part"))
        tally->part++;
    else
        tally->damaged++;
}

static Tally cut_everywhere(const Way *way)
{
    Tally tally = {0};
    for (Size seed = 1; seed <= way->seeds; seed++) {
        disk_wipe();
        disk.random.state = (uint64_t)seed;
        disk.cut = LONG_MAX;
        assert_int_equal(live(way), BATCHES);
        long last = disk.count;
        for (long cut = 1; cut <= last; cut++) {
            Size found;
            disk_wipe();
            disk.random.state = (uint64_t)(seed * 1000003 + cut);
            disk.cut = cut;
            disk.careful = cut % 2;
            Size done = live(way);
            disk_reboot();
            const char *wrong = survives(done, &found);
            if (wrong && !way->synchronous)
                fail_msg("seed %lld, cut %ld: %s (%lld acknowledged, %lld there)", (long long)seed, cut,
                         wrong, (long long)done, (long long)found);
            note(&tally, wrong);
        }
    }
    ROW("%s: %ld cuts, %ld lost, %ld in part, %ld damaged\n", way->synchronous ? way->synchronous : "EXTRA",
        tally.cuts, tally.lost, tally.part, tally.damaged);
    return tally;
}

static void nothing_acknowledged_is_lost(void **state)
{
    (void)state;
    Tally tally = cut_everywhere(&(Way){.seeds = getenv("ENTENTE_PART") ? 1 : 3});
    assert_true(tally.cuts > 100);
}

static void the_loop_sees_losses(void **state)
{
    (void)state;
    Tally normal = cut_everywhere(&(Way){.synchronous = "NORMAL", .seeds = 1});
    assert_true(normal.lost > 0);
    assert_int_equal(normal.damaged, 0);
    Tally off = cut_everywhere(&(Way){.synchronous = "OFF", .seeds = 2});
    assert_true(off.lost > 0 && off.damaged > 0);
}

/* Operation k fails, alone or with all that follow; the disk stays on. Whoever opens again finds all that was
 * acknowledged, and can go on. */
static void each_operation_fails(void **state)
{
    (void)state;
    for (int on = 0; on < 2; on++) {
        bool any = true;
        long failures = 0;
        for (long k = 1; any; k += step()) {
            Size found;
            disk_wipe();
            disk.random.state = (uint64_t)k;
            disk.fail = k;
            disk.fails_on = on;
            Size done = live(&(Way){0});
            any = disk.count >= k;
            disk.fail = 0;
            disk.fails_on = false;
            failures += done < BATCHES;
            const char *wrong = survives(done, &found);
            if (wrong)
                fail_msg("operation %ld%s: %s (%lld acknowledged, %lld there)", k, on ? " and all after" : "",
                         wrong, (long long)done, (long long)found);
        }
        assert_true(failures > 200 / step());
        ROW("%ld failures were reported\n", failures);
    }
}

/* A sync fails and takes its pages with it, though programs still see them. The store is opened again, goes
 * on, and then the power is cut: what was acknowledged, before and after, is there. */
static void a_failed_sync_is_believed(void **state)
{
    (void)state;
    long failures = 0;
    bool any = true;
    for (long k = 1; any; k += step()) {
        Arena arena = {0};
        Size  found, done;
        disk_wipe();
        disk.random.state = (uint64_t)k;
        disk.fail = k;
        disk.sync_lost = true;
        done = live(&(Way){0});
        any = disk.count >= k;
        disk.fail = 0;
        failures += done < BATCHES;
        Store      *store = opened(&arena, where);
        const char *wrong = workload_look(&work, store, &found);
        if (!wrong) {
            assert_true(found >= done);
            done = workload_run(&work, store, found, BATCHES);
            assert_int_equal(done, BATCHES);
        }
        disk.dead = true; /* nothing of the closing reaches the disk */
        store_close(store);
        arena_free(&arena);
        disk_reboot();
        wrong = wrong ? wrong : survives(done, &found);
        if (wrong)
            fail_msg("operation %ld: %s (%lld acknowledged, %lld there)", k, wrong, (long long)done,
                     (long long)found);
    }
    assert_true(failures > 20 / step());
}

static int begin(void **state)
{
    (void)state;
    folder = folder_new(&shared);
    where = str_format(&shared, "%.*s/record.db", STR_ARG(folder));
    workload_new(&work, BATCHES, 7);
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
        cmocka_unit_test(nothing_acknowledged_is_lost),
        cmocka_unit_test(the_loop_sees_losses),
        cmocka_unit_test(each_operation_fails),
        cmocka_unit_test(a_failed_sync_is_believed),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
