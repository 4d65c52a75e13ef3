/* question.h - a question in the words of the text.
 *
 *     [may] WHO ACT [THING] [under ASSET] [in FIELD] [at COUNTRY] [to RECIPIENTS] [level N] [version V] [on DATE]
 *
 * The order is free: every name says by its declaration what it is. */
#ifndef ENT_RIGHTS_QUESTION_H
#define ENT_RIGHTS_QUESTION_H
#include "rights/answer.h"

/* Reads tokens [first, end) of a tree that shares the words of the agreement. `day`: the day when the
 * question names none; DAY_MIN: it must. False: findings were recorded. */
bool question_read(const Rules *rules, Arena *arena, const Tree *tree, int32_t first, int32_t end, Day day, Question *out,
                   Diags *diags, const Sources *sources);
/* The status that words such as `not needed` or `licensed except lidar-1` mean. */
bool status_read(const Rules *rules, const Tree *tree, int32_t first, int32_t end, Status *status, int32_t *except);
#endif
