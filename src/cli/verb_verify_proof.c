/* verb_verify_proof.c - entente verify-proof: does a file prove that a feed is forked? It needs nothing else.
 */
#include "cli/working.h"
#include "os/files.h"
#include "record/fork.h"
#include "report/json.h"

static void print_entry(Text *out, Arena *arena, const char *which, const Entry *entry)
{
    Hash leaf = entry_leaf(entry);
    Str  name = hash_text(arena, &leaf);
    text_format(out, "  %s  %.*s  %.*s\n", which, STR_ARG(name), STR_ARG(entry->kind));
}

static void print_json(Command *c, const ForkProof *proof, Str agreement, Str member)
{
    json_t *json = json_object(), *entries = json_array();
    for (int i = 0; i < 2; i++) {
        const Entry *entry = &proof->entries[i];
        json_t      *item = json_object();
        Hash         leaf = entry_leaf(entry);
        json_put(item, "leaf", json_of_text(c->arena, hash_text(c->arena, &leaf)));
        json_put(item, "kind", json_of_text(c->arena, entry->kind));
        json_put(item, "time", json_integer(entry->time));
        json_put(item, "key", json_of_text(c->arena, vkey_text(c->arena, &proof->keys[i])));
        json_add(entries, item);
    }
    json_put(json, "agreement", json_of_text(c->arena, agreement));
    json_put(json, "member", json_of_text(c->arena, member));
    json_put(json, "place", json_integer(proof->entries[0].before.size));
    json_put(json, "entries", entries);
    text_add(&c->out, json_print(c->arena, json));
}

static Exit run(Command *c)
{
    Str       path = command_file(c, 1), text = S(""), why = S(""), agreement, member;
    ForkProof proof;
    if (!path.len)
        return EXIT_USAGE;
    switch (file_read(c->arena, path, path.len, FORK_BYTES_MOST, &text)) {
    case FILE_OK: break;
    case FILE_LARGE:
        command_say(c, "%.*s: it is larger than a proof can be", STR_ARG(path));
        return EXIT_VERIFY;
    case FILE_ABSENT:
    case FILE_LINK:
    case FILE_FAILED: command_say(c, "%.*s: it could not be read", STR_ARG(path)); return EXIT_WORLD;
    }
    if (!fork_read(c->arena, text, &proof, &why)) {
        command_say(c, "%.*s proves nothing: %.*s", STR_ARG(path), STR_ARG(why));
        return EXIT_VERIFY;
    }
    const Entry *first = &proof.entries[0];
    bool         named = origin_read(first->before.origin, &agreement, &member);
    INVARIANT(named);
    if (command_has(c, "--json")) {
        print_json(c, &proof, agreement, member);
        return EXIT_YES;
    }
    text_format(&c->out,
                "Proved: the feed of %.*s is forked at entry %lld.\n"
                "Two different entries are signed for that place:\n",
                STR_ARG(member), (long long)first->before.size);
    print_entry(&c->out, c->arena, "one  ", first);
    print_entry(&c->out, c->arena, "other", &proof.entries[1]);
    for (int i = 0; i < 2; i++) {
        Str key = vkey_key_text(c->arena, proof.keys[i].type, &proof.keys[i].key);
        if (i == 0 || !key_equal(&proof.keys[0].key, &proof.keys[1].key))
            text_format(&c->out, "  key    %.*s\n", STR_ARG(key));
    }
    text_format(&c->out,
                "  agreement %.*s\n"
                "That this key is the member's, the founding act or a change of keys says.\n",
                STR_ARG(agreement));
    return EXIT_YES;
}

const Verb verb_verify_proof = {
    .name = "verify-proof",
    .summary = "checks a proof that a feed is forked, alone",
    .synopsis = "FILE [--json]",
    .doc = "The proof is two entries that are signed for one place of one feed. It is checked without "
           "workspace, record "
           "or network, so it can be shown to anybody. Exit code 0: it proves the fork; 5: it does not.",
    .examples = {"entente verify-proof build/borealis.fork"},
    .options = {&option_json},
    .run = run,
};
