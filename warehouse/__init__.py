"""DuckDB: tables, views, measures; one writer, published read-only copies."""
