#!/bin/sh
# Creates Daytona's user and database when the data directory is initialized. Running it again changes nothing.
set -eu

CLIENT_PASSWORD=$(cat "$CLIENT_PASSWORD_FILE")
export CLIENT_PASSWORD

# The password is passed in the environment: every process can read arguments.
psql --no-psqlrc --quiet --tuples-only --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres <<'SQL'
\getenv user CLIENT_USER
\getenv password CLIENT_PASSWORD
\getenv database CLIENT_DATABASE
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', :'user', :'password')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'user')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SQL
