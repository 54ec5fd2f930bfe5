-- Items whose overall tone people settled, with headline and lead: what a tone model can be trained on. Where an item
-- was drawn several times, its last draw counts.
select
    coalesce(stg_items.outlet_kind, '') as outlet_kind,
    stg_items.title,
    stg_items.lead,
    stg_items.published_date,
    int_settled_codes.code as label
from int_settled_codes
inner join stg_items on stg_items.item_id = int_settled_codes.item_id
where
    int_settled_codes.code in ('negative', 'neutral', 'positive')
    and stg_items.title <> ''
    and stg_items.lead <> ''
qualify row_number() over (partition by int_settled_codes.item_id order by int_settled_codes.drawn_at desc) = 1
order by stg_items.item_id
