with

wanted as (
    select
        columns.table_name,
        columns.column_name,
        columns.comment,
        coalesce(own.description, described.description) as description
    from duckdb_columns() as columns
    inner join duckdb_databases() as databases on databases.database_name = columns.database_name
    inner join column_descriptions as described
        on described.relation = '' and described.column_name = columns.column_name
    left join column_descriptions as own
        on own.relation = columns.table_name and own.column_name = columns.column_name
    where
        not columns.internal
        and columns.database_name = current_database()
        and databases.type = 'duckdb'
)

select format('comment on column {}.{} is ''{}''', table_name, column_name, replace(description, '''', ''''''))
from wanted
where comment is distinct from description
