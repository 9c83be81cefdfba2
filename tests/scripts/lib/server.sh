# Sourced by the scripts beside this folder: a server of their own.

# start_server: an administrator `admin` (password in $PWD/admin-password), a scratch SQLite
# database, a free port; sets BANLI_SERVER. Stopped when the script ends.
start_server() {
    printf 'correct horse battery staple\n' >admin-password
    banli-server init --admin admin --password-file admin-password \
        --db "sqlite://$PWD/banli.db" --data "$PWD/data"
    banli-server serve --listen 127.0.0.1:0 --db "sqlite://$PWD/banli.db" --data "$PWD/data" \
        >server.log 2>&1 &
    server=$!
    trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true' EXIT
    # `tail` ends with the server, so a server that does not come up is seen at once.
    if ! grep -q -m1 'listening on http' <(tail -n +1 -f --pid="$server" server.log); then
        echo 'the server did not come up:' >&2
        cat server.log >&2
        return 1
    fi
    BANLI_SERVER=$(sed -n 's/.*listening on \(http[^ ]*\).*/\1/p' server.log | head -n 1)
    export BANLI_SERVER
}
