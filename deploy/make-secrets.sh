#!/bin/sh
# Makes the passwords and the master key of an installation, once, in .env beside compose.yaml (mode 0600).
# It never overwrites one: with another master key the secrets in the database cannot be opened.
set -eu
cd "$(dirname "$0")/.."
file=${1:-.env}

random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

umask 077
set -C # a file that is there is not written over, not even by two of these at once
{
  echo '# Made by deploy/make-secrets.sh. Keep a copy of ASKPRO_MASTER_KEY where no backup of the database lies:'
  echo '# without it all connections to providers must be made anew, with it a backup is open.'
  echo "ASKPRO_MASTER_KEY=$(random)"
  echo "POSTGRES_PASSWORD=$(random)"
  echo "ASKPRO_ADMIN_PASSWORD=$(random)"
  echo "ASKPRO_APP_PASSWORD=$(random)"
  echo "ASKPRO_BACKUP_PASSWORD=$(random)"
  echo '# The address under which providers and browsers reach the hub, for instance https://hub.example.com'
  echo 'PUBLIC_URL='
  echo '# Made on the empty database: name, zone, currency, language. Its key: docker compose exec api cat /data/agency.json'
  echo 'ASKPRO_AGENCY='
  echo '# Caddy in front, which brings TLS for that address; without it bring a TLS proxy of your own.'
  echo '# COMPOSE_PROFILES=tls'
  echo '# The image, where it is pulled and not built here:'
  echo '# ASKPRO_IMAGE=registry.example.com/askpro-hub:0.1.0'
} >"$file" || {
  echo "$file was not written: it is there already, and is kept." >&2
  exit 1
}
# Read by the database's own user inside its container, whatever umask the files were checked out under.
chmod a+rx deploy/postgres deploy/postgres/*.sh
echo "Secrets are in $file. Fill in PUBLIC_URL and ASKPRO_AGENCY there."
