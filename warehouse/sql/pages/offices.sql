-- Offices that are quoted. Outlets write large letters differently: the spelling shown is the one with most of them.
with

selected as (
    {selected}
)

select
    min(fct_quotes.office) as office,
    count(distinct fct_quotes.statement_id) as statements,
    count(distinct selected.story) as stories,
    count(distinct selected.item_id) filter (selected.is_counted) as items
from fct_quotes
inner join selected on selected.item_id = fct_quotes.item_id
where fct_quotes.campaign = $campaign and fct_quotes.is_office and selected.is_editorial
group by lower(fct_quotes.office)
