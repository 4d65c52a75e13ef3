/* tables_data.h - the shape of the generated tables; only tables.c and calendar.c look at them.
 *
 * tools/make_tables.py writes the arrays at build time. All text lies in one pool and rows hold
 * offsets into it, so that everything stays in read-only memory and needs no relocation.
 * Every array is sorted by its code (byte order) unless said otherwise. */
#ifndef ENT_TABLES_DATA_H
#define ENT_TABLES_DATA_H
#include "base/date.h"
#include "terms/data/tables.h"

typedef struct {
    uint32_t at;
    uint32_t len; /* 0: no text */
} Piece;

typedef struct {
    Piece code, name;
} CountryRow;

/* A name, alpha-3 code or everyday word, folded as country_fold does. */
typedef struct {
    Piece   word;
    int16_t country;
} WordRow;

typedef struct {
    Piece code, instead, help, withdrawn; /* withdrawn: "2003-07-23" or "1977" */
} WrongRow;

typedef struct {
    char    code[8];
    int16_t country;
    Piece   name;
} SubdivisionRow;

typedef struct {
    char   code[4];
    int8_t minor; /* -1: none */
    Days   days;
    Piece  name;
} CurrencyRow;

typedef struct {
    Piece   code, name;
    int32_t first, count; /* into membership_rows, there by country, then by day */
} GroupRow;

typedef struct {
    Piece   name;
    int16_t country; /* -1: none */
} ZoneRow;

typedef struct {
    Piece rule, place, source, text;
    Days  days;
} LawRow;

typedef struct {
    Piece words;
    Day   last;
} BenchmarkRow;

/* How a rule names its day, and what a weekend does to it; data/calendars.tsv explains both. */
typedef enum { DATE_FIXED, DATE_EASTER, DATE_WEEKDAY } DateShape;
typedef enum { MOVE_NONE, MOVE_SUNDAY, MOVE_NEXT } DateMove;

typedef struct {
    DateShape shape;
    DateMove  move;
    int16_t   month, day;
    int16_t   offset; /* DATE_EASTER: days after Easter Sunday; DATE_WEEKDAY: 0 Monday .. 6 Sunday */
    int16_t   from, through;
    Piece     name;
} RuleRow;

typedef struct {
    Day   day;
    bool  closed; /* false: a rule's day taken away */
    Piece name;
} SingleRow;

enum { CALENDAR_RULES_MAX = 30 }; /* of one calendar; the generator refuses more */

typedef struct {
    Piece   code, name;
    int16_t first_year, last_year;
    int32_t rule, rule_count, single, single_count; /* rules in written order, singles by day */
} CalendarRow;

extern const char           table_text[];
extern const CountryRow     country_rows[];
extern const int16_t        country_letters[]; /* [26 * first letter + second]: country or -1 */
extern const WordRow        country_words[];
extern const WrongRow       wrong_rows[];
extern const SubdivisionRow subdivision_rows[];
extern const CurrencyRow    currency_rows[];
extern const GroupRow       group_rows[];
extern const Membership     membership_rows[];
extern const ZoneRow        zone_rows[];
extern const LawRow         law_rows[];
extern const BenchmarkRow   benchmark_rows[];
extern const CalendarRow    calendar_rows[];
extern const RuleRow        rule_rows[];
extern const SingleRow      single_rows[];
extern const int32_t        country_word_count, wrong_count, subdivision_rows_count, currency_rows_count;
extern const int32_t        group_rows_count, zone_rows_count, calendar_rows_count, tables_known_day;
extern const int32_t        law_rows_count, laws_known_day, benchmark_rows_count;
extern const char           tables_digest_hex[65];

/* The code of a row. */
typedef Str (*CodeAt)(int row);
/* The row whose code is exactly `code` in a sorted table, or -1. */
int table_find(Str code, int count, CodeAt code_at);
/* For tables of upper-case codes: another case of a code gives that code, else the nearest or S_NONE. */
Str table_hint(Str wrong, int count, CodeAt code_at);

static inline Str piece_str(Piece piece)
{
    return piece.len ? (Str){table_text + piece.at, (Size)piece.len} : S_NONE;
}
#endif
