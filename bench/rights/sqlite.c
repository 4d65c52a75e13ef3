/* sqlite.c - the tuned SQLite program. See peers.h.
 *
 * `cover` is a covering index without rowid, keyed by (licensee, asset node): a question probes it for each
 * of the asker's chain and each of the asset's. Fields and countries are expanded to leaf level, one primary
 * key each. Whom a rule binds is one number: twice the licensee, plus one with affiliates; -1 for everyone.
 * Who asks about his own estate is entered a second time, without `everyone`. */
#include "peers.h"

#include "clock.h"

#include <sqlite3.h>
#include <stdio.h>

enum { PASSES = 3, EVERYONE = -1, OWNER = W_PARTIES };

typedef struct {
    sqlite3      *db;
    sqlite3_stmt *ask;
    bool          failed;
} Peer;

static void run(Peer *p, const char *sql)
{
    char *why = NULL;
    if (!p->failed && sqlite3_exec(p->db, sql, NULL, NULL, &why) != SQLITE_OK) {
        fprintf(stderr, "bench: SQLite: %s\n", why);
        p->failed = true;
    }
    sqlite3_free(why);
}

static sqlite3_stmt *prepare(Peer *p, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (p->failed ||
        sqlite3_prepare_v3(p->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench: SQLite: %s\n", sqlite3_errmsg(p->db));
        p->failed = true;
    }
    return stmt;
}

static void insert(sqlite3_stmt *stmt, int count, const int *values)
{
    for (int i = 0; i < count; i++)
        sqlite3_bind_int(stmt, i + 1, values[i]);
    sqlite3_step(stmt);
    sqlite3_reset(stmt);
}

static void load_rules(Peer *p, const Workload *w)
{
    sqlite3_stmt *cover = prepare(p, "INSERT OR IGNORE INTO cover VALUES(?,?,?,?,?,?,?)");
    sqlite3_stmt *field = prepare(p, "INSERT OR IGNORE INTO fld VALUES(?,?)");
    sqlite3_stmt *country = prepare(p, "INSERT OR IGNORE INTO ter VALUES(?,?)");
    for (int i = 0; !p->failed && i < W_RULES; i++) {
        const WRule *r = &w->rules[i];
        int          who = r->licensee < 0 ? EVERYONE : r->licensee * 2 + r->affiliates;
        for (int k = 0; k < r->asset_count; k++)
            insert(cover, 7,
                   (int[]){who, r->assets[k], r->id, r->reserve, (int)r->acts, r->from, r->through});
        for (int f = 0; f < w->fields; f++)
            if (!w->field_children[f] && w_rule_covers_field(w, r, f))
                insert(field, 2, (int[]){r->id, f});
        for (int c = 0; c < W_COUNTRIES; c++)
            if (w_rule_covers_country(w, r, c))
                insert(country, 2, (int[]){r->id, c});
    }
    sqlite3_finalize(cover);
    sqlite3_finalize(field);
    sqlite3_finalize(country);
}

static void load_trees(Peer *p, const Workload *w)
{
    sqlite3_stmt *who = prepare(p, "INSERT OR IGNORE INTO who VALUES(?,?)");
    sqlite3_stmt *above = prepare(p, "INSERT OR IGNORE INTO anc VALUES(?,?)");
    for (int i = 0; !p->failed && i < W_PARTIES; i++) {
        insert(who, 2, (int[]){i, EVERYONE});
        for (int as = i; as <= i + OWNER; as += OWNER) {
            insert(who, 2, (int[]){as, i * 2});
            for (int up = i; up >= 0; up = w->party_above[up])
                insert(who, 2, (int[]){as, up * 2 + 1});
        }
    }
    for (int i = 0; !p->failed && i < W_ASSETS; i++)
        for (int up = i; up >= 0; up = w->asset_above[up])
            insert(above, 2, (int[]){i, up});
    sqlite3_finalize(who);
    sqlite3_finalize(above);
}

static void load(Peer *p, const Workload *w)
{
    run(p, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144; BEGIN;"
           "CREATE TABLE cover(who INT, node INT, rule INT, eff INT, acts INT, d0 INT, d1 INT,"
           " PRIMARY KEY(who, node, rule)) WITHOUT ROWID;"
           "CREATE TABLE fld(rule INT, f INT, PRIMARY KEY(rule, f)) WITHOUT ROWID;"
           "CREATE TABLE ter(rule INT, c INT, PRIMARY KEY(rule, c)) WITHOUT ROWID;"
           "CREATE TABLE who(party INT, who INT, PRIMARY KEY(party, who)) WITHOUT ROWID;"
           "CREATE TABLE anc(a INT, node INT, PRIMARY KEY(a, node)) WITHOUT ROWID;");
    load_rules(p, w);
    load_trees(p, w);
    run(p, "COMMIT; ANALYZE");
    p->ask = prepare(p, "SELECT DISTINCT g.rule, g.eff FROM who w CROSS JOIN anc x CROSS JOIN cover g"
                        " WHERE w.party=?1 AND x.a=?2 AND g.who=w.who AND g.node=x.node AND g.acts & ?3"
                        " AND g.d0<=?6 AND g.d1>=?6 AND EXISTS(SELECT 1 FROM fld WHERE rule=g.rule AND f=?4)"
                        " AND EXISTS(SELECT 1 FROM ter WHERE rule=g.rule AND c=?5)");
}

static WAnswer ask(const Peer *p, const WQuestion *q)
{
    WAnswer both[2] = {{.permit = true}, {.permit = false}};
    bool    own = w_owner(q->asset) == q->asker;
    int     values[] = {q->asker + (own ? OWNER : 0), q->asset, 1 << q->act, q->field, q->country, q->day};
    for (int i = 0; i < (int)COUNT(values); i++)
        sqlite3_bind_int(p->ask, i + 1, values[i]);
    while (sqlite3_step(p->ask) == SQLITE_ROW) {
        WAnswer *answer = &both[sqlite3_column_int(p->ask, 1)];
        if (answer->count < W_IDS)
            answer->ids[answer->count++] = sqlite3_column_int(p->ask, 0);
    }
    sqlite3_reset(p->ask);
    return !both[1].count && both[0].count ? both[0] : both[1];
}

static void sort_ids(WAnswer *answer)
{
    for (int i = 1; i < answer->count; i++)
        for (int k = i; k > 0 && answer->ids[k] < answer->ids[k - 1]; k--) {
            int id = answer->ids[k];
            answer->ids[k] = answer->ids[k - 1];
            answer->ids[k - 1] = id;
        }
}

bool sqlite_measure(const Workload *w, const WQuestion *questions, const WAnswer *answers, int count,
                    SqliteResult *out)
{
    Peer p = {0};
    *out = (SqliteResult){.version = sqlite3_libversion()};
    if (sqlite3_open(":memory:", &p.db) != SQLITE_OK)
        return false;
    double start = cpu_ms();
    load(&p, w);
    out->load_ms = cpu_ms() - start;
    out->bytes = (double)sqlite3_memory_used();
    for (int pass = 0; !p.failed && pass < PASSES; pass++) {
        int permits = 0;
        start = cpu_ms();
        for (int i = 0; i < count; i++)
            permits += ask(&p, &questions[i]).permit;
        double us = (cpu_ms() - start) * 1000 / count;
        out->best_us = pass && permits >= 0 && out->best_us < us ? out->best_us : us;
    }
    for (int i = 0; !p.failed && i < count; i++) {
        WAnswer answer = ask(&p, &questions[i]);
        sort_ids(&answer);
        out->mismatches += !answer_equal(&answer, &answers[i]);
    }
    sqlite3_finalize(p.ask);
    sqlite3_close(p.db);
    return !p.failed;
}
