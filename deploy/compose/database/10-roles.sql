-- Makes a tier's database and its two roles when the volume is new. The passwords come from files and are never arguments.
-- The owner's role makes tables; the application's role owns nothing and cannot pass row-level security by.
\getenv tier TIER
\set owner_password `cat /run/secrets/owner_password`
\set app_password `cat /run/secrets/app_password`

SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD %L',
              :'tier' || '_owner', :'owner_password') \gexec
SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD %L',
              :'tier' || '_app', :'app_password') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'tier', :'tier' || '_owner') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'tier') \gexec
SELECT format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', :'tier', :'tier' || '_app') \gexec
