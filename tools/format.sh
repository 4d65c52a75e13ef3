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
differ=0
for folder in src test bench fuzz; do
    [ -d $folder ] || continue
    for file in $(find $folder -name '*.[ch]' | sort); do
        if [ "${1-}" != --check ]; then
            $program -i "$file"
        elif ! $program "$file" | cmp -s - "$file"; then
            echo "$file: not laid out as .clang-format says; run tools/format.sh"
            differ=1
        fi
    done
done
exit $differ
