#!/bin/sh
# Run once by the PostgreSQL image, as its superuser, when the database folder is empty.
# askpro_admin owns the tables and migrates. askpro_app is what the hub works as: the walls between tenants hold for it.
# askpro_courier is nobody's login: the app becomes it for moments, to see jobs and events of all tenants.
# askpro_backup reads everything, since a backup must pass those walls; it can write nothing.
set -eu
: "${ASKPRO_ADMIN_PASSWORD:?}" "${ASKPRO_APP_PASSWORD:?}" "${ASKPRO_BACKUP_PASSWORD:?}"

# psql quotes the passwords itself (:'name'), so any character may be in them.
psql --set ON_ERROR_STOP=1 --no-psqlrc --username "${POSTGRES_USER:-postgres}" --dbname "${POSTGRES_DB:-postgres}" \
  --set admin="$ASKPRO_ADMIN_PASSWORD" --set app="$ASKPRO_APP_PASSWORD" --set backup="$ASKPRO_BACKUP_PASSWORD" <<'SQL'
create role askpro_courier nologin;
create role askpro_admin login password :'admin';
create role askpro_app login noinherit password :'app';
create role askpro_backup login bypassrls password :'backup';
grant pg_read_all_data to askpro_backup;
select current_setting('server_version_num')::int >= 160000 as grants_without_inheriting \gset
\if :grants_without_inheriting
  grant askpro_courier to askpro_app with inherit false;
\else
  grant askpro_courier to askpro_app;
\endif
create database askpro owner askpro_admin;
\connect askpro
revoke all on database askpro from public;
grant connect, temporary on database askpro to askpro_app;
grant connect on database askpro to askpro_backup;
SQL
