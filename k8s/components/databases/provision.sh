#!/bin/sh
# Makes each service's database and its two roles: one owns the tables, the other uses them.
# Run once by the image of PostgreSQL, when its data folder is empty. ops/ops/local/databases.py
# does the same for a server that is there already; a test compares what the two leave behind.
set -eu

export PGUSER="${PGUSER:-postgres}"
for service in ${SERVICES:-identity crm sales quoting projects calendar_sync erp_sync}; do
    prefix=$(echo "$service" | tr '[:lower:]' '[:upper:]')
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname postgres <<SQL
\getenv owner_password ${prefix}_OWNER_PASSWORD
\getenv app_password ${prefix}_APP_PASSWORD
CREATE ROLE ${service}_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS
    PASSWORD :'owner_password';
CREATE ROLE ${service}_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS
    PASSWORD :'app_password';
CREATE DATABASE ${service} OWNER ${service}_owner;
REVOKE CONNECT, TEMPORARY ON DATABASE ${service} FROM PUBLIC;
GRANT CONNECT ON DATABASE ${service} TO ${service}_owner, ${service}_app;
\connect ${service}
CREATE EXTENSION pg_trgm;
CREATE EXTENSION btree_gin;
CREATE EXTENSION btree_gist;
CREATE EXTENSION unaccent;
ALTER SCHEMA public OWNER TO ${service}_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO ${service}_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ${service}_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${service}_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ${service}_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO ${service}_app;
SQL
done
