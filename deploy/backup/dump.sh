#!/bin/sh
# Dumps one PostgreSQL database by its address, checks the dump, deletes the oldest ones; once or for ever.
# It needs nothing but PostgreSQL's own image. Settings, all from the environment:
#   BACKUP_DATABASE_URL    the database; its role must see every row (BYPASSRLS or superuser)
#   BACKUP_PASSWORD_FILE   a file with the role's password, where it is not in the address
#   BACKUP_DIRECTORY       where the dumps go; a volume of its own
#   BACKUP_KEEP            how many dumps stay (7)
#   BACKUP_EVERY_SECONDS   repeat after so long (0: dump once and end)
set -eu
umask 077

: "${BACKUP_DATABASE_URL:?Set it to the address of the database, with a role that sees every row.}"
: "${BACKUP_DIRECTORY:?Set it to the directory of the dumps.}"
if [ -n "${BACKUP_PASSWORD_FILE:-}" ]; then
    PGPASSWORD=$(cat "$BACKUP_PASSWORD_FILE")
    export PGPASSWORD
fi
keep=${BACKUP_KEEP:-7}
every=${BACKUP_EVERY_SECONDS:-0}

# The first process of a container is not ended by a signal that it does not handle.
trap 'exit 143' INT TERM

say() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }

dump() {
    name=$(date -u +%Y%m%dT%H%M%SZ).dump
    draft="$BACKUP_DIRECTORY/.$name.half-made"
    rm -f "$BACKUP_DIRECTORY"/.*.half-made
    pg_dump --format=custom --no-password --file="$draft" "$BACKUP_DATABASE_URL" || return 1
    # Reads the dump from its beginning to its end, as a restore would.
    pg_restore --file=/dev/null "$draft" || return 1
    (cd "$BACKUP_DIRECTORY" && sha256sum ".$name.half-made" | sed "s/ \..*/ $name/" >"$name.sha256") || return 1
    sync "$draft" 2>/dev/null || sync
    mv "$draft" "$BACKUP_DIRECTORY/$name"
    date +%s >"$BACKUP_DIRECTORY/.last_success"
    mv "$BACKUP_DIRECTORY/.last_success" "$BACKUP_DIRECTORY/last_success"
    say "dumped to $name, $(wc -c <"$BACKUP_DIRECTORY/$name") bytes"
}

delete_surplus() {
    for old in $(cd "$BACKUP_DIRECTORY" && ls -1 [0-9]*.dump | sort -r | tail -n "+$((keep + 1))"); do
        rm -f "$BACKUP_DIRECTORY/$old" "$BACKUP_DIRECTORY/$old.sha256"
        say "deleted $old: the newest $keep are kept"
    done
}

while :; do
    if dump; then
        delete_surplus
    else
        rm -f "$BACKUP_DIRECTORY"/.*.half-made
        say "the dump failed: see above. Those from before are as they were." >&2
        [ "$every" -gt 0 ] || exit 1
    fi
    [ "$every" -gt 0 ] || exit 0
    # In the background, so that a signal ends the wait at once.
    sleep "$every" & wait $!
done
