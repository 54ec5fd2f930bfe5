-- What a table with known_from knew at an instant. The name between braces is filled in.
delete from {table} where known_from > $instant;
