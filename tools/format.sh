#!/bin/sh
# format.sh - lays out all C as .clang-format says; with --check it only names the files that differ.
# Other versions of clang-format lay out differently, so only 14 will do; without it the check is skipped (77).
set -eu
cd "$(dirname "$0")/.."
program=clang-format-14
if ! command -v $program >/dev/null; then
    echo "$program is not installed: apt-get install $program" >&2
    exit 77
fi
files() {
    for folder in src test bench fuzz; do
        [ ! -d $folder ] || find $folder -name '*.[ch]' -print0
    done
}
if [ "${1-}" != --check ]; then
    files | xargs -0 -r $program -i
    exit
fi
said=$(files | xargs -0 -r $program --dry-run -Werror 2>&1) && exit 0
echo "not laid out as .clang-format says; run tools/format.sh:"
printf '%s\n' "$said" | sed -n 's/^\([^ :]*\):[0-9]*:[0-9]*: error:.*/\1/p' | sort -u
exit 1
