/* test_workspace.c - two workspaces from their making to a signed text; whatever fails on the way can be
 * tried again; two writers at once lose nothing; a bundle brings what is named and nothing else. */
#include <sys/wait.h>

#include "workspaces.h"

#include "app/rotate.h"

static void from_init_to_a_signed_text(void **state)
{
    (void)state;
    Side        one = side_new("text", "aurora"), two = side_new("text", "borealis");
    Manifest    manifest = manifest_made("# Agreement\n");
    TextEntries texts;
    found(&one, &two);
    Place proposed = sign(&one, "text.proposed", &manifest);
    send(&one, &two);
    DONE(texts_of(&two.ws, &arena, &texts, &why));
    assert_int_equal(texts.count, 1);
    assert_true(manifest_same(&texts.items[0].manifest, &manifest));
    /* Both sign at the same time, and still the same bytes: those of the proposal. */
    Place first = sign(&one, "text.signed", &manifest),
          second = sign(&two, "text.signed", &texts.items[0].manifest);
    Hash act = entry_act(record_entry(&one.ws.record, first));
    Hash other = entry_act(record_entry(&two.ws.record, second));
    assert_true(hash_equal(&act, &other));
    assert_true(hash_equal(&record_entry(&one.ws.record, proposed)->sealed,
                           &record_entry(&one.ws.record, first)->sealed));
    JointActs acts = acts_of(&arena, &one.ws.record);
    assert_int_equal(acts.count, 2);
    assert_true(act_waits_for(&acts.items[1], two.ws.feed) && !act_waits_for(&acts.items[1], one.ws.feed));
    send(&one, &two);
    send(&two, &one);
    assert_true(signing_of(&two, "text.signed", &manifest).already);
    heartbeats(&one, &two);
    acts = acts_of(&arena, &two.ws.record);
    assert_true(acts.items[1].complete && act_signed(&acts.items[1]));
    DONE(texts_of(&two.ws, &arena, &texts, &why));
    const TextEntry *signed_text = texts_signed(&texts);
    assert_non_null(signed_text);
    assert_text(signed_text->manifest.files.items[0].text, S("# Agreement\n"));
    reopen(&two);
    assert_int_equal(two.ws.record.order.added.count, one.ws.record.order.added.count);
    workspace_close(&one.ws);
    workspace_close(&two.ws);
}

static void an_amendment_names_the_text(void **state)
{
    (void)state;
    Side        one = side_new("change", "aurora"), two = side_new("change", "borealis");
    Manifest    manifest = manifest_made("# Agreement\n"), changed = manifest_made("# Agreement, changed\n");
    TextEntries texts = {0};
    Signing     signing;
    Str         because = S("");
    Hash        base, named;
    found(&one, &two);
    DONE(texts_of(&one.ws, &arena, &texts, &why));
    assert_int_equal(sign_text(&one.ws, &texts, &changed, (TextAsked){"amendment", S(""), S("2027-07-01")},
                               &signing, &because),
                     WORK_REFUSED);
    (void)sign(&one, "text.signed", &manifest);
    send(&one, &two);
    (void)sign(&two, "text.signed", &manifest);
    send(&two, &one);
    heartbeats(&one, &two);
    Place place = sign(&two, "amendment", &changed);
    send(&two, &one);
    DONE(texts_of(&one.ws, &arena, &texts, &why));
    assert_true(texts_base(&texts, &base));
    assert_true(hash_read(body_at(&texts.items[texts.count - 1].body, S("text"))->text, &named));
    assert_true(hash_equal(&base, &named));
    DONE(sign_act(&one.ws, (Place){1, place.seq}, &signing, &why));
    assert_false(signing.already);
    DONE(workspace_write(&one.ws, &one.keys, &signing.writings, &place, &why));
    send(&one, &two);
    heartbeats(&one, &two);
    DONE(texts_of(&one.ws, &arena, &texts, &why));
    assert_text(texts_signed(&texts)->manifest.files.items[0].text, S("# Agreement, changed\n"));
    Hash again;
    assert_true(texts_base(&texts, &again) && hash_equal(&again, &base));
    workspace_close(&one.ws);
    workspace_close(&two.ws);
}

/* Two programs hold the same workspace open; whoever is second reads again and goes on behind. */
static void two_writers_lose_nothing(void **state)
{
    (void)state;
    Side one = side_new("twice", "aurora"), two = side_new("twice", "borealis");
    found(&one, &two);
    Side again = {.keys = one.keys};
    DONE(workspace_open(&arena, one.ws.folder, LOAD_RECORD, &again.ws, &why));
    for (int i = 0; i < 4; i++) {
        Place place = write_kind(i % 2 ? &one : &again, "comment", "{\"text\":\"hello\"}");
        assert_int_equal(place.seq, i + 1);
    }
    reopen(&again);
    assert_int_equal(again.ws.record.feeds.items[again.ws.feed].entries.count, 5);
    workspace_close(&one.ws);
    workspace_close(&two.ws);
    workspace_close(&again.ws);
}

/* Three programs that write as fast as they can: a draft that comes second is made anew. */
static void many_writers_at_once(void **state)
{
    enum { WRITERS = 3, EACH = 8 };
    Side one = side_new("many", "aurora"), two = side_new("many", "borealis");
    (void)state;
    found(&one, &two);
    workspace_close(&one.ws);
    pid_t writers[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = fork();
        assert_true(writers[i] >= 0);
        if (writers[i] > 0)
            continue;
        Side     own = {.keys = one.keys};
        Str      why = S("");
        Work     work = workspace_open(&arena, one.ws.folder, LOAD_RECORD, &own.ws, &why);
        Writings writings = {0};
        Place    place;
        *PUSH(&arena, &writings.entries) = (Writing){.kind = S("heartbeat"), .body = S("")};
        for (int n = 0; n < EACH && work == WORK_DONE; n++)
            work = workspace_write(&own.ws, &own.keys, &writings, &place, &why);
        workspace_close(&own.ws);
        _exit((int)work);
    }
    for (int i = 0; i < WRITERS; i++) {
        int status = -1;
        assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
        assert_int_equal(status, 0);
    }
    DONE(workspace_open(&arena, one.ws.folder, LOAD_RECORD, &one.ws, &why));
    assert_int_equal(one.ws.record.feeds.items[one.ws.feed].entries.count, 1 + WRITERS * EACH);
    workspace_close(&one.ws);
    workspace_close(&two.ws);
}

static void write_on(Side *side)
{
    Str folder = side->ws.folder, path = side->keys.path;
    workspace_close(&side->ws);
    DONE(workspace_open(&arena, folder, LOAD_RECORD, &side->ws, &why));
    keys_wipe(&side->keys);
    side->keys.path = path;
    DONE(workspace_keys(&side->ws, &side->keys, &why));
    (void)write_kind(side, "heartbeat", "");
}

/* The power is cut behind each step of a change of keys: what is on the disk can sign, and change keys again.
 */
static void a_change_of_keys_is_cut_short(void **state)
{
    (void)state;
    Side  one = side_new("cut", "aurora"), two = side_new("cut", "borealis");
    Place place;
    Str   because = S("");
    found(&one, &two);
    PublicKey first = one.keys.keys[0], second = one.keys.keys[1];
    for (int round = 0; round < 3; round++) {
        assert_true(key_prepare(&one.ws, &one.keys, &because));
        write_on(&one);
        assert_true(key_equal(&record_key(&one.ws.record, one.ws.feed)->vkey.key, round ? &second : &first));
        assert_true(key_prepare(&one.ws, &one.keys, &because));
        DONE(key_announce(&one.ws, &one.keys, -1, &place, &why));
        write_on(&one);
        second = record_key(&one.ws.record, one.ws.feed)->vkey.key;
        assert_int_equal(keys_find(&one.keys, &second), 1); /* the old one is there, and not in use */
    }
    DONE(key_change(&one.ws, &one.keys, 2, &place, &why));
    write_on(&one);
    assert_int_equal(one.keys.count, 2);
    assert_int_equal(keys_find(&one.keys, &second), -1);
    send(&one, &two);
    Hash next = key_hash(&one.keys.keys[1]);
    assert_true(hash_equal(&next, &record_key(&two.ws.record, one.ws.feed)->next));
    workspace_close(&one.ws);
    workspace_close(&two.ws);
}

static void what_is_not_named_is_not_kept(void **state)
{
    (void)state;
    Side       one = side_new("named", "aurora"), two = side_new("named", "borealis");
    Manifest   manifest = manifest_made("# Agreement\n");
    Pulled     result;
    SealedBody sealed = {{0}, S("{}")};
    Str        text = S(""), because = S("");
    found(&one, &two);
    (void)sign(&one, "text.proposed", &manifest);
    Bundle bundle = bundle_all(&one);
    Size   bodies = 0;
    while (bundle.parts.items[bodies].type == PART_ENTRY)
        bodies++;
    *PUSH(&arena, &bundle.parts) = (BundlePart){PART_FILE, S("stranger")};
    Str body = sealed_write(&arena, &sealed);
    (void)PUSH(&arena, &bundle.parts);
    memmove(bundle.parts.items + bodies + 1, bundle.parts.items + bodies,
            (size_t)(bundle.parts.count - 1 - bodies) * sizeof(BundlePart));
    bundle.parts.items[bodies] = (BundlePart){PART_BODY, body};
    DONE(workspace_apply(&two.ws, &bundle, &result, &why));
    Hash stranger = sha256(S("stranger")), unnamed = sha256(body);
    Body read;
    assert_int_equal(workspace_file(&two.ws, &arena, &manifest.files.items[1].digest, &text, &because),
                     WORK_DONE);
    assert_text(text, S("x\n"));
    assert_int_equal(workspace_file(&two.ws, &arena, &stranger, &text, &because), WORK_NONE);
    assert_int_equal(workspace_body(&two.ws, &arena, &unnamed, &sealed, &read, &because), WORK_NONE);
    workspace_close(&one.ws);
    workspace_close(&two.ws);
}

/* A counterpart names files that would lie elsewhere, or be hidden: such a text is not on the table. */
static void a_path_stays_inside(void **state)
{
    static const struct {
        const char *path;
        bool        inside;
    } rows[] = {{"../x", false},      {"/etc/x", false}, {"a/../../x", false}, {".entente/config", false},
                {"a/.hidden", false}, {"a//x", false},   {"a/", false},        {"a\\\\b", false},
                {"a/b.md", true},     {"x", true}};
    (void)state;
    Side one = side_new("inside", "aurora"), two = side_new("inside", "borealis");
    Hash hash = sha256(S("x\n"));
    Size good = 0;
    found(&one, &two);
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s\n", rows[i].path);
        Writings    writings = {0};
        TextEntries texts = {0};
        Place       place;
        *PUSH(&arena, &writings.files) = S("x\n");
        *PUSH(&arena, &writings.entries) =
            (Writing){.kind = S("text.proposed"),
                      .body = str_format(&arena,
                                         "{\"edition\":\"1\",\"files\":[{\"bytes\":2,\"digest\":\"%.*s\","
                                         "\"path\":\"%s\"}]}",
                                         STR_ARG(hash_text(&arena, &hash)), rows[i].path)};
        DONE(workspace_write(&one.ws, &one.keys, &writings, &place, &why));
        send(&one, &two);
        DONE(texts_of(&two.ws, &arena, &texts, &why));
        good += rows[i].inside;
        assert_int_equal(texts.count, good);
    }
    workspace_close(&one.ws);
    workspace_close(&two.ws);
}

static void refused(void **state)
{
    (void)state;
    Side      one = side_new("refused", "aurora"), two = side_new("refused", "borealis");
    Side      third = side_new("refused", "cygnus"), other = side_new("refused-too", "borealis");
    Founders  others = {0};
    Workspace ws;
    Keys      keys;
    KeyFile   file;
    Str       because = S("");
    Beginning beginning = {one.ws.folder, S("aurora"), S("record.db"), SEAL_NONE};
    assert_int_equal(workspace_init(&arena, &beginning, &ws, &keys, &because), WORK_REFUSED); /* it is one */
    beginning.folder = folder_of("refused", "bad");
    beginning.member = S("Not A Name");
    assert_int_equal(workspace_init(&arena, &beginning, &ws, &keys, &because), WORK_REFUSED);
    *PUSH(&arena, &others) = (Founder){keys_card(&two.keys), ROLE_PARTY};
    *PUSH(&arena, &others) = (Founder){keys_card(&other.keys), ROLE_PARTY};
    assert_int_equal(workspace_found(&one.ws, &one.keys, S("lte"), &others, &because),
                     WORK_REFUSED); /* one name */
    assert_int_equal(workspace_open(&arena, one.ws.folder, LOAD_RECORD, &ws, &because), WORK_NONE);
    found(&one, &two);
    others.count = 1;
    assert_int_equal(workspace_found(&one.ws, &one.keys, S("lte"), &others, &because),
                     WORK_REFUSED); /* it has one */
    Bundle    bundle = bundle_all(&one);
    Workspace preview;
    for (int i = 0; i < 2; i++) { /* no member, and a member with another key */
        Side *side = i ? &other : &third;
        DONE(workspace_preview(&side->ws, &bundle, &preview, &why));
        assert_true(keys_peek(&arena, side->keys.path, &file, &because));
        assert_false(workspace_invited(&preview, &file, &because));
        assert_non_null(strstr(because.at, i ? "another key" : "no member"));
        workspace_close(&preview);
        assert_int_equal(workspace_open(&arena, side->ws.folder, LOAD_RECORD, &ws, &because), WORK_NONE);
    }
    Writings writings = {0};
    Place    place;
    *PUSH(&arena, &writings.entries) = (Writing){.kind = S("comment"), .body = S("{\"txt\":\"hello\"}")};
    assert_int_equal(workspace_write(&one.ws, &one.keys, &writings, &place, &because), WORK_REFUSED);
    assert_int_equal(one.ws.record.feeds.items[one.ws.feed].entries.count, 1);
    Keys wrong = two.keys;
    *PUSH(&arena, &writings.entries) = (Writing){.kind = S("heartbeat"), .body = S("")};
    assert_int_equal(keys_find(&wrong, &record_key(&one.ws.record, one.ws.feed)->vkey.key), -1);
    for (Side *side = &one; side; side = side == &one ? &two : NULL)
        workspace_close(&side->ws);
}

static void config_is_read_strictly(void **state)
{
    static const char *const bad[] = {
        "",
        "entente/workspace/v2\n",
        "entente/workspace/v1\nmember Aurora\nkeys a.keys\nstore record.db\n",
        "entente/workspace/v1\nmember aurora\nkeys ../a.keys\nstore record.db\n",
        "entente/workspace/v1\nmember aurora\nkeys .keys\nstore record.db\n",
        "entente/workspace/v1\nmember aurora\nkeys a.keys\n",
        "entente/workspace/v1\nmember aurora\nkeys a.keys\nstore record.db\nagreement 12\n",
        "entente/workspace/v1\nmember aurora\nkeys a.keys\nstore record.db\npeer borealis\n",
        "entente/workspace/v1\nmember aurora\nkeys a.keys\nstore record.db\nother\n",
    };
    static const char good[] = "entente/workspace/v1\nmember aurora\nkeys a.keys\nstore record.db\nagreement "
                               "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\npeer "
                               "borealis https://example.com/b\n";
    WorkspaceConfig   config;
    Str               why = S("");
    (void)state;
    assert_true(config_read(&arena, S(good), &config, &why));
    assert_text(config_write(&arena, &config), S(good));
    for (Size i = 0; i < COUNT(bad); i++) {
        ROW("%d\n", (int)i);
        why = S("");
        assert_false(config_read(&arena, str_from(bad[i]), &config, &why));
        assert_true(why.len > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_init_to_a_signed_text),    cmocka_unit_test(an_amendment_names_the_text),
        cmocka_unit_test(two_writers_lose_nothing),      cmocka_unit_test(many_writers_at_once),
        cmocka_unit_test(a_change_of_keys_is_cut_short), cmocka_unit_test(what_is_not_named_is_not_kept),
        cmocka_unit_test(a_path_stays_inside),           cmocka_unit_test(refused),
        cmocka_unit_test(config_is_read_strictly),
    };
    return cmocka_run_group_tests(tests, make_home, drop_home);
}
