-- The provinces of today with the stories and items that are about each, and how many stories are about any.
with

selected as (
    {selected}
),

about as (
    select
        unnest(provinces) as province,
        story,
        is_counted
    from selected
    where is_editorial
),

counted as (
    select
        province,
        count(distinct story) as stories,
        count(*) filter (is_counted) as items
    from about
    group by province
)

select
    provinces.province,
    coalesce(counted.stories, 0) as stories,
    coalesce(counted.items, 0) as items,
    (select count(distinct story) from about) as placed_stories
from provinces
left join counted on counted.province = provinces.province
where provinces.last_date is null and provinces.known_to is null
order by provinces.position
