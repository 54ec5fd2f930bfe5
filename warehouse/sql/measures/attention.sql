with

phase_days as (
    select
        coalesce(max(from_date), $from_date) as from_date,
        coalesce(max(to_date), $to_date) as to_date
    from phases
    where campaign = $campaign and phase = $phase and known_to is null
)

select
    count(*) filter (
        stg_items.item_id in (select item_id from fct_mentions where campaign = $campaign {in_segments})
    ) as campaign_items,
    count(*) as all_items
from stg_items
cross join phase_days
where
    stg_items.placement not in ('sponsored', 'owned')
    -- Of an imported archive nobody knows what is not in it.
    and not starts_with(stg_items.via, 'import:')
    and stg_items.published_date between greatest($from_date, phase_days.from_date)
    and least($to_date, phase_days.to_date)
    and stg_items.site in (select site from stg_watched where campaign = $campaign)
    and ($outlet_kind is null or stg_items.outlet_kind = $outlet_kind)
    and ($level is null or stg_items.outlet_level = $level)
