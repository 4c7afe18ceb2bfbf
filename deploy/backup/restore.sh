#!/bin/sh
# Restores a dump of dump.sh into an empty database: restore.sh FILE. Roles must be there already.
#   RESTORE_DATABASE_URL   the empty database; the role must be allowed to set the owner of each table
set -eu

: "${RESTORE_DATABASE_URL:?Set it to the address of an empty database.}"
file=${1:?Name the dump: restore.sh FILE}

cd "$(dirname "$file")"
name=$(basename "$file")
sha256sum -c "$name.sha256" || { echo "$name is damaged. Restore from another dump." >&2; exit 1; }

tables=$(psql --no-password -Atc "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'" "$RESTORE_DATABASE_URL")
if [ "$tables" -ne 0 ]; then
    echo "The database holds $tables tables: nothing is overwritten. Create an empty one, then repeat." >&2
    exit 1
fi
# One transaction: whole, or not at all.
pg_restore --no-password --single-transaction --exit-on-error --dbname="$RESTORE_DATABASE_URL" "$name"
echo "restored $name"
