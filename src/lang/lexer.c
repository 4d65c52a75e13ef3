/* lexer.c - see lexer.h. One table gives the class of each byte; every rule is one loop. */
#include "lang/lexer.h"

#include "base/date.h"

enum { C_OTHER, C_SPACE, C_LOWER, C_UPPER, C_DIGIT };

static const unsigned char classes[256] = {
    [' '] = C_SPACE, ['\t'] = C_SPACE, ['\r'] = C_SPACE, ['a'] = C_LOWER, ['b'] = C_LOWER, ['c'] = C_LOWER,
    ['d'] = C_LOWER, ['e'] = C_LOWER,  ['f'] = C_LOWER,  ['g'] = C_LOWER, ['h'] = C_LOWER, ['i'] = C_LOWER,
    ['j'] = C_LOWER, ['k'] = C_LOWER,  ['l'] = C_LOWER,  ['m'] = C_LOWER, ['n'] = C_LOWER, ['o'] = C_LOWER,
    ['p'] = C_LOWER, ['q'] = C_LOWER,  ['r'] = C_LOWER,  ['s'] = C_LOWER, ['t'] = C_LOWER, ['u'] = C_LOWER,
    ['v'] = C_LOWER, ['w'] = C_LOWER,  ['x'] = C_LOWER,  ['y'] = C_LOWER, ['z'] = C_LOWER, ['A'] = C_UPPER,
    ['B'] = C_UPPER, ['C'] = C_UPPER,  ['D'] = C_UPPER,  ['E'] = C_UPPER, ['F'] = C_UPPER, ['G'] = C_UPPER,
    ['H'] = C_UPPER, ['I'] = C_UPPER,  ['J'] = C_UPPER,  ['K'] = C_UPPER, ['L'] = C_UPPER, ['M'] = C_UPPER,
    ['N'] = C_UPPER, ['O'] = C_UPPER,  ['P'] = C_UPPER,  ['Q'] = C_UPPER, ['R'] = C_UPPER, ['S'] = C_UPPER,
    ['T'] = C_UPPER, ['U'] = C_UPPER,  ['V'] = C_UPPER,  ['W'] = C_UPPER, ['X'] = C_UPPER, ['Y'] = C_UPPER,
    ['Z'] = C_UPPER, ['0'] = C_DIGIT,  ['1'] = C_DIGIT,  ['2'] = C_DIGIT, ['3'] = C_DIGIT, ['4'] = C_DIGIT,
    ['5'] = C_DIGIT, ['6'] = C_DIGIT,  ['7'] = C_DIGIT,  ['8'] = C_DIGIT, ['9'] = C_DIGIT,
};

static int class_at(const Lexer *lx, int32_t at)
{
    return at < lx->end ? classes[(unsigned char)lx->text[at]] : C_OTHER;
}

static char char_at(const Lexer *lx, int32_t at) { return (char)(at < lx->end ? lx->text[at] : '\0'); }

Lexer lexer_new(const Source *source, Span span, Words *words, Diags *diags)
{
    return (Lexer){.text = source->text.at,
                   .base = source->base,
                   .at = span.from - source->base,
                   .end = span.to - source->base,
                   .words = words,
                   .diags = diags,
                   .line_start = true};
}

static Span span_of(const Lexer *lx, int32_t from, int32_t to)
{
    return (Span){lx->base + from, lx->base + to};
}

static Token token(Lexer *lx, TokenKind kind, int32_t from, int32_t to)
{
    lx->at = to;
    return (Token){span_of(lx, from, to), 0, kind};
}

static Token word_token(Lexer *lx, TokenKind kind, int32_t from, int32_t to)
{
    Token t = token(lx, kind, from, to);
    t.word = word_of(lx->words, (Str){lx->text + from, to - from});
    return t;
}

static Str lowered(Lexer *lx, int32_t from, int32_t to)
{
    Text text = text_new(lx->diags->arena);
    for (int32_t at = from; at < to; at++) {
        char c = lx->text[at];
        if (class_at(lx, at) == C_UPPER)
            c = (char)(c + 32);
        text_char(&text, (char)(c == '_' ? '-' : c));
    }
    return text_str(&text);
}

static bool is_word_char(const Lexer *lx, int32_t at)
{
    return class_at(lx, at) >= C_LOWER || char_at(lx, at) == '_';
}

static int32_t end_of_misspelt(const Lexer *lx, int32_t to)
{
    while (is_word_char(lx, to) ||
           ((char_at(lx, to) == '-' || char_at(lx, to) == '/') && is_word_char(lx, to + 1)))
        to++;
    bool more = char_at(lx, to) == ' ' && class_at(lx, to + 1) == C_UPPER && class_at(lx, to + 2) == C_LOWER;
    return more ? end_of_misspelt(lx, to + 1) : to; /* `New York` is one mistake */
}

/* `3 November 2025` */
static bool is_month(Str word)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    for (Size i = 0; i < COUNT(months); i++)
        if (str_equal(word, str_from(months[i])))
            return true;
    return false;
}

/* `Aurora`, `net_sales`: taken as the name that was meant, with one finding. */
static Token misspelt(Lexer *lx, int32_t from)
{
    int32_t to = end_of_misspelt(lx, from);
    Str     meant = lowered(lx, from, to);
    if (is_month(meant)) {
        lx->broken = true;
        diag_error(lx->diags, "E0204", span_of(lx, from, to), S("there is no such date"),
                   S("a month is written in figures"))
            ->help = S("write a day as 2026-03-01, a month as 2026-03, a quarter as 2026-Q1");
        return word_token(lx, T_NAME, from, to);
    }
    Diag *diag = diag_error(lx->diags, "E0202", span_of(lx, from, to),
                            S("a name is written in small letters, a code in capitals"), S("mixes the two"));
    diag->help =
        str_find(meant, ' ') < 0
            ? str_format(lx->diags->arena, "write `%.*s`, or put words of prose in quotes", STR_ARG(meant))
            : S("put words of prose in quotes; a name is one word, with hyphens");
    Token t = token(lx, T_NAME, from, to);
    t.word = word_of(lx->words, meant);
    return t;
}

/* `30/360`, `30E/360` and `actual/365F` are words, though they look like numbers or misspelt names. */
static int32_t end_of_day_count(const Lexer *lx)
{
    static const char *const counts[] = {"30/360", "30E/360", "actual/365F"};
    for (Size i = 0; i < COUNT(counts); i++) {
        Str     count = str_from(counts[i]);
        int32_t to = lx->at + (int32_t)count.len;
        bool    ends = !is_word_char(lx, to) && char_at(lx, to) != '-' && char_at(lx, to) != '/';
        if (ends && str_starts((Str){lx->text + lx->at, lx->end - lx->at}, count))
            return to;
    }
    return lx->at;
}

static Token lex_word(Lexer *lx)
{
    int32_t from = lx->at, to = end_of_day_count(lx);
    if (to > from)
        return word_token(lx, T_NAME, from, to);
    int  first = class_at(lx, from);
    bool code = first == C_UPPER;
    for (;; to++) {
        int c = class_at(lx, to);
        if (c == C_DIGIT || c == first)
            continue;
        if (char_at(lx, to) == '-' && (class_at(lx, to + 1) == first || class_at(lx, to + 1) == C_DIGIT))
            continue;
        bool step = !code && char_at(lx, to) == '/' &&
                    (class_at(lx, to + 1) == C_LOWER || class_at(lx, to + 1) == C_DIGIT);
        if (!step)
            break;
    }
    if (is_word_char(lx, to))
        return misspelt(lx, from);
    return word_token(lx, code ? T_CODE : T_NAME, from, to);
}

static Token bad_number(Lexer *lx, int32_t from, int32_t to, const char *label, const char *help)
{
    while (is_word_char(lx, to) || char_at(lx, to) == '.')
        to++;
    lx->broken = true;
    diag_error(lx->diags, "E0203", span_of(lx, from, to),
               S("this number is not written as the language writes numbers"), str_from(label))
        ->help = str_from(help);
    return word_token(lx, T_NUMBER, from, to);
}

/* 2026-01-01, 2026-03, 2026-Q1; the digits of the year are read already. */
static Token lex_date(Lexer *lx, int32_t from, int32_t to)
{
    while (is_word_char(lx, to) || (char_at(lx, to) == '-' && is_word_char(lx, to + 1)))
        to++;
    Str  text = {lx->text + from, to - from};
    Day  day = 0;
    Days period = {0};
    if (day_parse(text, &day))
        return word_token(lx, T_DATE, from, to);
    if (period_parse(text, &period))
        return word_token(lx, T_PERIOD, from, to);
    lx->broken = true;
    diag_error(lx->diags, "E0204", span_of(lx, from, to), S("there is no such date"),
               text.len == 10 ? S("this day is not in the calendar") : S("not a date or a period"))
        ->help = S("write a day as 2026-03-01, a month as 2026-03, a quarter as 2026-Q1");
    return word_token(lx, T_DATE, from, to);
}

/* 01-05-2026, 2026/01/05 and 0-100: a date of elsewhere, or a range; the first digits are read already. */
static Token lex_joined(Lexer *lx, int32_t from, int32_t to)
{
    int joints = 0;
    while (class_at(lx, to) == C_DIGIT ||
           ((char_at(lx, to) == '-' || char_at(lx, to) == '/') && class_at(lx, to + 1) == C_DIGIT))
        joints += class_at(lx, to++) != C_DIGIT;
    if (joints == 1)
        return bad_number(lx, from, to, "a mark between two numbers",
                          "write a word: `0 to 100`, `1 through 5`, `1 divided by 2`");
    lx->broken = true;
    diag_error(lx->diags, "E0204", span_of(lx, from, to), S("there is no such date"),
               S("not a date of the language"))
        ->help = S("write a day as 2026-03-01, a month as 2026-03, a quarter as 2026-Q1");
    return word_token(lx, T_DATE, from, to);
}

static Token lex_number(Lexer *lx)
{
    int32_t from = lx->at, to = end_of_day_count(lx);
    if (to > from)
        return word_token(lx, T_NAME, from, to);
    while (class_at(lx, to) == C_DIGIT || (char_at(lx, to) == '_' && class_at(lx, to + 1) == C_DIGIT))
        to++;
    if (char_at(lx, to) == '-' && to - from == 4 && is_word_char(lx, to + 1))
        return lex_date(lx, from, to);
    if ((char_at(lx, to) == '-' || char_at(lx, to) == '/') && class_at(lx, to + 1) == C_DIGIT)
        return lex_joined(lx, from, to);
    int32_t whole = to;
    int     points = 0;
    while (char_at(lx, to) == '.' && class_at(lx, to + 1) == C_DIGIT) {
        points++;
        for (to++; class_at(lx, to) == C_DIGIT;)
            to++;
    }
    if (is_word_char(lx, to) || (char_at(lx, to) == '-' && is_word_char(lx, to + 1)))
        return bad_number(lx, from, to, "letters right behind the digits",
                          "put a space before the unit: `5 years`; no exponents: write all digits");
    bool thousands = !points && whole - from <= 3 && char_at(lx, to) == ',' &&
                     class_at(lx, to + 1) == C_DIGIT && class_at(lx, to + 2) == C_DIGIT &&
                     class_at(lx, to + 3) == C_DIGIT && class_at(lx, to + 4) != C_DIGIT;
    if (thousands) {
        while (char_at(lx, to) == ',' && class_at(lx, to + 1) == C_DIGIT)
            for (to++; class_at(lx, to) == C_DIGIT;)
                to++;
        return bad_number(lx, from, to, "a comma between digits", "commas make lists: write `1_000`");
    }
    if (points > 1)
        return word_token(lx, T_VERSION, from, to);
    if (char_at(lx, to) == '%')
        return word_token(lx, T_PERCENT, from, to + 1);
    return word_token(lx, T_NUMBER, from, to);
}

static Token lex_text(Lexer *lx)
{
    int32_t from = lx->at, to = from + 1;
    for (; to < lx->end && lx->text[to] != '\n'; to++) {
        if (lx->text[to] != '"')
            continue;
        if (char_at(lx, to + 1) != '"')
            return word_token(lx, T_TEXT, from, to + 1);
        to++;
    }
    while (to > from + 1 &&
           (class_at(lx, to - 1) == C_SPACE || lx->text[to - 1] == '}' || lx->text[to - 1] == ';'))
        to--; /* what ends the statement, and its block, still does */
    diag_error(lx->diags, "E0205", span_of(lx, from, from + 1), S("a quoted text is not closed on its line"),
               S("opened here"))
        ->help = S("close it with \"; a quote inside is written \"\"");
    return word_token(lx, T_TEXT, from, to);
}

static Token lex_paren(Lexer *lx)
{
    int32_t from = lx->at, to = from + 1;
    while (to - from <= LABEL_MOST && (class_at(lx, to) == C_LOWER || class_at(lx, to) == C_DIGIT))
        to++;
    if (to == from + 1 || char_at(lx, to) != ')')
        return token(lx, T_OPEN_PAREN, from, from + 1);
    bool  attached = from > 0 && is_word_char(lx, from - 1);
    Token t = token(lx, attached ? T_PART : T_LABEL, from, to + 1);
    t.word = word_of(lx->words, (Str){lx->text + from + 1, to - from - 1});
    return t;
}

/* What to write instead of a character that has no meaning. */
static const char *meaning_of(const Lexer *lx, int32_t from)
{
    char c = lx->text[from];
    if (c == '/' && char_at(lx, from + 1) == '/')
        return "a comment begins with `#`";
    if (c == '%')
        return "write it right behind the number: `5%`";
    if (c == '$')
        return "write the currency behind the number: `5 USD`";
    if (c == '\'' || c == '`')
        return "a text stands between \" and \"";
    if (c == '=')
        return "write a word: `is` in a condition, `equals` in a definition; a row has `:`";
    if (((unsigned char)c & 0x80) != 0)
        return "names have the letters a to z; how they are spelt in prose stands in quotes";
    return "arithmetic is written in words (plus, less, times, divided by); prose goes in quotes";
}

/* Past one character that has no meaning, and what repeats it: one finding for a run. */
static void skip_unknown(Lexer *lx)
{
    lx->broken = true;
    int32_t from = lx->at, to = from + 1;
    while (to < lx->end && ((unsigned char)lx->text[to] & 0xc0) == 0x80)
        to++;
    Str character = {lx->text + from, to - from};
    diag_error(lx->diags, "E0201", span_of(lx, from, to), S("this character has no meaning here"),
               S("not part of the language"))
        ->help = str_from(meaning_of(lx, from));
    for (lx->at = to; str_starts((Str){lx->text + lx->at, lx->end - lx->at}, character);)
        lx->at += (int32_t)character.len;
}

static Token lex_comment(Lexer *lx)
{
    int32_t from = lx->at, to = from;
    while (to < lx->end && lx->text[to] != '\n')
        to++;
    int32_t end = to;
    while (end > from && class_at(lx, end - 1) == C_SPACE)
        end--;
    Token t = token(lx, T_COMMENT, from, end);
    lx->at = to;
    return t;
}

/* A mark, or 0. */
static TokenKind mark_at(const Lexer *lx)
{
    static const unsigned char marks[256] = {
        [','] = T_COMMA,         [':'] = T_COLON,      [';'] = T_SEMI,        ['|'] = T_BAR,
        [')'] = T_CLOSE_PAREN,   ['{'] = T_OPEN_BRACE, ['}'] = T_CLOSE_BRACE, ['['] = T_OPEN_BRACKET,
        [']'] = T_CLOSE_BRACKET, ['\n'] = T_LINE,
    };
    return (TokenKind)marks[(unsigned char)lx->text[lx->at]];
}

Token lexer_next(Lexer *lx)
{
    for (bool spaced = lx->line_start;; skip_unknown(lx), spaced = false) {
        while (class_at(lx, lx->at) == C_SPACE) {
            lx->at++;
            spaced = true;
        }
        lx->line_start = false;
        if (lx->at >= lx->end)
            return token(lx, T_END, lx->end, lx->end);
        switch (class_at(lx, lx->at)) {
        case C_LOWER:
        case C_UPPER: return lex_word(lx);
        case C_DIGIT: return lex_number(lx);
        default: break;
        }
        char c = lx->text[lx->at];
        if (c == '"')
            return lex_text(lx);
        if (c == '(')
            return lex_paren(lx);
        if (c == '#' && spaced)
            return lex_comment(lx);
        lx->line_start = c == '\n';
        if (mark_at(lx))
            return token(lx, mark_at(lx), lx->at, lx->at + 1);
    }
}

Word lexer_word_at(const Lexer *lx, int32_t at)
{
    while (class_at(lx, at) == C_SPACE)
        at++;
    int32_t to = at;
    while (class_at(lx, to) == C_LOWER)
        to++;
    bool whole = !is_word_char(lx, to) && char_at(lx, to) != '-' && char_at(lx, to) != '/';
    return whole ? word_known(lx->words, (Str){lx->text + at, to - at}) : 0;
}

Str text_value(Arena *arena, Str quoted)
{
    Str inner = quoted.len >= 2 && quoted.at[quoted.len - 1] == '"'
                    ? str_slice(quoted, 1, quoted.len - 1)
                    : str_slice(quoted, quoted.len > 0, quoted.len);
    if (str_find(inner, '"') < 0)
        return inner;
    Text text = text_new(arena);
    for (Size i = 0; i < inner.len; i++) {
        text_char(&text, inner.at[i]);
        i += inner.at[i] == '"';
    }
    return text_str(&text);
}

const char *token_kind_name(TokenKind kind)
{
    static const char *const names[] = {
        [T_END] = "the end",
        [T_LINE] = "the end of the line",
        [T_COMMENT] = "a comment",
        [T_NAME] = "a name",
        [T_CODE] = "a code",
        [T_NUMBER] = "a number",
        [T_VERSION] = "a version",
        [T_PERCENT] = "a percentage",
        [T_DATE] = "a date",
        [T_PERIOD] = "a period",
        [T_TEXT] = "a quoted text",
        [T_LABEL] = "a label",
        [T_PART] = "a part",
        [T_COMMA] = "`,`",
        [T_COLON] = "`:`",
        [T_SEMI] = "`;`",
        [T_BAR] = "`|`",
        [T_OPEN_PAREN] = "`(`",
        [T_CLOSE_PAREN] = "`)`",
        [T_OPEN_BRACE] = "`{`",
        [T_CLOSE_BRACE] = "`}`",
        [T_OPEN_BRACKET] = "`[`",
        [T_CLOSE_BRACKET] = "`]`",
    };
    return names[kind];
}
