-- Messages that items on campaigns carry.
select
    fct_messages.*,
    strftime(stg_items.published_date, '%Y-%m') as month
from fct_messages
inner join stg_items on stg_items.item_id = fct_messages.item_id
order by fct_messages.campaign, fct_messages.item_id, fct_messages.message, fct_messages.place, fct_messages.phrase
