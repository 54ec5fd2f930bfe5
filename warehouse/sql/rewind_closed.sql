-- What was closed later was still known. The name between braces is filled in.
update {table} set known_to = null where known_to > $instant;
