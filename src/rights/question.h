/* question.h - a question in the words of the text.
 *
 *     [may] WHO ACT [THING] [under ASSET] [in FIELD] [at COUNTRY] [to RECIPIENTS] [level N] [version V] [on
 * DATE]
 *
 * The order is free: every name says by its declaration what it is. */
#ifndef ENT_RIGHTS_QUESTION_H
#define ENT_RIGHTS_QUESTION_H
#include "rights/answer.h"

/* The tokens [first, end) of a tree that shares the words of the agreement. */
typedef struct {
    const Tree    *tree;
    const Sources *sources;
    Diags         *diags;
    int32_t        first, end;
} QuestionText;

/* `day`: the day when the question names none; DAY_MIN: it must. False: findings were recorded. */
bool question_read(const Rules *rules, Arena *arena, const QuestionText *text, Day day, Question *out);
/* The status that words such as `not needed` or `licensed except lidar-1` mean. */
bool status_read(const Rules *rules, const Tree *tree, int32_t first, int32_t end, Status *status,
                 int32_t *except);
#endif
