#!/bin/sh
# Run once by PostgreSQL's image when its data folder is empty: the two roles of the house.
# ej_owner owns the tables and runs migrations; ej_web is the web's and the worker's and owns nothing.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set owner_password="$EJ_OWNER_PASSWORD" --set web_password="$EJ_WEB_PASSWORD" <<'SQL'
CREATE ROLE ej_owner LOGIN CREATEDB PASSWORD :'owner_password';
CREATE ROLE ej_web LOGIN PASSWORD :'web_password';
GRANT ej_web TO ej_owner;
CREATE DATABASE journal OWNER ej_owner;
REVOKE ALL ON DATABASE journal FROM PUBLIC;
GRANT CONNECT ON DATABASE journal TO ej_web;
SQL
