/* traces.h - a full trace, for people and for programs. */
#ifndef ENT_REPORT_TRACES_H
#define ENT_REPORT_TRACES_H
#include "report/answers.h"
#include "rights/trace.h"

typedef struct {
    AnswerView answer;
    LIST_OF(TracedCell) cells; /* one for each asset that is needed */
    LIST_OF(TracedCell) parts; /* and for each part that is left out */
} TraceView;

void trace_print(Text *out, Arena *arena, const TraceView *view);
Str  trace_json(Arena *arena, const TraceView *view);
#endif
