# Sourced by tests/run and tests/with-postgres: a private PostgreSQL cluster in a scratch folder, on a loopback port of its own.

# The folder with initdb and pg_ctl; Debian keeps it out of PATH. The newest one where there are several.
postgres_bin() {
    if command -v initdb >/dev/null; then
        dirname "$(command -v initdb)"
    else
        printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1
    fi
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

# start_postgres FOLDER: sets BANLI_TEST_POSTGRES.
start_postgres() {
    local folder=$1 bin password attempt port
    bin=$(postgres_bin)
    [ -x "$bin/initdb" ] || { printf 'no initdb in %s\n' "$bin" >&2; return 1; }
    mkdir -p "$folder"
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    printf '%s\n' "$password" >"$folder/password"
    if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$folder"; fi
    # The C locale: nothing in Banli may depend on the database's collation.
    (cd "$folder" && as_postgres "$bin/initdb" -D "$folder/data" -U banli --auth=scram-sha-256 \
        --pwfile="$folder/password" --encoding=UTF8 --locale=C >"$folder/initdb.log" 2>&1) ||
        { cat "$folder/initdb.log" >&2; return 1; }
    # Scratch data: what these settings give up is what a power cut would take.
    local settings="-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"
    settings="$settings -c fsync=off -c full_page_writes=off -c shared_buffers=64MB"
    for attempt in 1 2 3 4 5 6 7 8; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        if (cd "$folder" && as_postgres "$bin/pg_ctl" -D "$folder/data" -s -w -t 60 \
            -l "$folder/server.log" -o "$settings -p $port" start) >/dev/null 2>&1; then
            export BANLI_TEST_POSTGRES="postgres://banli:$password@127.0.0.1:$port/postgres"
            printf 'PostgreSQL (%s) on port %d\n' "$("$bin/postgres" --version)" "$port"
            return 0
        fi
        printf 'port %d did not do (attempt %d)\n' "$port" "$attempt"
    done
    cat "$folder/server.log" >&2
    return 1
}

# stop_postgres FOLDER: at once; nothing in it is worth a clean end.
stop_postgres() {
    if [ -s "$1/data/postmaster.pid" ]; then
        (cd "$1" && as_postgres "$(postgres_bin)/pg_ctl" -D "$1/data" -s -m immediate stop) || true
    fi
}
