#!/usr/bin/env bash
# Performance figures for both databases, and the machine's own limits in the same run. Everything stays on the
# loopback interface, is bounded in count and time, and is gone afterwards. Plain HTTP, so that TLS, which
# both ends would pay for on this machine, does not blur the figures.
# tests/run.sh bench calls it; alone, it builds the release and starts a PostgreSQL itself.
#
#   COLLEGIUM_BENCH_ENGINES="sqlite postgresql"     which databases
#   COLLEGIUM_BENCH_OPTIONS="--notes 4000 ..."      sizes, see tests/bench/main.cpp
#   COLLEGIUM_BENCH_BUILD=build/release             build folder, used as it is when COLLEGIUM_BENCH_AS_IS=1
set -eu -o pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/deploy/packages.sh"
. "$root/deploy/build.sh"
. "$root/tests/support/postgres.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/collegium-bench.XXXXXX")
chmod 711 "$scratch"
server=""

stop_server() {
    if [ -z "$server" ]; then return 0; fi
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=""
}

finish() {
    local status=$?
    trap - EXIT
    stop_server
    stop_postgres
    rm -rf "$scratch"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Where the database of this engine is; makes a new one for PostgreSQL.
database_of() {
    local engine=$1 name
    if [ "$engine" = sqlite ]; then
        printf 'sqlite://%s/data/collegium.db' "$scratch"
        return 0
    fi
    name="collegium_bench_$$"
    PGOPTIONS="-c client_min_messages=warning" psql -q "$COLLEGIUM_TEST_POSTGRES" -c "DROP DATABASE IF EXISTS $name" -c "CREATE DATABASE $name" >/dev/null
    printf '%s/%s' "${COLLEGIUM_TEST_POSTGRES%/*}" "$name"
}

write_configuration() {
    local port=$1 database=$2
    cat >"$scratch/collegium.toml" <<TOML
[instance]
domain = "bench.localhost:$port"
name = "Bench District"
[http]
listen = ["127.0.0.1:$port"]
[storage]
database = "$database"
media = "file://$scratch/media"
[federation]
allow_addresses = ["127.0.0.0/8"]
[limits]
requests_per_5_minutes = 0
[log]
level = "warn"
TOML
}

start_server() {
    local port=$1
    "$binary" serve --config "$scratch/collegium.toml" >"$scratch/server.log" 2>&1 &
    server=$!
    for _ in $(seq 100); do
        if curl -fs -o "$scratch/ready" "http://bench.localhost:$port/readyz" --resolve "bench.localhost:$port:127.0.0.1"; then
            sleep 5  # what the start needed is given back by then
            return 0
        fi
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 20 "$scratch/server.log" >&2
    fail "the server did not start; its log is above."
}

measure() {
    local engine=$1 port database token status=0
    port=$(free_port)
    rm -rf "$scratch/data" "$scratch/media"
    database=$(database_of "$engine")
    write_configuration "$port" "$database"
    "$binary" migrate --config "$scratch/collegium.toml" >/dev/null
    printf 'correct horse battery staple\n' | "$binary" account create --config "$scratch/collegium.toml" \
        --username maya.okafor --email maya@bench.localhost --password-stdin >/dev/null
    token=$("$binary" token create --config "$scratch/collegium.toml" --username maya.okafor)
    start_server "$port"
    # shellcheck disable=SC2086
    timeout --kill-after=10 900 "$generator" --engine "$engine" --domain "bench.localhost:$port" --port "$port" \
        --token "$token" --database "$database" --process "$server" ${COLLEGIUM_BENCH_OPTIONS:-} || status=$?
    stop_server
    grep -E 'error|warn' "$scratch/server.log" | head -n 5 || true
    return "$status"
}

build=${COLLEGIUM_BENCH_BUILD:-$root/build/release}
if [ "${COLLEGIUM_BENCH_AS_IS:-}" != 1 ]; then
    build_preset release collegium -DCOLLEGIUM_TESTS=OFF
    build_preset release collegium_bench
fi
binary=$build/collegium
generator=$build/collegium_bench
for program in "$binary" "$generator"; do [ -x "$program" ] || fail "there is no $program"; done

engines=${COLLEGIUM_BENCH_ENGINES:-sqlite postgresql}
case "$engines" in *postgresql*) start_postgres durable ;; esac

say "The machine"
note "$(nproc) processors, $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2- | xargs), $(free -g | awk '/^Mem:/ { print $2 }') GiB, load $(cut -d' ' -f1 /proc/loadavg) at the start"
openssl speed -seconds 3 rsa2048 2>/dev/null | awk '/^rsa *2048/ { printf "   openssl: %s RSA-2048 signatures and %s verifications a second on one processor\n", $(NF-1), $NF }'

say "Figures (median of the rounds; least to most; processor time of server and database for one)"
for engine in $engines; do measure "$engine"; done
