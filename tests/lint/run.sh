#!/usr/bin/env bash
# Runs every lint on the tree, and each on samples that prove that it finds what it is for.
set -eu -o pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export PYTHONDONTWRITEBYTECODE=1
passed=0
failed=0

for check in "$here"/check_*; do
    name=$(basename "$check")
    case "$name" in
        *.py) command=(python3 "$check") ;;
        *) command=(bash "$check") ;;
    esac
    if output=$("${command[@]}" 2>&1); then
        passed=$((passed + 1))
        printf '   ok      %s\n' "$name"
    else
        failed=$((failed + 1))
        printf '   FAILED  %s\n%s\n' "$name" "$output"
    fi
done

output=$(python3 "$here/self_test.py" 2>&1) || true
last=$(printf '%s\n' "$output" | tail -n 1)
printf '%s\n' "$output" | sed '$d'
printf '   the lints on their samples: %s\n' "$last"
if [[ "$last" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
else
    failed=$((failed + 1))
fi

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
