# A private PostgreSQL cluster in a temporary folder, on a free port of the loopback interface. It runs
# as an unprivileged user, since PostgreSQL refuses root. COLLEGIUM_TEST_POSTGRES is its address, for a
# role that may create databases; unset when an administrator gave one already.

postgres_folder=""

as_postgres() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# start_postgres [durable]: "durable" syncs to disk at each commit, as benchmarks must; tests need not.
start_postgres() {
    local programs port sync=off
    if [ -n "${COLLEGIUM_TEST_POSTGRES:-}" ] && [ -z "$postgres_folder" ]; then return 0; fi
    if [ -n "$postgres_folder" ] && [ "${1:-}" != durable ]; then return 0; fi
    stop_postgres
    [ "${1:-}" != durable ] || sync=on
    programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$programs" ] || fail "PostgreSQL's programs are not in /usr/lib/postgresql." "apt-get install postgresql"
    postgres_folder="$scratch/postgres"
    rm -rf "$postgres_folder"
    mkdir -m 700 "$postgres_folder"
    if [ "$(id -u)" = 0 ]; then chown postgres: "$postgres_folder"; fi
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    say "Starting a private PostgreSQL on port $port"
    (
        cd "$postgres_folder" 2>/dev/null || cd /
        as_postgres "$programs/initdb" -D "$postgres_folder/data" -U collegium --auth=trust --encoding=UTF8 \
            --locale=C.UTF-8 --no-sync >"$scratch/initdb.log" 2>&1
    ) || { cat "$scratch/initdb.log" >&2; fail "PostgreSQL's initdb failed; its message is above."; }
    (
        cd / && as_postgres "$programs/pg_ctl" -D "$postgres_folder/data" -l "$postgres_folder/server.log" -w -s \
            -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$postgres_folder' -c fsync=$sync -c max_connections=200" start
    ) </dev/null || { tail -n 20 "$postgres_folder/server.log" >&2; fail "PostgreSQL did not start; its log is above."; }
    postgres_stop_command=("$programs/pg_ctl" -D "$postgres_folder/data" -m immediate -s stop)
    export COLLEGIUM_TEST_POSTGRES="postgresql://collegium@127.0.0.1:$port/postgres"
}

stop_postgres() {
    if [ -z "$postgres_folder" ]; then return 0; fi
    (cd / && as_postgres "${postgres_stop_command[@]}") >/dev/null 2>&1 || true
    postgres_folder=""
    unset COLLEGIUM_TEST_POSTGRES
}
