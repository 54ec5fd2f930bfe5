-- Revisions that were fetched before an instant and are longer than an excerpt, by outlet and month of fetching.
select
    outlet,
    strftime(fetched_at, '%Y-%m') as fetched_month,
    count(*) as texts
from items
where fetched_at < $before and greatest(length(lead), length(body)) > $longest
group by all
order by all
