#!/usr/bin/env bash
# Checks that this compiler gets the permitted forms of co_await right, and reports the forbidden ones.
set -eu -o pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for level in -Og -O2; do
    "${CXX:-g++}" -std=c++20 "$level" -Wall -Wextra -o "$folder/forms" "$here/toolchain/coroutine_forms.cpp"
    "$folder/forms" || { printf 'with %s\n' "$level"; exit 1; }
done
