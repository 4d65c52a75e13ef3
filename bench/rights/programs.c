/* programs.c - running other programs to measure them. See peers.h. */
#include "peers.h"

#include "clock.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* spawn wants arguments that it may change; it does not. */
typedef union {
    const char *const *given;
    char *const       *wanted;
} Args;

static bool run(const char *const *given, int *code)
{
    Args                       args = {given};
    posix_spawn_file_actions_t quiet;
    pid_t                      child = 0;
    int                        status = 0;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    bool ran = posix_spawnp(&child, given[0], &quiet, NULL, args.wanted, environ) == 0 &&
               waitpid(child, &status, 0) == child;
    posix_spawn_file_actions_destroy(&quiet);
    *code = ran && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran && *code >= 0;
}

static double children_ms(void)
{
    struct rusage used = {0};
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
}

double program_ms(const char *const *args, int times, double *cpu_ms)
{
    double best = -1;
    for (int i = 0; i < times; i++) {
        int    code = 0;
        double used = children_ms(), start = wall_ms();
        bool   ran = run(args, &code);
        double ms = wall_ms() - start;
        used = children_ms() - used;
        if (!ran || code > 1) {
            fprintf(stderr, "bench: %s %s %s ended with %d\n", args[0], args[1], args[2], code);
            return -1;
        }
        *cpu_ms = best < 0 || used < *cpu_ms ? used : *cpu_ms;
        best = best < 0 || ms < best ? ms : best;
    }
    return best;
}

bool cedar_there(void)
{
    const char *deps = getenv("BENCH_DEPS");
    char        path[4096];
    int         code = 0;
    snprintf(path, sizeof path, "%s/node_modules/@cedar-policy/cedar-wasm", deps ? deps : "");
    const char *const node[] = {"node", "--version", NULL};
    if (deps && access(path, R_OK) == 0 && run(node, &code) && code == 0)
        return true;
    puts("Cedar: not measured: needs node, and @cedar-policy/cedar-wasm in the folder that BENCH_DEPS names");
    return false;
}

bool cedar_measure(const char *folder, int count, double *us, int *mismatches)
{
    char        command[8192], line[256];
    const char *script = getenv("BENCH_CEDAR");
    if (!script || !cedar_there())
        return false;
    snprintf(command, sizeof command, "node '%s' '%s' %d", script, folder, count);
    FILE *out = popen(command, "r");
    bool  told = out && fgets(line, sizeof line, out) && sscanf(line, "%lf %d", us, mismatches) == 2;
    return out && pclose(out) == 0 && told;
}
