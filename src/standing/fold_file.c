/* fold_file.c - a fold as bytes: see fold.h.
 *
 *   entente fold 1
 *   state BASE64
 *   final N
 *   feed MEMBER N                 for each, in the order of the record
 *   blocked TEXT                  if it is
 *   entry PLACE SEQ AT KIND STATE DAY RECEIVED ACT BODY WHY
 *                                 of the feed with that number; AT and RECEIVED are - where there is none,
 * and so is ACT; then so many bytes of the body and of why it does not count, and LF
 *
 * A snapshot is our own file, yet it is read like any other bytes: canonical or refused. */
#include "standing/fold.h"

#include "record/note.h"

static const Str HEADING = {"entente fold 1", 14};

static void add_count(Text *out, int64_t value)
{
    char digits[24];
    int  at = (int)sizeof digits;
    do
        digits[--at] = (char)('0' + (int)(value % 10));
    while (value /= 10);
    text_add(out, (Str){digits + at, (Size)sizeof digits - at});
}

static void add_some(Text *out, bool some, int64_t value)
{
    if (some)
        add_count(out, value);
    else
        text_char(out, '-');
    text_char(out, ' ');
}

static void write_entry(Text *out, const FoldEntry *e)
{
    bool joint = e->kind && e->kind->joint != JOINT_NO;
    text_add(out, S("entry "));
    add_some(out, true, e->place.feed);
    add_some(out, true, e->place.seq);
    add_some(out, e->at >= 0, e->at);
    text_add(out, e->kind ? str_from(e->kind->name) : S("-"));
    text_char(out, ' ');
    text_add(out, str_from(fold_state_words(e->state)));
    text_char(out, ' ');
    add_some(out, true, e->day);
    add_some(out, e->received < DAY_MAX, e->received);
    text_add(out, joint ? hash_text(out->arena, &e->act) : S("-"));
    text_char(out, ' ');
    add_some(out, true, e->text.len);
    add_count(out, e->why.len);
    text_char(out, '\n');
    text_add(out, e->text);
    text_add(out, e->why);
    text_char(out, '\n');
}

Str fold_write(Arena *arena, const Fold *fold)
{
    Text out = text_new(arena);
    Str  state = hash_text(arena, &fold->state);
    text_format(&out, "%.*s\nstate %.*s\nfinal %lld\n", STR_ARG(HEADING), STR_ARG(state),
                (long long)fold->final);
    for (Size i = 0; i < fold->feeds; i++)
        text_format(&out, "feed %.*s %lld\n", STR_ARG(fold->names[i]), (long long)fold->heads[i]);
    if (fold->blocked.len)
        text_format(&out, "blocked %.*s\n", STR_ARG(fold->blocked));
    for (Size i = 0; i < fold->entries.count; i++)
        write_entry(&out, &fold->entries.items[i]);
    return text_str(&out);
}

/* ---- reading ---- */

static bool word_next(Str *line, Str *out)
{
    Size space = str_find(*line, ' ');
    *out = str_slice(*line, 0, space < 0 ? line->len : space);
    *line = str_slice(*line, space < 0 ? line->len : space + 1, line->len);
    return out->len > 0;
}

static bool count_next(Str *line, int64_t most, int64_t *out)
{
    Str word;
    return word_next(line, &word) && count_read(word, most, out);
}

/* `-` leaves *out as it is. */
static bool some_next(Str *line, int64_t most, int64_t *out)
{
    Str word;
    return word_next(line, &word) && (str_equal(word, S("-")) || count_read(word, most, out));
}

static bool state_next(Str *line, FoldState *out)
{
    Str word;
    if (!word_next(line, &word))
        return false;
    for (int i = 0; i < FOLD_STATES; i++)
        if (str_equal(word, str_from(fold_state_words((FoldState)i)))) {
            *out = (FoldState)i;
            return true;
        }
    return false;
}

static bool kind_next(Str *line, const Kind **out)
{
    Str word;
    if (!word_next(line, &word))
        return false;
    *out = kind_find(word);
    return *out || str_equal(word, S("-"));
}

static bool read_entry(Fold *fold, Str line, Str *rest, FoldEntry *e)
{
    int64_t feed = 0, seq = 0, at = -1, day = 0, received = DAY_MAX, body = 0, why = 0;
    Str     act, unread;
    bool    good = count_next(&line, fold->feeds - 1, &feed) && count_next(&line, INT64_MAX, &seq) &&
                some_next(&line, fold->final - 1, &at) && kind_next(&line, &e->kind) &&
                state_next(&line, &e->state) && count_next(&line, DAY_MAX, &day) &&
                some_next(&line, DAY_MAX - 1, &received) && word_next(&line, &act) &&
                count_next(&line, BODY_BYTES_MOST, &body) && count_next(&line, BODY_BYTES_MOST, &why);
    if (!good || line.len || rest->len < body + why + 1 || rest->at[body + why] != '\n')
        return false;
    bool joint = e->kind && e->kind->joint != JOINT_NO;
    if (joint ? !hash_read(act, &e->act) : !str_equal(act, S("-")))
        return false;
    e->place = (Place){(Size)feed, seq};
    e->at = (Size)at;
    e->day = (Day)day;
    e->received = (Day)received;
    e->member = fold->names[feed];
    e->name = str_format(fold->arena, "%.*s/%lld", STR_ARG(e->member), (long long)seq);
    e->text = str_slice(*rest, 0, body);
    e->why = str_slice(*rest, body, body + why);
    *rest = str_slice(*rest, body + why + 1, rest->len);
    return !body || body_read(fold->arena, e->text, &e->body, &unread);
}

static bool read_heads(Fold *fold, Str *rest)
{
    Str line, name;
    if (!line_next(rest, &line) || !str_equal(line, HEADING) || !line_named(rest, S("state "), &line) ||
        !hash_read(line, &fold->state))
        return false;
    int64_t final = 0;
    if (!line_named(rest, S("final "), &line) || !count_read(line, INT64_MAX - 1, &final))
        return false;
    fold->final = (Size) final;
    while (fold->feeds < FEEDS_MOST && line_named(rest, S("feed "), &line)) {
        if (!word_next(&line, &name) || !member_valid(name) ||
            !count_read(line, INT64_MAX, &fold->heads[fold->feeds]))
            return false;
        fold->names[fold->feeds++] = name;
    }
    (void)line_named(rest, S("blocked "), &fold->blocked);
    return true;
}

bool fold_read(Arena *arena, Str bytes, Fold *out, Str *why)
{
    Fold fold = {.arena = arena};
    Str  rest = bytes, line = S("");
    bool good = read_heads(&fold, &rest);
    while (good && rest.len) {
        FoldEntry e = {0};
        good = line_named(&rest, S("entry "), &line) && read_entry(&fold, line, &rest, &e) &&
               (e.at < 0 || fold.pending == fold.entries.count);
        if (good)
            *PUSH(arena, &fold.entries) = e;
        fold.pending += good && e.at >= 0;
    }
    if (good && str_equal(fold_write(arena, &fold), bytes)) {
        *out = fold;
        return true;
    }
    *why = S("this is no snapshot of a fold");
    return false;
}
