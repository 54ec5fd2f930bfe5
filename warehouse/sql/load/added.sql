-- Rows that are not there yet. The names between braces are filled in: the table, and when a row is the same one.
insert into {table} by name
select distinct batch.*
from batch
where not exists (select 1 from {table} where {same});
