/* fold.c - how fast a record becomes facts: from its entries and bodies, from a snapshot; and what is due by
 * them. */
#include "fold.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "duties/due.h"
#include "record/record.h"
#include "standing/sentences.h"

enum { ENTRIES = 10000, RUNS = 3, SLOTS = 1 << 15, DUTIES = 20 };

typedef struct {
    Arena arena;
    Str   bytes[SLOTS];
    Hash  digests[SLOTS];
} Chest;

static Size slot_of(const Chest *chest, const Hash *digest)
{
    Size at = (digest->at[0] | digest->at[1] << 8) % SLOTS;
    while (chest->bytes[at].len && !hash_equal(&chest->digests[at], digest))
        at = (at + 1) % SLOTS;
    return at;
}

static bool chest_read(void *self, Arena *arena, const Hash *digest, Str *bytes)
{
    const Chest *chest = self;
    Size         at = slot_of(chest, digest);
    if (!chest->bytes[at].len)
        return false;
    *bytes = str_copy(arena, chest->bytes[at]);
    return true;
}

static Hash chest_put(Chest *chest, Str body, int salt)
{
    SealedBody sealed = {.salt = {(uint8_t)salt, (uint8_t)(salt >> 8)}, .text = body};
    Str        bytes = sealed_write(&chest->arena, &sealed);
    Hash       digest = sha256(bytes);
    Size       at = slot_of(chest, &digest);
    chest->bytes[at] = bytes;
    chest->digests[at] = digest;
    return digest;
}

/* Entry i: duties done, facts, measurements, payments and notices in turn. */
static Str body_text(Arena *arena, int i, const char **kind)
{
    static const char *const kinds[] = {"duty.done", "fact", "measurement", "payment", "notice"};
    *kind = kinds[i % 5];
    Str day = day_text(arena, 20500 + i / 20);
    int month = i / 100 % 12 + 1, duty = i / 5 % DUTIES;
    switch (i % 5) {
    case 0:
        return str_format(arena, "{\"day\":\"%.*s\",\"duty\":\"d%d\",\"period\":\"20%02d-%02d-15\"}",
                          STR_ARG(day), duty, 26 + i / 1200, month);
    case 1:
        return str_format(arena, "{\"day\":\"%.*s\",\"says\":\"fire on %.*s\"}", STR_ARG(day), STR_ARG(day));
    case 2:
        return str_format(arena, "{\"measure\":\"level\",\"period\":\"%.*s\",\"value\":\"%d\"}", STR_ARG(day),
                          i % 100);
    case 3:
        return str_format(
            arena,
            "{\"amount\":\"%d\",\"clause\":\"fee\",\"creditor\":\"borealis\",\"currency\":\"EUR\",\"day\":"
            "\"%.*s\",\"debtor\":\"aurora\"}",
            i + 1, STR_ARG(day));
    default: break;
    }
    return str_format(arena, "{\"notice\":\"d%d\",\"text\":\"late\",\"to\":[\"borealis\"]}", duty);
}

static Str founding(Arena *arena, SecretKey secrets[2], PublicKey keys[2])
{
    static const char *const names[2] = {"aurora", "borealis"};
    Hash                     hash = sha256(S("none"));
    Str                      none = hash_text(arena, &hash);
    Text                     text = text_new(arena);
    text_add(&text, S("{\"agreement\":\"bench\",\"members\":["));
    for (int i = 0; i < 2; i++) {
        uint8_t seed[SEED_BYTES] = {(uint8_t)(i + 1)};
        secrets[i] = key_of_seed(seed, &keys[i]);
        text_format(&text, "%s{\"key\":\"%.*s\",\"name\":\"%s\",\"next\":\"%.*s\",\"role\":\"party\"}",
                    i ? "," : "", STR_ARG(vkey_key_text(arena, KEY_NOTE, &keys[i])), names[i], STR_ARG(none));
    }
    text_format(&text, "],\"nonce\":\"%.*s\"}", STR_ARG(none));
    return text_str(&text);
}

static void make_record(Arena *arena, Chest *chest, Record *record)
{
    SecretKey secrets[2];
    PublicKey keys[2];
    Str       why = S(""), body = founding(arena, secrets, keys);
    bool      good = record_new(arena, body, RULES_ALL, record, &why);
    INVARIANT(good);
    for (int i = 0; i < ENTRIES; i++) {
        Arena       scratch = {0};
        const char *kind = "founding";
        Size        who = i % 2;
        Entry       entry = record_draft(record, &scratch, who);
        entry.place = i < 2 ? BODY_HERE : BODY_SEALED;
        entry.body_text = body;
        if (i >= 2)
            entry.sealed = chest_put(chest, body_text(&chest->arena, i, &kind), i);
        entry.kind = str_from(kind);
        entry.engine = S("0.1.0");
        entry.time = (int64_t)20500 * 86400 + i * 4000;
        VerifierKey vkey = vkey_new(entry.before.origin, KEY_NOTE, &keys[who]);
        entry_sign(&scratch, &entry, &vkey, &secrets[who]);
        Take take = record_take(record, &scratch, entry.bytes, &why);
        INVARIANT(take == TAKE_NEW);
        arena_free(&scratch);
    }
}

/* ---- the text ---- */

typedef struct {
    Sources  sources;
    Words    words;
    Diags    diags;
    Document document;
    Str      text;
} Reader;

static ReadResult read_text(void *context, Arena *arena, Str path, Str *text)
{
    const Reader *reader = context;
    (void)arena;
    (void)path;
    *text = reader->text;
    return READ_OK;
}

static Terms *text_of(Arena *arena, Reader *r)
{
    Text text = text_new(arena);
    text_add(
        &text,
        S("entente 1\nagreement pact { between aurora, borealis; effective 2026-01-01; term perpetual; "
          "changed by all parties; currency EUR\n  calendar { count from the day after; short months end on "
          "their last day } }\nparty aurora\nparty borealis\nevent fire { recorded by either }\nmetric level "
          "{ score 0 to 100; attested by either }\nlines sales { reported by aurora; states product, "
          "country, day, gross }\n"
          "royalty fee { aurora pays borealis; on gross in sales; rate 2%; report each calendar quarter, "
          "within 30 days of its end }\ndocument plan\n"));
    for (int i = 0; i < DUTIES; i++)
        text_format(&text,
                    "duty d%d { each must deliver plan; every 1 months from 2026-01-15; cure 30 days after "
                    "receipt of "
                    "notice; otherwise breach }\n",
                    i);
    *r = (Reader){.sources = sources_new(arena), .words = words_new(arena), .diags = diags_new(arena)};
    r->text = text_str(&text);
    r->document = document_new(arena, &r->sources, &r->words, &r->diags, (FileReader){r, read_text});
    bool read = document_read(&r->document, S("bench.entente"));
    INVARIANT(read);
    Terms *terms = terms_read(arena, &r->document, &r->diags);
    INVARIANT(!r->diags.errors);
    return terms;
}

static double best_of(double best, double start)
{
    double ms = cpu_ms() - start;
    return ms < best ? ms : best;
}

void measure_fold(Figures *figures)
{
    Arena  arena = {0};
    Chest *chest = NEW(&arena, Chest, 1);
    Record record;
    double fold_ms = 1e9, read_ms = 1e9, facts_ms = 1e9, due_ms = 1e9;
    make_record(&arena, chest, &record);
    Bodies bodies = {chest, chest_read};
    for (int run = 0; run < RUNS; run++) {
        Arena   work = {0};
        Reader  reader;
        Str     why = S("");
        Terms  *terms = text_of(&work, &reader);
        double  start = cpu_ms();
        Fold    fold = fold_new(&work, &record, &bodies, FOLD_ALL), back = {0};
        double  folded = cpu_ms();
        Facts   facts = {0};
        Untolds untold = {0};
        fold_facts(terms, &fold, false, &facts, &untold);
        fold_ms = best_of(fold_ms, start);
        facts_ms = best_of(facts_ms, folded);
        INVARIANT(facts.count > ENTRIES * 9 / 10 && untold.count == 0);
        Str bytes = fold_write(&work, &fold);
        start = cpu_ms();
        bool good = fold_read(&work, bytes, &back, &why);
        INVARIANT(good);
        read_ms = best_of(read_ms, start);
        start = cpu_ms();
        Standing *standing = standing_new(terms, &facts);
        Dues      dues = dues_new(&work, standing, 21000);
        int       late = 0;
        for (Size i = 0; i < dues.items.count; i++)
            late += due_status(&dues, &dues.items.items[i], 20950).state == DUE_LATE;
        Day next = dues_next(&dues, 20950);
        INVARIANT(late >= 0 && next > 20950);
        due_ms = best_of(due_ms, start);
        arena_free(&work);
    }
    figures_add(figures, (Figure){"fold_10k_ms", "ms", .value = fold_ms, .bar = 200});
    figures_add(figures, (Figure){"fold_facts_ms", "ms", .value = facts_ms});
    figures_add(figures, (Figure){"fold_snapshot_ms", "ms", .value = read_ms});
    figures_add(figures, (Figure){"due_10k_ms", "ms", .value = due_ms});
    arena_free(&chest->arena);
    arena_free(&arena);
}
