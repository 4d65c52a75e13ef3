/* ask.h - everything between an agreement's path and an answer: terms, facts, standing, index. */
#ifndef ENT_APP_ASK_H
#define ENT_APP_ASK_H
#include "app/load.h"
#include "rights/question.h"

typedef struct Recorded Recorded; /* recorded.h */

typedef struct {
    Session  *session;
    Loaded    loaded;
    Facts     facts;
    Standing *standing;
    Rules    *rules;
    Index    *index;
    Recorded *recorded; /* where the facts come from; NULL: from a file, or nowhere */
    Diags    *lint;     /* what the lint found, for examples that expect it; NULL: it did not run */
    Diags    *accepted; /* what it found and the text accepts: that is found, too */
} Asking;

/* Loads the agreement and its facts: `facts_path`, or, when empty, those of the record if the path lies in a
 * workspace, else facts.entente beside agreement.md if there is one. In a workspace the signed text answers.
 * Findings are in the session. False: a file could not be read; *why says which. */
CHECKED bool asking_open(Session *session, Str path, Str facts_path, Asking *out, Str *why);
/* The facts alone, for terms that are loaded already. */
CHECKED bool asking_facts(Asking *asking, Str facts_path, Str *why);
/* Standing, rules and index of terms and facts. */
void asking_build(Asking *asking, const Facts *facts);
/* Reads a question from words that a person typed. False: findings were recorded. */
bool asking_question(Asking *asking, Str text, Day day, Question *out);
bool asking_has_examples(const Asking *asking);
/* Runs the examples of the agreement; each that fails is a finding. Returns how many ran. */
int asking_examples(Asking *asking);
#endif
