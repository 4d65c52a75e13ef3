/* verbs.c - one row a verb. To add one: write verb_x.c, add its row here and its file to meson.build. */
#include "cli/verbs.h"

extern const Verb verb_check, verb_lint, verb_fmt, verb_explain, verb_may, verb_why, verb_map, verb_diff,
    verb_owe, verb_statement, verb_due, verb_notice, verb_init, verb_new, verb_join, verb_sign, verb_status,
    verb_log, verb_show, verb_verify, verb_doctor, verb_key, verb_heartbeat, verb_bundle, verb_sync,
    verb_serve, verb_verify_proof, verb_repair, verb_witness, verb_report, verb_measure, verb_fact, verb_pay,
    verb_done, verb_fx, verb_what_if, verb_help, verb_completion, verb_version;

static const Verb *const table[] = {
    &verb_check,   &verb_lint,       &verb_fmt,          &verb_explain,   &verb_may,       &verb_why,
    &verb_map,     &verb_diff,       &verb_owe,          &verb_statement, &verb_due,       &verb_notice,
    &verb_init,    &verb_new,        &verb_join,         &verb_sign,      &verb_status,    &verb_log,
    &verb_show,    &verb_verify,     &verb_doctor,       &verb_key,       &verb_heartbeat, &verb_bundle,
    &verb_sync,    &verb_serve,      &verb_verify_proof, &verb_repair,    &verb_witness,   &verb_report,
    &verb_measure, &verb_fact,       &verb_pay,          &verb_done,      &verb_fx,        &verb_what_if,
    &verb_help,    &verb_completion, &verb_version};

const Verb *const *verbs(Size *count)
{
    *count = COUNT(table);
    return table;
}

const Verb *verb_find(Str name)
{
    for (Size i = 0; i < COUNT(table); i++)
        if (str_equal(name, str_from(table[i]->name)))
            return table[i];
    return NULL;
}
