with

phase_days as (
    select
        coalesce(max(from_date), $from_date) as from_date,
        coalesce(max(to_date), $to_date) as to_date
    from phases
    where campaign = $campaign and phase = $phase and known_to is null
)

select
    (
        select count(*) from int_coverage
        cross join phase_days
        where
            campaign = $campaign
            and is_editorial
            and not starts_with(via, 'import:')
            and published_date between greatest($from_date, phase_days.from_date)
            and least($to_date, phase_days.to_date)
            {in_segments}
    ) as campaign_items,
    cast(coalesce(sum(items), 0) as bigint) as all_items
from int_watched_output_days
cross join phase_days
where
    campaign = $campaign
    and day_date between greatest($from_date, phase_days.from_date) and least($to_date, phase_days.to_date)
    and ($outlet_kind is null or outlet_kind = $outlet_kind)
    and ($level is null or outlet_level = $level)
