/* verb_serve.c - entente serve: the own copy of the record for the other members, read-only. */
#include <stdio.h>

#include "app/serve.h"
#include "cli/working.h"

static const Option option_listen = {"--listen", "ADDRESS:PORT",
                                     "where; 127.0.0.1:8520 without it, which only this machine reaches"};
static const Option option_log = {"--log", NULL, "a line on stderr for each request"};

static void log_line(void *self, Str line)
{
    (void)self;
    fprintf(stderr, "%.*s\n", STR_ARG(line));
}

static bool loopback(Str address)
{
    return str_starts(address, S("http://127.")) || str_starts(address, S("http://[::1]"));
}

static Exit run(Command *c)
{
    Workspace ws;
    Str       why = S(""), where = command_option(c, "--listen");
    if (c->arguments.count)
        return command_usage(c, "`serve` takes no arguments; --in says which workspace");
    Exit done = command_workspace(c, LOAD_RECORD, &ws);
    if (done != EXIT_YES)
        return done;
    if (ws.feed < 0) {
        command_say(c, "%.*s is no member of this agreement, so nobody could ask it",
                    STR_ARG(ws.config.member));
        workspace_close(&ws);
        return EXIT_NO;
    }
    Serve *serve = serve_new(c->arena, &ws);
    serve->log = command_has(c, "--log") ? log_line : NULL;
    HttpServer *server = http_server_start(c->arena, where.len ? where : S("127.0.0.1:8520"),
                                           (HttpAnswers){serve_answer, serve}, &why);
    if (server) {
        Str address = http_server_address(c->arena, server);
        text_format(&c->out, "Serving the record of %.*s at %.*s\n", STR_ARG(ws.config.member),
                    STR_ARG(address));
        if (!loopback(address))
            text_add(&c->out,
                     S("This machine can be reached from others there, and what it says is not encrypted: "
                       "put a server that speaks TLS in front.\n"));
        command_flush(c);
        (void)fflush(stdout);
        http_server_wait();
        http_server_stop(server);
    } else {
        command_say(c, "%.*s", STR_ARG(why));
        done = EXIT_WORLD;
    }
    arena_free(&serve->passing);
    workspace_close(&ws);
    return done;
}

const Verb verb_serve = {
    .name = "serve",
    .summary = "lets the other members read the own copy of the record",
    .synopsis = "[--listen ADDRESS:PORT] [--log] [--in FOLDER]",
    .doc =
        "Others pull with `entente sync`. Every request is signed by a member, and is answered once; a body "
        "goes "
        "to its audience only. Nothing can be written here, and no keys are needed. New entries are seen at "
        "once. Ctrl-C or SIGTERM ends it when the answer under way is sent.",
    .examples = {"entente serve --in build/alpha",
                 "entente serve --in build/alpha --listen 127.0.0.1:9000 --log"},
    .options = {&option_listen, &option_log, &option_in},
    .run = run,
};
