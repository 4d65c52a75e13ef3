/* append.c - see append.h. In turns of a few hundred entries, so that a busy moment hits both.
 *
 * The peer does what is least: a table of feed, seq, hash, text and signature with two ways to find a row,
 * one BEGIN IMMEDIATE, INSERT and COMMIT for each entry, WAL and synchronous=FULL, the bytes that we commit.
 */
#include "append.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "store/store.h"
#include "writers.h"

enum { TURNS = 12, EACH = 250 };

typedef struct {
    sqlite3      *db;
    sqlite3_stmt *insert;
} Peer;

static void must(int code)
{
    if (code == SQLITE_OK || code == SQLITE_DONE)
        return;
    fprintf(stderr, "bench: SQLite says %d\n", code);
    exit(1);
}

static void execute(sqlite3 *db, const char *sql) { must(sqlite3_exec(db, sql, NULL, NULL, NULL)); }

static Peer peer_open(const char *path)
{
    Peer peer;
    must(sqlite3_open(path, &peer.db));
    execute(peer.db, "PRAGMA journal_mode=WAL");
    execute(peer.db, "PRAGMA synchronous=FULL");
    execute(peer.db, "CREATE TABLE entry(feed INTEGER, seq INTEGER, hash BLOB, body BLOB, sig BLOB, "
                     "PRIMARY KEY(feed, seq)) WITHOUT ROWID; CREATE UNIQUE INDEX h ON entry(hash)");
    must(sqlite3_prepare_v2(peer.db, "INSERT INTO entry VALUES(?,?,?,?,?)", -1, &peer.insert, NULL));
    return peer;
}

static void peer_close(Peer *peer)
{
    must(sqlite3_finalize(peer->insert));
    must(sqlite3_close(peer->db));
}

static void peer_commit(const Peer *peer, int64_t seq, Str bytes, Hash hash)
{
    int text = (int)bytes.len - SIGNATURE_BYTES;
    execute(peer->db, "BEGIN IMMEDIATE");
    must(sqlite3_bind_int(peer->insert, 1, 1));
    must(sqlite3_bind_int64(peer->insert, 2, seq));
    must(sqlite3_bind_blob(peer->insert, 3, hash.at, HASH_BYTES, SQLITE_STATIC));
    must(sqlite3_bind_blob(peer->insert, 4, bytes.at, text, SQLITE_STATIC));
    must(sqlite3_bind_blob(peer->insert, 5, bytes.at + text, SIGNATURE_BYTES, SQLITE_STATIC));
    must(sqlite3_step(peer->insert));
    must(sqlite3_reset(peer->insert));
    execute(peer->db, "COMMIT");
}

typedef struct {
    Str  bytes[EACH];
    Hash hashes[EACH];
} Turn;

static double ours_ms(Writers *writers, Store *store, Arena *arena, Turn *turn)
{
    double start = wall_ms();
    for (int i = 0; i < EACH; i++) {
        Arena      scratch = {0};
        Str        why = S("");
        StoreBatch batch = {.agreement = writers->record->agreement};
        if (writers->written == 0)
            batch.founding = writers->founding;
        Str bytes = writers_next(writers, &scratch);
        *PUSH(&scratch, &batch.parts) = (BundlePart){PART_ENTRY, bytes};
        if (store_append(store, &batch, &why) != STORE_OK) {
            fprintf(stderr, "bench: %.*s\n", STR_ARG(why));
            exit(1);
        }
        turn->bytes[i] = str_copy(arena, bytes);
        arena_free(&scratch);
    }
    return wall_ms() - start;
}

static double peer_ms(const Peer *peer, int64_t seq, const Turn *turn)
{
    double start = wall_ms();
    for (int i = 0; i < EACH; i++)
        peer_commit(peer, seq + i, turn->bytes[i], turn->hashes[i]);
    return wall_ms() - start;
}

static void remove_all(Arena *arena, const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (Size i = 0; i < COUNT(ends); i++)
        (void)unlink(str_format(arena, "%s%s", path, ends[i]).at);
}

void measure_append(Figures *figures, uint64_t seed, const char *folder)
{
    Arena       arena = {0};
    Record      record;
    Str         why = S("");
    const char *ours = str_format(&arena, "%s/append-%d-ours.db", folder, getpid()).at;
    const char *bare = str_format(&arena, "%s/append-%d-bare.db", folder, getpid()).at;
    Writers     writers = writers_new(&arena, &record, seed);
    Store      *store = store_open(&arena, str_from(ours), STORE_MAY_CREATE, &why);
    Turn       *turn = NEW(&arena, Turn, 1);
    double      our_ms = 0, bare_ms = 0;
    if (!store) {
        fprintf(stderr, "bench: %.*s\n", STR_ARG(why));
        exit(1);
    }
    Peer peer = peer_open(bare);
    for (int t = 0; t < TURNS; t++) {
        our_ms += ours_ms(&writers, store, &arena, turn);
        for (int i = 0; i < EACH; i++)
            turn->hashes[i] = sha256(turn->bytes[i]);
        bare_ms += peer_ms(&peer, (int64_t)t * EACH, turn);
    }
    store_close(store);
    peer_close(&peer);
    remove_all(&arena, ours);
    remove_all(&arena, bare);
    figures_add(figures, (Figure){"append_ratio_sqlite", "x", bare_ms / our_ms, 0.8, true, false});
    figures_add(figures, (Figure){"append_us", "us", .value = our_ms * 1e3 / (TURNS * EACH)});
    figures_add(figures, (Figure){"append_bare_us", "us", .value = bare_ms * 1e3 / (TURNS * EACH)});
    arena_free(&arena);
}
