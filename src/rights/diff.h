/* diff.h - what a new text permits that an old one did not, and the other way round.
 *
 * Every cell of licensee x asset x act x field x product x country is compared on every interval of
 * days within which neither text changes its answer; equal neighbours are joined. Only cells that a
 * changed clause can reach are looked at: a clause is touched when it reads differently or speaks of
 * something that does, and a cell is reached when the sets of a touched rule, or what they except,
 * hold it. Names stand for the same in both texts when they are spelt alike or were only renamed; a
 * field or family that one text does not know is there what lies above it, or `any other`. */
#ifndef ENT_RIGHTS_DIFF_H
#define ENT_RIGHTS_DIFF_H
#include "rights/answer.h"
#include "rights/slice.h"
#include "terms/compare.h"

typedef enum {
    EFFECT_PERMITTED,
    EFFECT_FORBIDDEN,
    EFFECT_CONDITION,
    EFFECT_REASON,
    EFFECT_GROUPS
} EffectGroup;

typedef struct {
    EffectGroup group;
    Status      was, is;
    Str         was_clauses, is_clauses; /* that decide: "video, studio" */
    Str         was_terms, is_terms;     /* conditions that differ, statement by statement */
} EffectLabel;

typedef struct {
    LIST_OF(EffectLabel) labels;
    BoxList  boxes[EFFECT_GROUPS]; /* in the numbering of the names below; label: of labels */
    SetNames who, assets, acts, fields, products, places;
    LIST_OF(Str) idle; /* clauses that read differently without any effect under these facts */
    Size cells;        /* that were compared */
} EffectDiff;

/* `whole`: compares everything, without leaving out what no change can reach; for tests. */
EffectDiff diff_effect(const Index *old, const Index *now, const Comparison *comparison, Arena *arena,
                       bool whole);
bool       effect_empty(const EffectDiff *diff);

/* The numbers of both texts side by side, for tests: value i is old[i] there and now[i] here, -1: unknown. */
typedef struct {
    Numbering old, now;
    Size      count[DIM_INDEXED];
} Joint;
Joint joint_new(const Rules *old, const Rules *now, const Comparison *comparison, Arena *arena);
#endif
