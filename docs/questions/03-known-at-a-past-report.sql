-- What was known when a past report was written?
--
-- One row a Vietnam day (`published_date`): the `items` on the campaign, in the revisions and by the matches that
-- were known at that instant. A row is known from `known_from` until `known_to`. Items count as in the report: neither
-- sponsored nor owned ones, and of one story at one outlet the latest within 24 hours.
with

versions as (
    select
        items.published_date,
        items.published_at,
        lead(items.published_at) over versions as next_published_at,
        span_began(list(items.published_at) over versions) as began_at
    from items_as_of(timestamptz '2026-02-04 08:00:00+07') as items
    inner join mentions_as_of(timestamptz '2026-02-04 08:00:00+07') as mentions
        on mentions.item_id = items.item_id and mentions.sha256 = items.sha256
    inner join story_items_as_of(timestamptz '2026-02-04 08:00:00+07') as story_items
        on story_items.item_id = items.item_id
    inner join stg_watched
        on stg_watched.campaign = mentions.campaign and stg_watched.site = items.outlet
    where mentions.campaign = '500-ngay-dem' and items.placement not in ('sponsored', 'owned')
    window
        versions as (
            partition by stg_watched.outlet, story_items.story_id
            order by items.published_at, items.item_id
        )
)

select
    published_date,
    count(*) as items
from versions
where coalesce(next_published_at > began_at + interval 24 hour, true)
group by published_date
order by published_date
