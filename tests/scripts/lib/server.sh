# Sourced by the scripts beside this folder: a server of their own, and what they check with.

# Where a script runs by hand, the programs of the last build do, and credentials of whoever runs it stay theirs.
PATH=${BANLI_BIN_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)/target/debug}:$PATH
command -v banli-server >/dev/null ||
    { echo 'no programs: cargo build --workspace, or name their folder in BANLI_BIN_DIR' >&2; exit 1; }
export DBUS_SESSION_BUS_ADDRESS=disabled: LC_ALL=C.UTF-8
unset BANLI_SERVER BANLI_TOKEN

# start_server: a scratch folder, which becomes the current one; an administrator `admin`
# (password in $PWD/admin-password), a scratch SQLite database, a free port; sets BANLI_SERVER.
# All of it is gone when the script ends.
start_server() {
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/banli-script.XXXXXX")
    server=
    trap finish EXIT
    # What ended a script is said, with what the command said.
    trap 'tell "$LINENO" "$BASH_COMMAND"' ERR
    cd "$scratch"
    printf 'correct horse battery staple\n' >admin-password
    banli-server init --admin admin --password-file admin-password \
        --db "sqlite://$PWD/banli.db" --data "$PWD/data" >init.log 2>&1
    : >server.log
    banli-server serve --listen 127.0.0.1:0 --db "sqlite://$PWD/banli.db" --data "$PWD/data" \
        >>server.log 2>&1 &
    server=$!
    # `tail` ends with the server, so a server that does not come up is seen at once.
    if ! grep -q -m1 'listening on http' <(tail -n +1 -f --pid="$server" server.log); then
        echo 'the server did not come up:' >&2
        cat server.log >&2
        return 1
    fi
    BANLI_SERVER=$(sed -n 's/.*listening on \(http[^ ]*\).*/\1/p' server.log | head -n 1)
    export BANLI_SERVER
}

tell() {
    printf 'FAILED at line %s: %s\n' "$1" "$2" >&2
    if [ -s "$scratch/err" ]; then cat "$scratch/err" >&2; fi
}

finish() {
    local status=$?
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    cd /
    rm -rf "$scratch"
    exit "$status"
}

fail() {
    printf 'FAILED at line %s: %s\n' "${BASH_LINENO[1]}" "$*" >&2
    exit 1
}

# same WHAT WANTED GOT
same() {
    [ "$2" = "$3" ] || fail "$1: expected $2, got $3"
}

# A day so many days from today, in the office's time zone.
day() {
    TZ=Asia/Shanghai date -d "$1" +%F
}
