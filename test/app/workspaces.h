/* workspaces.h - workspaces of two parties in a folder that is gone afterwards, for tests: found, write,
 * send, sign. */
#ifndef ENT_TEST_APP_WORKSPACES_H
#define ENT_TEST_APP_WORKSPACES_H
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "test.h"

#include "app/exchange.h"
#include "app/founding.h"
#include "app/signing.h"
#include "os/files.h"

static Arena arena;
static Str   home;

static inline int make_home(void **state)
{
    char name[] = "/tmp/entente-workspace-XXXXXX";
    (void)state;
    assert_non_null(mkdtemp(name));
    home = str_copy(&arena, str_from(name));
    assert_int_equal(setenv("XDG_CONFIG_HOME", home.at, 1), 0);
    assert_int_equal(setenv("ENTENTE_NOW", "2027-03-01T09:30:00Z", 1), 0);
    return 0;
}

static inline int drop_home(void **state)
{
    (void)state;
    Str command = str_format(&arena, "rm -rf %s", home.at);
    int failed = system(command.at);
    arena_free(&arena);
    return failed;
}

/* Says what went wrong. */
#define DONE(call)                                                    \
    do {                                                              \
        Str  why = S("");                                             \
        Work work_ = (call);                                          \
        if (work_ != WORK_DONE)                                       \
            fail_msg("%s: %d %.*s", #call, (int)work_, STR_ARG(why)); \
    } while (0)

typedef struct {
    Workspace ws;
    Keys      keys;
} Side;

static inline Str folder_of(const char *test, const char *member)
{
    return str_format(&arena, "%s/%s/%s", home.at, test, member);
}

static inline Side side_new(const char *test, const char *member)
{
    Side      side;
    Beginning beginning = {folder_of(test, member), str_from(member), S("record.db"), SEAL_NONE};
    DONE(workspace_init(&arena, &beginning, &side.ws, &side.keys, &why));
    return side;
}

/* As another run of the program sees it. */
static inline void reopen(Side *side)
{
    Str folder = side->ws.folder;
    workspace_close(&side->ws);
    DONE(workspace_open(&arena, folder, LOAD_RECORD, &side->ws, &why));
}

static inline Bundle bundle_all(Side *from)
{
    int64_t have[FEEDS_MOST] = {0};
    Bundle  bundle, read;
    Str     because = S("");
    DONE(workspace_bundle(&from->ws, &arena, have, 0, &bundle, &why));
    if (!bundle_read(&arena, bundle_write(&arena, &bundle), &read, &because))
        fail_msg("%.*s", STR_ARG(because));
    return read;
}

static inline void send(Side *from, Side *to)
{
    Bundle bundle = bundle_all(from);
    Pulled result;
    DONE(workspace_apply(&to->ws, &bundle, &result, &why));
    assert_int_equal(result.refused + result.waits, 0);
    assert_int_equal(result.forks, 0);
}

static inline void found(Side *one, Side *two)
{
    Founders others = {0};
    *PUSH(&arena, &others) = (Founder){keys_card(&two->keys), ROLE_PARTY};
    DONE(workspace_found(&one->ws, &one->keys, S("cross-licence"), &others, &why));
    Bundle    bundle = bundle_all(one);
    Workspace preview;
    KeyFile   file;
    Str       because = S("");
    DONE(workspace_preview(&two->ws, &bundle, &preview, &why));
    assert_true(keys_peek(&arena, two->keys.path, &file, &because));
    assert_true(workspace_invited(&preview, &file, &because));
    workspace_close(&preview);
    DONE(workspace_join(&two->ws, &two->keys, &bundle, &why));
    send(two, one);
}

static inline Place write_kind(Side *side, const char *kind, const char *body)
{
    Writings writings = {0};
    Place    place;
    *PUSH(&arena, &writings.entries) = (Writing){.kind = str_from(kind), .body = str_from(body)};
    DONE(workspace_write(&side->ws, &side->keys, &writings, &place, &why));
    return place;
}

static inline void heartbeats(Side *one, Side *two)
{
    for (int i = 0; i < 2; i++) {
        (void)write_kind(one, "heartbeat", "");
        send(one, two);
        (void)write_kind(two, "heartbeat", "");
        send(two, one);
    }
}

static inline Manifest manifest_made(const char *text)
{
    Manifest manifest = {.edition = S("draft 1")};
    Str      bytes = str_from(text);
    *PUSH(&arena, &manifest.files) = (TextFile){S("agreement.md"), bytes.len, sha256(bytes), bytes};
    *PUSH(&arena, &manifest.files) = (TextFile){S("more/prices.entente"), 2, sha256(S("x\n")), S("x\n")};
    return manifest;
}

static inline Signing signing_of(Side *side, const char *kind, const Manifest *manifest)
{
    TextEntries texts;
    Signing     signing;
    DONE(texts_of(&side->ws, &arena, &texts, &why));
    DONE(sign_text(&side->ws, &texts, manifest, (TextAsked){kind, S(""), S("2027-07-01")}, &signing, &why));
    return signing;
}

static inline Place sign(Side *side, const char *kind, const Manifest *manifest)
{
    Signing signing = signing_of(side, kind, manifest);
    Place   place;
    assert_false(signing.already);
    DONE(workspace_write(&side->ws, &side->keys, &signing.writings, &place, &why));
    return place;
}

static inline void side_close(Side *side) { workspace_close(&side->ws); }
#endif
