/* workload.h - W-ask: a licensing department's rules and questions, made from a seed.
 *
 * 200 parties in 40 groups of five; 100 estates of 4 families with 5 assets each; 300 fields of use in four
 * levels; 249 countries and 12 groups of them; six acts; the days of 2015 to 2035. 200 agreements of 25
 * grants and 500 reservations, each within one estate.
 *
 * A rule fits when licensee, asset, act, field, country and day all do. Any reservation that fits refuses,
 * and all that fit decide; else any grant that fits permits, and all that fit decide; else nothing decides. A
 * reservation without a licensee binds everyone but its owner.
 *
 * Everything is drawn from one stream of numbers in one order: reordering two draws changes all data. */
#ifndef BENCH_WORKLOAD_H
#define BENCH_WORKLOAD_H
#include "base/base.h"

enum {
    W_PARTIES = 200,
    W_ESTATES = 100,
    W_FAMILIES = 4,
    W_LEAVES = 5,
    W_FIRST_FAMILY = W_ESTATES,
    W_FIRST_LEAF = W_ESTATES + W_ESTATES * W_FAMILIES,
    W_ASSETS = W_FIRST_LEAF + W_ESTATES * W_FAMILIES * W_LEAVES,
    W_FIELDS = 300,
    W_TOP_FIELDS = 30,
    W_COUNTRIES = 249,
    W_GROUPS = 12,
    W_ACTS = 6,
    W_LAST_DAY = 7669,
    W_AGREEMENTS = 200,
    W_GRANTS_EACH = 25,
    W_GRANTS = W_AGREEMENTS * W_GRANTS_EACH,
    W_RESERVES = 500,
    W_RULES = W_GRANTS + W_RESERVES,
    W_GROUP = 1000,      /* added to the number of a group, in the places of a rule */
    W_FIRST_DAY = 16436, /* 2015-01-01, in days since 1970 */
    W_NAME = 24,
};

typedef struct {
    int      id, agreement, licensor, licensee; /* licensee -1: any */
    bool     reserve, affiliates;
    unsigned acts;
    int      from, through; /* days since 2015-01-01 */
    int      asset_count, assets[5], field_count, fields[4], without_count, without[2];
    int      place_count, places[6], except_count, except[5];
} WRule;

typedef struct {
    int asker, asset, act, field, country, day;
} WQuestion;

typedef struct {
    int           party_above[W_PARTIES], asset_above[W_ASSETS], field_above[W_FIELDS]; /* -1: none */
    int           field_child[W_FIELDS][32], field_children[W_FIELDS], fields;
    char          asset_name[W_ASSETS][W_NAME], field_name[W_FIELDS][W_NAME]; /* K3.1.2, F0.1 */
    char          country[W_COUNTRIES][3];
    unsigned char in_group[W_GROUPS][W_COUNTRIES];
    WRule         rules[W_RULES];
    uint64_t      state; /* of the stream of numbers */
} Workload;

extern const char *const w_group_names[W_GROUPS];
extern const char *const w_act_names[W_ACTS];

Workload *workload_new(Arena *arena, uint64_t seed);
/* The next question; rules come first, so questions are drawn after workload_new, in order. */
WQuestion workload_question(Workload *w);
/* Is `number` in the tree under `top`? */
bool              w_under(const int *above, int number, int top);
bool              w_rule_covers_field(const Workload *w, const WRule *rule, int field);
bool              w_rule_covers_country(const Workload *w, const WRule *rule, int country);
static inline int w_owner(int asset)
{
    int family = asset >= W_FIRST_LEAF ? (asset - W_FIRST_LEAF) / W_LEAVES : asset - W_FIRST_FAMILY;
    return 2 * (asset < W_FIRST_FAMILY ? asset : family / W_FAMILIES); /* estate i belongs to party 2i */
}

/* The answer by brute force: tries every rule with naive walks up the trees. */
enum { W_IDS = 16 };
typedef struct {
    bool permit;
    int  count, ids[W_IDS]; /* ascending */
} WAnswer;
WAnswer oracle_answer(const Workload *w, const WQuestion *question);
bool    answer_equal(const WAnswer *a, const WAnswer *b);
#endif
