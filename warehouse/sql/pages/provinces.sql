-- The provinces of today with the stories and items that are about each, and how many stories are about any.
with

selected as (
    {selected}
),

about as (
    select
        int_main_places.present as province,
        selected.item_id,
        selected.story_id,
        selected.is_counted
    from selected
    inner join int_main_places
        on int_main_places.campaign = selected.campaign and int_main_places.item_id = selected.item_id
    where selected.placement not in ('sponsored', 'owned')
)

select
    provinces.province,
    count(distinct about.story_id) as stories,
    count(about.item_id) filter (about.is_counted) as items,
    (select count(distinct story_id) from about) as placed_stories
from provinces
left join about on about.province = provinces.province
where provinces.last_date is null and provinces.known_to is null
group by provinces.province, provinces.position
order by provinces.position
