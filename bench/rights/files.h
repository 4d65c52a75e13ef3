/* files.h - the workload on disk: as an agreement for Entente, and as tables for other peers. */
#ifndef BENCH_FILES_H
#define BENCH_FILES_H
#include "workload.h"

/* Names in the agreement: p12, p6/k3/f1/l2, f0/s1, licence-17, kept-5002. Each is NUL-terminated. */
Str name_party(Arena *arena, int party);
Str name_asset(Arena *arena, int asset);
Str name_field(Arena *arena, const Workload *w, int field);

/* FOLDER/agreement.md and its schedules, each below 1 MiB. Returns their size. With `exclusive` every grant
 * says so: hardly an agreement to sign, but each pair of grants is then one that a conflict may hide in. */
Size agreement_write(Arena *arena, const Workload *w, const char *folder, bool exclusive);
/* One question a line, in the names of the agreement: p12,p6/k3/f1/l2,sell,f0/s1,DE,2017-01-01 */
Str questions_text(Arena *arena, const Workload *w, const WQuestion *questions, int count);

/* parties.csv assets.csv fields.csv countries.csv groups.csv rules.txt rules.jsonl queries.num queries.csv:
 * the files of the peers, in their names (P12, K3.1.2, F0.1), days counted from 2015-01-01 in the numeric
 * ones. */
void peers_write(Arena *arena, const Workload *w, const WQuestion *questions, int count, const char *folder);
void answers_write(Arena *arena, const WAnswer *answers, int count, const char *folder); /* oracle.csv */
#endif
