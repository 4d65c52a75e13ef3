/* sides.h - two parties with a workspace each, for tests: they write, send, and let entries become final. */
#ifndef ENT_TEST_APP_SIDES_H
#define ENT_TEST_APP_SIDES_H
#include <stdlib.h>
#include <unistd.h>

#include "test.h"

#include "app/exchange.h"
#include "app/founding.h"
#include "app/recorded.h"
#include "os/files.h"

typedef struct {
    Arena    *arena;
    Workspace ws;
    Keys      keys;
} Side;

/* Says what went wrong. */
#define DONE(call)                                                    \
    do {                                                              \
        Str  why = S("");                                             \
        Work work_ = (call);                                          \
        if (work_ != WORK_DONE)                                       \
            fail_msg("%s: %d %.*s", #call, (int)work_, STR_ARG(why)); \
    } while (0)

/* The clock of everybody, at noon of that day. */
static inline void clock_to(Arena *arena, const char *day)
{
    assert_int_equal(setenv("ENTENTE_NOW", str_format(arena, "%sT12:00:00Z", day).at, 1), 0);
}

static inline Side side_new(Arena *arena, Str home, const char *member)
{
    Side      side = {.arena = arena};
    Beginning beginning = {str_format(arena, "%.*s/%s", STR_ARG(home), member), str_from(member),
                           S("record.db"), SEAL_NONE};
    DONE(workspace_init(arena, &beginning, &side.ws, &side.keys, &why));
    return side;
}

/* All that one side may show to the others. */
static inline Bundle side_bundle(Side *from)
{
    int64_t none[FEEDS_MOST] = {0};
    Bundle  bundle = {0};
    DONE(workspace_bundle(&from->ws, from->arena, none, readers_all(&from->ws), &bundle, &why));
    return bundle;
}

static inline void side_send(Side *from, Side *to)
{
    Bundle bundle = side_bundle(from);
    Pulled pulled;
    DONE(workspace_apply(&to->ws, &bundle, &pulled, &why));
    assert_int_equal(pulled.refused, 0);
}

static inline void sides_found(Side *one, Side *two)
{
    Founders others = {0};
    *PUSH(one->arena, &others) = (Founder){keys_card(&two->keys), ROLE_PARTY};
    DONE(workspace_found(&one->ws, &one->keys, S("pact"), &others, &why));
    Bundle bundle = side_bundle(one);
    DONE(workspace_join(&two->ws, &two->keys, &bundle, &why));
    side_send(two, one);
}

static inline Place side_writes(Side *side, const char *kind, const char *body)
{
    Writings writings = {0};
    Place    place = {0};
    *PUSH(side->arena, &writings.entries) = (Writing){.kind = str_from(kind), .body = str_from(body)};
    DONE(workspace_write(&side->ws, &side->keys, &writings, &place, &why));
    return place;
}

/* What both wrote before becomes final. */
static inline void sides_settle(Side *one, Side *two)
{
    side_send(one, two);
    for (int i = 0; i < 2; i++) {
        (void)side_writes(one, "heartbeat", "");
        side_send(one, two);
        (void)side_writes(two, "heartbeat", "");
        side_send(two, one);
    }
}
#endif
