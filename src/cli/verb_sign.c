/* verb_sign.c - entente sign: a text is proposed or signed, changed, or waived in part; or an act that
 * another has begun gets one's own signature. What changes is shown before anything is signed. */
#include "app/overview.h"
#include "app/signing.h"
#include "cli/working.h"
#include "os/clock.h"
#include "report/diffs.h"
#include "report/entry_effect.h"
#include "report/json.h"

static const Option option_propose = {"--propose", NULL, "puts the text on the table without signing it"};
static const Option option_amends = {"--amends", NULL, "the text changes the signed one from --effective on"};
static const Option option_effective = {"--effective", "DAY", "the first day of an amendment"};
static const Option option_edition = {"--edition", "NAME",
                                      "what people call this version; the day without it"};
static const Option option_waive = {"--waive", "CLAUSE", "something that the text asks is not insisted on"};
static const Option option_from_day = {"--from", "DAY", "the first day of a waiver"};
static const Option option_through = {"--through", "DAY", "its last day; without it the waiver stays"};
static const Option option_reason = {"--reason", "WORDS", "why it is waived"};

typedef struct {
    Command    *c;
    Workspace   ws;
    TextEntries texts;
    JointActs   acts;
    Session     session;
    Loaded      loaded;   /* of a text; terms NULL: there is none to show */
    Manifest    manifest; /* with `loaded` */
    Signing     signing;
    Str         what; /* "the text `draft 3`" */
} Sign;

/* ---- which text, which act ---- */

static Exit read_own(Sign *s, Str path)
{
    Str why = S("");
    if (!load_agreement(&s->session, path, &s->loaded, &why)) {
        command_say(s->c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    if (s->session.diags->errors) {
        command_findings(s->c, &s->session);
        command_say(s->c, "a text with errors is not signed");
        return EXIT_INPUT;
    }
    Str edition = command_option(s->c, "--edition");
    edition = edition.len ? edition : day_text(s->c->arena, clock_today());
    if (manifest_of(s->c->arena, &s->loaded, edition, &s->manifest, &why))
        return EXIT_YES;
    command_say(s->c, "%.*s", STR_ARG(why));
    return EXIT_INPUT;
}

static Exit read_theirs(Sign *s, const TextEntry *text)
{
    Str why = S(""), name = place_words(s->c->arena, &s->ws.record, text->place);
    s->manifest = text->manifest;
    if (!load_manifest(&s->session, &s->manifest, name, &s->loaded, &why)) {
        command_say(s->c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    if (!s->session.diags->errors)
        return EXIT_YES;
    command_findings(s->c, &s->session);
    command_say(s->c, "the text of %.*s has errors and is not signed", STR_ARG(name));
    return EXIT_INPUT;
}

/* "the text `draft 3`" */
static Str text_words(Arena *arena, Str effective, Str edition)
{
    return effective.len ? str_format(arena, "the amendment from %.*s on", STR_ARG(effective))
                         : str_format(arena, "the text `%.*s`", STR_ARG(edition));
}

/* The record speaks of its members by the names that the text gives to the parties. */
static bool parties_named(const Sign *s)
{
    for (Size i = 0; i < s->ws.record.feeds.count; i++) {
        const Feed *feed = &s->ws.record.feeds.items[i];
        Word        word = word_known(s->session.words, feed->name);
        const Decl *decl = word ? terms_decl(s->loaded.terms, word) : NULL;
        if (feed->role != ROLE_PARTY || (decl && decl->ref & REF(PARTY)))
            continue;
        command_say(s->c,
                    "the text has no party `%.*s`, and this agreement has a member of that name; write "
                    "`party %.*s { name \"...\" }` where the text says who is who",
                    STR_ARG(feed->name), STR_ARG(feed->name));
        return false;
    }
    return true;
}

static Exit asked_text(Sign *s, const char *kind)
{
    Str       why = S("");
    Day       day;
    TextAsked asked = {kind, command_option(s->c, "--edition"), command_option(s->c, "--effective")};
    bool      change = command_has(s->c, "--amends");
    if (!parties_named(s))
        return EXIT_INPUT;
    if (change != (asked.effective.len > 0))
        return command_usage(s->c, "--amends and --effective DAY go together");
    if (change && !day_parse(asked.effective, &day))
        return command_usage(s->c, "--effective: `%.*s` is not a date; write it as 2027-03-01",
                             STR_ARG(asked.effective));
    s->what = text_words(s->c->arena, change ? asked.effective : S(""), s->manifest.edition);
    return command_work(s->c, sign_text(&s->ws, &s->texts, &s->manifest, asked, &s->signing, &why), why);
}

/* Of the entry that somebody else wrote. */
static Exit asked_place(Sign *s, Place place)
{
    Str why = S("");
    for (Size i = 0; i < s->texts.count; i++) {
        const TextEntry *text = &s->texts.items[i];
        if (text->place.feed != place.feed || text->place.seq != place.seq)
            continue;
        Exit read = read_theirs(s, text);
        if (read != EXIT_YES)
            return read;
        if (!text->joint)
            return asked_text(s, "text.signed");
        const Body *effective = body_at(&text->body, S("effective"));
        s->what = text_words(s->c->arena, effective ? effective->text : S(""), s->manifest.edition);
        return command_work(s->c, sign_act(&s->ws, place, &s->signing, &why), why);
    }
    s->what = str_format(s->c->arena, "%.*s of %.*s", STR_ARG(record_entry(&s->ws.record, place)->kind),
                         STR_ARG(place_words(s->c->arena, &s->ws.record, place)));
    return command_work(s->c, sign_act(&s->ws, place, &s->signing, &why), why);
}

static Exit asked_waiver(Sign *s)
{
    static const char *const fields[][2] = {
        {"clause", "--waive"}, {"from", "--from"}, {"through", "--through"}, {"reason", "--reason"}};
    Body body = {.type = BODY_OBJECT};
    Str  why = S("");
    Day  day;
    if (!command_has(s->c, "--from"))
        return command_usage(s->c, "a waiver begins on a day: --from 2027-03-01");
    for (Size i = 0; i < COUNT(fields); i++) {
        Str value = command_option(s->c, fields[i][1]);
        if (value.len)
            body_put(s->c->arena, &body, fields[i][0], body_of_text(value));
        if (value.len && (i == 1 || i == 2) && !day_parse(value, &day))
            return command_usage(s->c, "%s: `%.*s` is not a date; write it as 2027-03-01", fields[i][1],
                                 STR_ARG(value));
    }
    s->what = str_format(s->c->arena, "the waiver of %.*s", STR_ARG(command_option(s->c, "--waive")));
    return command_work(s->c, sign_waiver(&s->ws, &s->texts, body, &s->signing, &why), why);
}

/* Without an argument: the one act that waits for us, or the text of the folder. */
static Exit asked_nothing(Sign *s)
{
    const JointAct *one = NULL;
    Size            count = 0;
    for (Size i = 0; i < s->acts.count; i++) {
        if (!act_waits_for(&s->acts.items[i], s->ws.feed))
            continue;
        one = &s->acts.items[i];
        count++;
    }
    if (count == 1)
        return asked_place(s, one->first);
    if (count > 1)
        return command_usage(s->c, "%lld acts wait for you; say which, for example `entente sign %.*s`",
                             (long long)count, STR_ARG(place_words(s->c->arena, &s->ws.record, one->first)));
    Exit read = read_own(s, workspace_path(&s->ws, S("agreement.md")));
    return read == EXIT_YES ? asked_text(s, "text.signed") : read;
}

static Exit asked(Sign *s)
{
    bool  propose = command_has(s->c, "--propose"), change = command_has(s->c, "--amends");
    Str   argument = s->c->arguments.count ? s->c->arguments.items[0] : S("");
    Place place;
    if (propose + change + command_has(s->c, "--waive") > 1)
        return command_usage(s->c, "--propose, --amends and --waive are three different things");
    if (command_has(s->c, "--waive"))
        return asked_waiver(s);
    if (argument.len && place_read(&s->ws.record, argument, &place))
        return asked_place(s, place);
    if (!argument.len && !propose && !change)
        return asked_nothing(s);
    Exit read = read_own(s, argument.len ? argument : workspace_path(&s->ws, S("agreement.md")));
    return read == EXIT_YES ? asked_text(s, propose  ? "text.proposed"
                                            : change ? "amendment"
                                                     : "text.signed")
                            : read;
}

/* ---- what it changes ---- */

/* Against the signed text, without facts: what stands in the texts alone. */
static Exit show_effect(Sign *s, const TextEntry *signed_text)
{
    Asking   old = {.session = &s->session}, now = {.session = &s->session, .loaded = s->loaded};
    Str      why = S("");
    Diags    before = *s->session.diags;
    Command *c = s->c;
    if (!load_manifest(&s->session, &signed_text->manifest, S("signed"), &old.loaded, &why)) {
        command_say(c, "%.*s", STR_ARG(why));
        return EXIT_WORLD;
    }
    if (s->session.diags->errors) { /* signed under another version of the language */
        text_add(&c->out, S("The signed text cannot be read by this version; what changes is not shown.\n"));
        *s->session.diags = before;
        return EXIT_YES;
    }
    asking_build(&old, &old.facts);
    asking_build(&now, &now.facts);
    Comparison *comparison = compare_terms(c->arena, old.loaded.terms, now.loaded.terms);
    EffectDiff  effect = diff_effect(old.index, now.index, comparison, c->arena, false);
    MoneyEffect money = effect_reference(c->arena, comparison, old.standing, now.standing, NULL);
    DiffView    text = {comparison, NULL, NULL, true}, view = {comparison, &effect, &money, true};
    text_add(&c->out, S("\nAgainst the signed text:\n"));
    diff_print(&c->out, c->arena, &text);
    text_add(&c->out, S("\nWhat that does:\n"));
    diff_print(&c->out, c->arena, &view);
    text_char(&c->out, '\n');
    return EXIT_YES;
}

static Exit show(Sign *s)
{
    Command         *c = s->c;
    const Writing   *writing = &s->signing.writings.entries.items[0];
    const TextEntry *signed_text = texts_signed(&s->texts);
    bool             propose = str_equal(writing->kind, S("text.proposed"));
    text_format(
        &c->out, "%s %.*s%s%.*s.\n", propose ? "You propose" : "You sign", STR_ARG(s->what),
        s->signing.joins.feed >= 0 ? ", with the same bytes as " : "",
        STR_ARG(s->signing.joins.feed >= 0 ? place_words(c->arena, &s->ws.record, s->signing.joins) : S("")));
    if (s->loaded.terms) {
        manifest_print(&c->out, c->arena, &s->manifest);
        return signed_text ? show_effect(s, signed_text) : EXIT_YES;
    }
    Body       body;
    SealedBody sealed;
    Str        why = S("");
    bool       read = writing->sealed.len ? sealed_read(c->arena, writing->sealed, &sealed, &body, &why)
                                          : body_read(c->arena, writing->body, &body, &why);
    if (read)
        body_print(&c->out, c->arena, &body);
    return EXIT_YES;
}

/* ---- doing it ---- */

static Exit report(Sign *s, Place place, bool wrote)
{
    Command        *c = s->c;
    Hash            act = wrote ? entry_act(record_entry(&s->ws.record, place)) : s->signing.act;
    JointActs       acts = acts_of(c->arena, &s->ws.record);
    const JointAct *joint = NULL;
    Str             name = wrote ? place_words(c->arena, &s->ws.record, place) : S("");
    for (Size i = 0; i < acts.count; i++)
        joint = hash_equal(&acts.items[i].id, &act) ? &acts.items[i] : joint;
    Str waits = joint ? members_words(c->arena, &s->ws.record, joint->needed & ~joint->signed_by) : S("");
    if (command_has(c, "--json")) {
        json_t *json = json_object();
        json_put(json, "entry", wrote ? json_of_text(c->arena, name) : json_null());
        json_put(json, "complete", json_boolean(joint && joint->complete));
        json_put(json, "waits_for", json_of_text(c->arena, waits));
        text_add(&c->out, json_print(c->arena, json));
    } else if (wrote) {
        text_format(&c->out, "%s as %.*s.", joint ? "Signed" : "Proposed", STR_ARG(name));
    } else {
        text_add(&c->out, S("You have signed this already."));
    }
    if (!command_has(c, "--json")) {
        if (waits.len)
            text_format(&c->out, " It takes effect when %.*s has signed.\n\nnext: entente bundle\n",
                        STR_ARG(waits));
        else if (joint && !joint->complete)
            text_add(&c->out,
                     S(" All have signed; it takes effect when that is final, with the next entries of "
                       "the others.\n"));
        else
            text_add(&c->out, joint ? S(" It is in effect.\n") : S(" It is on the table.\n"));
    }
    return waits.len ? EXIT_WAITING : EXIT_YES;
}

static Exit write_it(Sign *s)
{
    Keys   keys;
    Place  place = {-1, 0};
    Placed placed = {.first_kept = S("")};
    Str    why = S("");
    Exit done = command_agreed(s->c, str_equal(s->signing.writings.entries.items[0].kind, S("text.proposed"))
                                         ? "Propose this?"
                                         : "Sign this?");
    if (done != EXIT_YES)
        return done;
    done = command_work(s->c, workspace_keys(&s->ws, &keys, &why), why);
    if (done != EXIT_YES)
        return done;
    done = command_work(s->c, workspace_write(&s->ws, &keys, &s->signing.writings, &place, &why), why);
    keys_wipe(&keys);
    if (done == EXIT_YES)
        overview_keep(&s->ws);
    if (done == EXIT_YES && s->manifest.files.count)
        done = command_work(s->c, texts_place(&s->ws, &s->texts, &s->manifest, &placed, &why), why);
    if (done == EXIT_YES && placed.kept)
        command_say(s->c, "%.*s differs from what you signed, and stays as it is",
                    STR_ARG(placed.first_kept));
    return done == EXIT_YES ? report(s, place, true) : done;
}

static Exit run(Command *c)
{
    Sign s = {.c = c, .session = session_new(c->arena), .what = S("")};
    Str  why = S("");
    if (c->arguments.count > 1)
        return command_usage(c, "`sign` takes one text, or one entry such as borealis/3");
    Exit done = command_workspace(c, LOAD_RECORD, &s.ws);
    if (done != EXIT_YES)
        return done;
    s.acts = acts_of(c->arena, &s.ws.record);
    done = command_work(c, texts_of(&s.ws, c->arena, &s.texts, &why), why);
    if (done == EXIT_YES)
        done = asked(&s);
    if (done == EXIT_YES && s.signing.already) {
        done = report(&s, (Place){-1, 0}, false);
    } else if (done == EXIT_YES) {
        done = show(&s);
        if (done == EXIT_YES && !command_has(c, "--json"))
            command_flush(c);
        else
            c->out.len = 0;
        if (done == EXIT_YES)
            done = command_work(c, workspace_check(&s.ws, &s.signing.writings, &why), why);
        if (done == EXIT_YES && !command_has(c, "--dry-run"))
            done = write_it(&s);
    }
    workspace_close(&s.ws);
    return done;
}

const Verb verb_sign = {
    .name = "sign",
    .summary = "proposes or signs a text, an amendment, a waiver, or what a counterpart has begun",
    .synopsis = "[FILE | MEMBER/SEQ] [--propose] [--amends --effective DAY] [--waive CLAUSE --from DAY] "
                "[--edition NAME] [--yes] [--dry-run] [--json] [--in FOLDER]",
    .doc =
        "A text is signed as a list of its files with their digests. It takes effect when all parties have "
        "signed the same bytes; until then the exit code is 7. Without an argument it is what waits for your "
        "signature, else the text in the folder. What changes against the signed text, and what that does to "
        "rights and money, is shown first.",
    .examples = {"entente sign --in build/alpha", "entente sign borealis/3 --in build/alpha"},
    .options = {&option_propose, &option_amends, &option_effective, &option_edition, &option_waive,
                &option_from_day, &option_through, &option_reason, &option_yes, &option_dry_run, &option_in,
                &option_json},
    .run = run,
};
