-- What offices say in items on campaigns, as excerpts.
select
    *,
    strftime(published_at, '%Y-%m') as month
from fct_quotes
order by campaign, published_at, item_id, position
