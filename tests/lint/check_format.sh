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
find config protocol storage server tests -name node_modules -prune -o -path tests/lint/samples -prune \
    -o -type f \( -name '*.hpp' -o -name '*.cpp' \) -print0 |
    xargs -0 -r -n 12 -P "$(nproc)" clang-format-14 --style=file "${mode[@]}"
