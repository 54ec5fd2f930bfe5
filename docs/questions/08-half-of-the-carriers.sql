-- How long does a story take to reach half of its carriers?
--
-- One row a way in which the origin is known (`origin_method`): the `stories` that three outlets or more carried, and
-- the median of the hours until half of them had it (`median_hours_to_half`), counted from the first one collected.
-- It is no t50 of the campaign, which is withheld where collection has gaps.
with

carried as (
    select
        fct_stories.story_id,
        any_value(fct_story_carriers.origin_method) as origin_method,
        count(*) as carriers,
        quantile_disc(fct_story_carriers.hours_from_first, 0.5) as hours_to_half
    from fct_stories
    inner join fct_story_carriers on fct_story_carriers.story_id = fct_stories.story_id
    where fct_stories.campaign = 'dai-hoi-xiv'
    group by fct_stories.story_id
)

select
    origin_method,
    count(*) as stories,
    round(median(hours_to_half), 1) as median_hours_to_half
from carried
where carriers >= 3
group by origin_method
order by origin_method
