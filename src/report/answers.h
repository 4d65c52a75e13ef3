/* answers.h - an answer for people and for programs. */
#ifndef ENT_REPORT_ANSWERS_H
#define ENT_REPORT_ANSWERS_H
#include "rights/answer.h"

typedef struct {
    const Rules    *rules;
    const Question *question;
    const Answer   *answer;
    Str             asked; /* the question as it was typed */
} AnswerView;

void answer_print(Text *out, Arena *arena, const AnswerView *view);
Str  answer_json(Arena *arena, const AnswerView *view); /* one object and a line end */
/* The sentence that ends every answer. */
Str answer_reach(void);
#endif
