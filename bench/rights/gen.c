/* gen.c - writes the workload: gen FOLDER [SEED [QUESTIONS [ANSWERS]]].
 *
 * The files of the peers (files.h), the agreement in Entente's text, and, for the first ANSWERS questions,
 * the reference answers. Seed 42 gives, with 1,000,000 questions, md5 43ce011785653298ac5db323ef3c21d3 for
 * rules.txt and 1c0db52c8cb0a77bcdf8f1408d8fd011 for queries.num. */
#include "files.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: gen FOLDER [SEED [QUESTIONS [ANSWERS]]]\n", stderr);
        return 2;
    }
    uint64_t   seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 42;
    int        count = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 1000000;
    int        answered = argc > 4 ? (int)strtol(argv[4], NULL, 10) : 0;
    Arena      arena = {0};
    Workload  *w = workload_new(&arena, seed);
    WQuestion *questions = NEW(&arena, WQuestion, count + 1);
    for (int i = 0; i < count; i++)
        questions[i] = workload_question(w);
    peers_write(&arena, w, questions, count, argv[1]);
    (void)agreement_write(&arena, w, argv[1], false);
    answered = answered < count ? answered : count;
    WAnswer *answers = NEW(&arena, WAnswer, answered + 1);
    for (int i = 0; i < answered; i++)
        answers[i] = oracle_answer(w, &questions[i]);
    if (answered)
        answers_write(&arena, answers, answered, argv[1]);
    arena_free(&arena);
    return 0;
}
