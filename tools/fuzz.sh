#!/bin/sh
# fuzz.sh - runs one libFuzzer target on its seeds. Usage: fuzz.sh PROGRAM SEEDS [SECONDS]
# Without SECONDS: 5000 runs from a fixed seed, or as many as 30 s hold. New inputs go to a temporary folder,
# never into the seeds.
# A crash is kept as crash-* in the current folder, and its name is printed.
set -eu
program=$1 seeds=$2
found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT
dict=$(dirname "$seeds")/../$(basename "$seeds").dict
# libFuzzer's own exit code for a crash is 77, which meson would take for a skipped test.
set -- -error_exitcode=1 -max_len=4096 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 ${3:+-max_total_time=$3}
case "$*" in *max_total_time*) ;; *) set -- "$@" -runs=5000 -seed=1 -max_total_time=30 ;; esac
[ ! -f "$dict" ] || set -- "$@" "-dict=$dict"
[ -d "$seeds" ] || { echo "no seeds: make the folder $seeds and put one good input in it" >&2; exit 1; }
"$program" "$@" "$found" "$seeds"
