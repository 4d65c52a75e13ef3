/* cold.c - see cold.h. Two parties sign a text and write 10,000 entries between them; then the program is
 * started again and again, with the snapshots that it keeps beside the record. */
#include "cold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/exchange.h"
#include "app/founding.h"
#include "app/signing.h"
#include "clock.h"
#include "os/files.h"

enum { ENTRIES = 10000, EACH = 500, RUNS = 21 };

typedef struct {
    Workspace ws;
    Keys      keys;
} Side;

static void need(Work work, Str why)
{
    if (work == WORK_DONE)
        return;
    fprintf(stderr, "bench: %.*s\n", STR_ARG(why));
    exit(1);
}

static Side side_new(Arena *arena, Str folder, const char *member)
{
    Side      side;
    Str       why = S("");
    Beginning beginning = {str_format(arena, "%.*s/%s", STR_ARG(folder), member), str_from(member),
                           S("record.db"), SEAL_NONE};
    need(workspace_init(arena, &beginning, &side.ws, &side.keys, &why), why);
    return side;
}

static void send(Side *from, Side *to)
{
    Arena   arena = {0};
    int64_t have[FEEDS_MOST] = {0};
    Bundle  bundle;
    Pulled  pulled;
    Str     why = S("");
    for (Size i = 0; to->ws.loaded && i < to->ws.record.feeds.count; i++)
        have[i] = to->ws.record.feeds.items[i].entries.count;
    need(workspace_bundle(&from->ws, &arena, have, 0, &bundle, &why), why);
    if (to->ws.loaded)
        need(workspace_apply(&to->ws, &bundle, &pulled, &why), why);
    else
        need(workspace_join(&to->ws, &to->keys, &bundle, &why), why);
    arena_free(&arena);
}

static void write_many(Side *side, int from, int count)
{
    Arena    arena = {0};
    Writings writings = {0};
    Place    place;
    Str      why = S("");
    for (int i = from; i < from + count; i++)
        *PUSH(&arena, &writings.entries) =
            (Writing){.kind = S("comment"), .body = str_format(&arena, "{\"text\":\"word number %d\"}", i)};
    need(workspace_write(&side->ws, &side->keys, &writings, &place, &why), why);
    arena_free(&arena);
}

static void sign(Arena *arena, Side *side, Str text)
{
    Manifest    manifest = {.edition = S("1")};
    TextEntries texts = {0};
    Signing     signing;
    Place       place;
    Str         why = S("");
    *PUSH(arena, &manifest.files) = (TextFile){S("agreement.md"), text.len, sha256(text), text};
    need(texts_of(&side->ws, arena, &texts, &why), why);
    need(sign_text(&side->ws, &texts, &manifest, (TextAsked){"text.signed", S(""), S("")}, &signing, &why),
         why);
    need(workspace_write(&side->ws, &side->keys, &signing.writings, &place, &why), why);
}

static Str make(Arena *arena, Str folder, Str text)
{
    Side     one = side_new(arena, folder, "aurora"), two = side_new(arena, folder, "borealis");
    Founders others = {0};
    Str      why = S("");
    *PUSH(arena, &others) = (Founder){keys_card(&two.keys), ROLE_PARTY};
    need(workspace_found(&one.ws, &one.keys, S("cold"), &others, &why), why);
    send(&one, &two);
    send(&two, &one);
    sign(arena, &one, text);
    send(&one, &two);
    sign(arena, &two, text);
    send(&two, &one);
    for (int i = 0; i < ENTRIES; i += EACH) {
        Side *writer = i / EACH % 2 ? &two : &one;
        write_many(writer, i, EACH);
        send(writer, writer == &one ? &two : &one);
    }
    Str where = one.ws.folder;
    workspace_close(&one.ws);
    workspace_close(&two.ws);
    return where;
}

static double run_ms(const char *program, const char *verb, Str where)
{
    double start = wall_ms();
    (void)fflush(NULL);
    pid_t child = fork();
    int   status = 0;
    if (child == 0) {
        bool hidden = freopen("/dev/null", "w", stdout) && freopen("/dev/null", "w", stderr);
        if (hidden && strcmp(verb, "status") == 0)
            execl(program, program, verb, "--in", where.at, (char *)NULL);
        else if (hidden)
            execl(program, program, verb, where.at, "--as-of", "2027-03-01", (char *)NULL);
        _exit(99);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 8) {
        fprintf(stderr, "bench: `entente %s` did not answer\n", verb);
        exit(1);
    }
    return wall_ms() - start;
}

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

/* The median; the first run makes the snapshot. */
static double cold_ms(const char *program, const char *verb, Str where)
{
    double runs[RUNS];
    (void)run_ms(program, verb, where);
    for (int i = 0; i < RUNS; i++)
        runs[i] = run_ms(program, verb, where);
    qsort(runs, RUNS, sizeof *runs, by_size);
    return runs[RUNS / 2];
}

void measure_cold(Figures *figures, const char *folder, const char *program, const char *text)
{
    Arena arena = {0};
    Str   path = str_format(&arena, "%s/cold-XXXXXX", folder), words = S("");
    char *home = NEW(&arena, char, path.len + 1);
    if (!program || !text)
        return;
    memcpy(home, path.at, (size_t)path.len);
    if (!mkdtemp(home) || setenv("XDG_CONFIG_HOME", home, 1) != 0 ||
        file_read(&arena, str_from(text), (Size)strlen(text), FILE_BYTES_MOST, &words) != FILE_OK) {
        fprintf(stderr, "bench: %s: no folder, or no text\n", folder);
        exit(1);
    }
    Str where = make(&arena, str_from(home), words);
    figures_add(figures,
                (Figure){"cold_status_ms", "ms", .value = cold_ms(program, "status", where), .bar = 30});
    figures_add(figures, (Figure){"cold_due_ms", "ms", .value = cold_ms(program, "due", where), .bar = 30});
    Str remove = str_format(&arena, "rm -rf %s", home);
    if (system(remove.at) != 0)
        fprintf(stderr, "bench: %s stays\n", home);
    arena_free(&arena);
}
