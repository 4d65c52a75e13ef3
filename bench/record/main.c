/* main.c - runs the measurements of bench/record and writes them down. See README.md.
 *
 * bench-record --seed N --json FILE [--lines N] [--folder FOLDER] [--program ENTENTE --text FILE] */
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "append.h"
#include "clock.h"
#include "cold.h"
#include "figures.h"
#include "fold.h"
#include "peer.h"
#include "record/bundle.h"
#include "record/lines.h"
#include "writers.h"

enum { ENTRIES = 10000, RUNS = 3, THREADS = 2, PART_LEVEL = 18, BATCH = 4096 };

typedef struct {
    uint64_t    seed;
    int64_t     lines;
    const char *json, *folder, *program, *text;
} Options;

static Options options_read(int argc, char **argv)
{
    Options o = {.seed = 42, .lines = 10000000, .folder = "."};
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--seed") == 0)
            o.seed = strtoull(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--lines") == 0)
            o.lines = strtoll(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--json") == 0)
            o.json = argv[i + 1];
        else if (strcmp(argv[i], "--folder") == 0)
            o.folder = argv[i + 1];
        else if (strcmp(argv[i], "--program") == 0)
            o.program = argv[i + 1];
        else if (strcmp(argv[i], "--text") == 0)
            o.text = argv[i + 1];
    }
    return o;
}

/* A bundle of all that the two have written. */
static Str made_bundle(Arena *arena, uint64_t seed)
{
    Record  record;
    int64_t none[FEEDS_MOST] = {0};
    Writers writers = writers_new(arena, &record, seed);
    for (int i = 0; i < ENTRIES; i++) {
        Arena scratch = {0};
        (void)writers_next(&writers, &scratch);
        arena_free(&scratch);
    }
    Bundle bundle = bundle_of(arena, &record, none);
    return bundle_write(arena, &bundle);
}

/* libsodium alone: as many signatures over texts of the length of an entry. */
static double signatures_ms(void)
{
    static char message[500];
    uint8_t     seed[SEED_BYTES] = {1};
    PublicKey   key;
    SecretKey   secret = key_of_seed(seed, &key);
    Str         text = {message, sizeof message};
    Signature   signature = sign_bytes(&secret, text);
    double      best = 1e9;
    for (int run = 0; run < RUNS; run++) {
        double start = cpu_ms();
        for (int i = 0; i < ENTRIES; i++) {
            bool holds = sign_holds(&key, text, &signature);
            INVARIANT(holds);
        }
        best = cpu_ms() - start < best ? cpu_ms() - start : best;
    }
    return best;
}

/* From bytes to a record in which every entry is checked and the final order is known. */
static void measure_verify(Figures *figures, uint64_t seed)
{
    Arena  arena = {0};
    Str    bytes = made_bundle(&arena, seed);
    double best = 1e9, best_take = 1e9;
    for (int run = 0; run < RUNS; run++) {
        Arena        passing = {0}, kept = {0};
        Bundle       bundle;
        Record       record;
        BundleResult result;
        Str          why = S("");
        double       start = cpu_ms();
        bool         good = bundle_read(&passing, bytes, &bundle, &why);
        double       read = cpu_ms();
        good = good && bundle_found(&kept, &bundle, &record, &why) &&
               bundle_apply(&record, &passing, &bundle, &result, &why);
        double end = cpu_ms();
        INVARIANT(good && result.taken == ENTRIES && record_final(&record) > ENTRIES - 100);
        best = end - start < best ? end - start : best;
        best_take = end - read < best_take ? end - read : best_take;
        arena_free(&passing);
        arena_free(&kept);
    }
    printf("%d entries, %.1f MB; of the time, %.0f ms to take them\n", ENTRIES, (double)bytes.len / 1e6,
           best_take);
    figures_add(figures, (Figure){"verify_10k_ms", "ms", .value = best, .bar = 1000});
    figures_add(figures, (Figure){"signatures_10k_ms", "ms", .value = signatures_ms()});
    arena_free(&arena);
}

/* --- roots over lines, parts of 2^PART_LEVEL lines taken by the threads in turn --- */

typedef struct {
    const uint8_t  *lines;
    int64_t         count, parts;
    const LinesKey *key; /* NULL: the peer */
    Hash           *roots;
    int64_t         next;
    pthread_mutex_t lock;
} Job;

static Hash part_root(const Job *job, int64_t part)
{
    int64_t first = part << PART_LEVEL, count = job->count - first;
    Merkle  tree = {0};
    Hash    root;
    count = count < (int64_t)1 << PART_LEVEL ? count : (int64_t)1 << PART_LEVEL;
    if (!job->key) {
        peer_root(job->lines + first * LINE_BYTES, count, root.at);
        return root;
    }
    static _Thread_local Str batch[BATCH];
    for (int64_t at = 0; at < count;) {
        int64_t size = count - at < BATCH ? count - at : BATCH;
        for (int64_t i = 0; i < size; i++)
            batch[i] = (Str){(const char *)job->lines + (first + at + i) * LINE_BYTES, LINE_BYTES};
        lines_add(&tree, job->key, first + at, (Strs){batch, (Size)size});
        at += size;
    }
    return merkle_root(&tree);
}

static void *work(void *at)
{
    Job *job = at;
    for (;;) {
        pthread_mutex_lock(&job->lock);
        int64_t part = job->next++;
        pthread_mutex_unlock(&job->lock);
        if (part >= job->parts)
            return NULL;
        job->roots[part] = part_root(job, part);
    }
}

/* The root of all, and the CPU time of all threads. */
static double root_ms(Job *job, Hash *root)
{
    pthread_t threads[THREADS];
    double    start = cpu_ms();
    job->next = 0;
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, work, job) != 0)
            abort();
    for (int i = 0; i < THREADS; i++)
        (void)pthread_join(threads[i], NULL);
    /* the roots of full parts are the leaves of the tree above; the last part is a subtree of its own */
    Merkle  tree = {0};
    int64_t full = job->count >> PART_LEVEL;
    for (int64_t i = 0; i < full; i++)
        merkle_add_full(&tree, &job->roots[i], PART_LEVEL);
    *root = merkle_root(&tree);
    if (job->parts > full) {
        Hash last = job->roots[full];
        for (int peak = __builtin_popcountll((unsigned long long)tree.size); peak > 0; peak--)
            last = merkle_node(&tree.peaks[peak - 1], &last);
        *root = last;
    }
    return cpu_ms() - start;
}

static void measure_roots(Figures *figures, const Options *o)
{
    uint8_t *lines = malloc((size_t)o->lines * LINE_BYTES);
    Hash    *roots = calloc((size_t)(o->lines >> PART_LEVEL) + 1, sizeof *roots);
    uint64_t seed = o->seed;
    LinesKey key;
    if (!lines || !roots)
        abort();
    for (int64_t i = 0; i + 4 <= o->lines * LINE_BYTES; i += 4) {
        uint32_t word = (uint32_t)random_word(&seed);
        memcpy(lines + i, &word, 4);
    }
    for (int i = 0; i < LINES_KEY_BYTES; i++)
        key.at[i] = (uint8_t)random_word(&seed);
    int64_t parts = (o->lines + ((int64_t)1 << PART_LEVEL) - 1) >> PART_LEVEL;
    Job     ours = {lines, o->lines, parts, &key, roots, 0, PTHREAD_MUTEX_INITIALIZER};
    Job     peer = {lines, o->lines, parts, NULL, roots, 0, PTHREAD_MUTEX_INITIALIZER};
    double  best = 1e9, best_peer = 1e9;
    Hash    root, first;
    for (int run = 0; run < RUNS; run++) { /* in turns, so that a busy moment hits both */
        double ms = peer_runs_here() ? root_ms(&peer, &root) : 0;
        best_peer = ms < best_peer ? ms : best_peer;
        ms = root_ms(&ours, &root);
        best = ms < best ? ms : best;
        INVARIANT(run == 0 || hash_equal(&root, &first));
        first = root;
    }
    bool absent = !peer_runs_here();
    figures_add(figures, (Figure){"root_ratio", "x", best / best_peer, 1.3, false, absent});
    figures_add(figures, (Figure){"root_cpu_ms", "ms", .value = best});
    figures_add(figures, (Figure){"root_peer_cpu_ms", "ms", .value = best_peer, .absent = absent});
    free(lines);
    free(roots);
}

int main(int argc, char **argv)
{
    Options o = options_read(argc, argv);
    Figures figures = {.count = 0};
    if (sodium_init() < 0)
        return 1;
    measure_verify(&figures, o.seed);
    measure_append(&figures, o.seed, o.folder);
    measure_fold(&figures);
    measure_cold(&figures, o.folder, o.program, o.text);
    measure_roots(&figures, &o);
    figures_add(&figures, (Figure){"calibration_ms", "ms", .value = calibration_ms()});
    figures_print(&figures);
    if (o.json)
        figures_write(&figures, o.json);
    return 0;
}
