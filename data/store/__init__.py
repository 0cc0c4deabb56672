"""The store: SQLite by default, PostgreSQL through ``NTM_DATABASE_URL``; the same code on both."""
