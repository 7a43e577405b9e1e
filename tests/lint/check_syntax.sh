#!/usr/bin/env bash
# Checks that every script can be read by its interpreter.
set -eu -o pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bad=0
while IFS= read -r -d '' file; do
    case "$file" in
        *.py) python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read(), sys.argv[1])' "$file" || bad=1 ;;
        *.mjs | *.js) node --check "$file" || bad=1 ;;
        *) bash -n "$file" || bad=1 ;;
    esac
done < <(find .ci config deploy server tests -name node_modules -prune -o -path tests/lint/samples -prune \
    -o -type f \( -name '*.sh' -o -name '*.py' -o -name '*.mjs' -o -name '*.js' -o -path .ci/run \) -print0)
exit "$bad"
