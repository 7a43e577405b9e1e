#!/usr/bin/env bash
# Checks that the C++ sources are formatted as .clang-format says. With --fix, formats them instead.
# usage: check_format.sh [--fix] [file...]     without files: all
set -eu -o pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
mode=(--dry-run -Werror --ferror-limit=1)
if [ "${1:-}" = --fix ]; then
    mode=(-i)
    shift
fi
if [ "$#" -gt 0 ]; then
    clang-format-14 --style="file:$root/.clang-format" "${mode[@]}" "$@"
    exit
fi
cd "$root"
sources() {
    find config protocol storage server tests -name node_modules -prune -o -path tests/lint/samples -prune \
        -o -type f \( -name '*.hpp' -o -name '*.cpp' \) -print0
}
if ! report=$(sources | xargs -0 -r -n 12 -P "$(nproc)" clang-format-14 --style=file "${mode[@]}" 2>&1); then
    printf '%s\n' "$report" | grep -oE '[a-z][^ :]*:[0-9]+:[0-9]+: error' | sort -u |
        sed -E 's/^([^:]*:[0-9]+):[0-9]+: error$/\1: not formatted; tests\/lint\/check_format.sh --fix/'
    exit 1
fi
