select
    coalesce($from_date, min(published_date)) as from_date,
    coalesce($to_date, max(published_date)) as to_date
from items
where known_to is null
