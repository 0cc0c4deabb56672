-- Two roles for the dashboard, least privilege. As a superuser, in the database that exists already:
--   createdb ntm
--   psql -d ntm -v owner_password="'…'" -v app_password="'…'" -f roles.sql
-- ntm_owner changes tables (python -m data init, restore); ntm_app reads and writes rows, nothing else.
-- With -v reader_password="'…'" a third role, ntm_reader, only reads what the programme knows, for
-- scheduled reports and other tools; accounts, sessions and links are closed to it.
-- Running it again changes the passwords and repairs the rights.
\set ON_ERROR_STOP on

SELECT format('CREATE ROLE ntm_owner LOGIN') WHERE NOT EXISTS
    (SELECT FROM pg_roles WHERE rolname = 'ntm_owner') \gexec
SELECT format('CREATE ROLE ntm_app LOGIN') WHERE NOT EXISTS
    (SELECT FROM pg_roles WHERE rolname = 'ntm_app') \gexec

ALTER ROLE ntm_owner NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :owner_password;
ALTER ROLE ntm_app   NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :app_password
    CONNECTION LIMIT 100;
ALTER ROLE ntm_app SET statement_timeout = '120s';
ALTER ROLE ntm_app SET idle_in_transaction_session_timeout = '120s';

SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO ntm_owner, ntm_app', current_database()) \gexec
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO ntm_owner;
GRANT USAGE ON SCHEMA public TO ntm_app;

-- Rows of what exists, and of what the owner will make. No DELETE, UPDATE only where a rule below
-- says so: batches, marks, recognitions, the audit log are written once.
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO ntm_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ntm_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ntm_owner IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO ntm_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ntm_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ntm_app;

-- The few tables whose rows change or go: accounts, visits, links, failed attempts, drafts, refused
-- files. They exist once "python -m data init" has run, so run this file again after it, and after
-- every new version.
SELECT format('GRANT UPDATE ON %I TO ntm_app', tablename) FROM pg_tables
    WHERE schemaname = 'public'
    AND tablename IN ('account', 'visit', 'ticket', 'share_link') \gexec
SELECT format('GRANT DELETE ON %I TO ntm_app', tablename) FROM pg_tables
    WHERE schemaname = 'public'
    AND tablename IN ('visit', 'ticket', 'failed_attempt', 'draft', 'refused_file') \gexec
-- Reference tables mirror committed files: only the owner fills them.
SELECT format('REVOKE INSERT ON %I FROM ntm_app', tablename) FROM pg_tables
    WHERE schemaname = 'public'
    AND (tablename LIKE 'ref\_%' OR tablename IN ('reference_file', 'alembic_version')) \gexec

\if :{?reader_password}
SELECT format('CREATE ROLE ntm_reader LOGIN') WHERE NOT EXISTS
    (SELECT FROM pg_roles WHERE rolname = 'ntm_reader') \gexec
ALTER ROLE ntm_reader NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :reader_password
    CONNECTION LIMIT 10;
ALTER ROLE ntm_reader SET default_transaction_read_only = on;
ALTER ROLE ntm_reader SET statement_timeout = '120s';
SELECT format('GRANT CONNECT ON DATABASE %I TO ntm_reader', current_database()) \gexec
GRANT USAGE ON SCHEMA public TO ntm_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO ntm_reader;
-- Nothing by default: a later table may hold secrets. Run this file again after every new version.
SELECT format('REVOKE ALL ON %I FROM ntm_reader', tablename) FROM pg_tables
    WHERE schemaname = 'public'
    AND tablename IN ('account', 'visit', 'ticket', 'failed_attempt', 'share_link', 'draft') \gexec
\endif
