#!/bin/sh
# Makes every secret that is not there yet, one file each in deploy/compose/secrets/ or $SECRETS_DIR; keeps what is there.
# The folder is open to its owner only; the files in it are readable, because containers read them as another user.
set -eu
cd "$(dirname "$0")"
umask 022
SECRETS_DIR=${SECRETS_DIR:-secrets}
mkdir -p "$SECRETS_DIR"
chmod 700 "$SECRETS_DIR"

random() {
	od -An -tx1 -N24 /dev/urandom | tr -d ' \n'
}

make() {
	[ -s "$SECRETS_DIR/$1" ] || printf '%s' "$2" >"$SECRETS_DIR/$1"
}

for tier in enterprise local; do
	make "${tier}_superuser_password" "$(random)"
	make "${tier}_owner_password" "$(random)"
	make "${tier}_app_password" "$(random)"
	make "${tier}_key_pepper" "$(random)"
	make "${tier}_master_keys" "$(random)"
	make "${tier}_database_url" "postgresql://${tier}_app:$(cat "$SECRETS_DIR/${tier}_app_password")@${tier}-db:5432/$tier"
	make "${tier}_owner_database_url" "postgresql://${tier}_owner:$(cat "$SECRETS_DIR/${tier}_owner_password")@${tier}-db:5432/$tier"
	# Whom an alert is sent to: nobody, until somebody writes an address into these files.
	for receiver in page ticket watchdog; do
		make "${tier}_${receiver}_url" "http://127.0.0.1:9/nobody-is-told-yet"
	done
done
make grafana_admin_password "$(random)"
