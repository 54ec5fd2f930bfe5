-- What was known when a past report was written?
--
-- One row a Vietnam day (`published_date`): the `items` on the campaign, in the revisions and by the matches that
-- were known at that instant. A row is known from `known_from` until `known_to`.
select
    items.published_date,
    count(*) as items
from items_as_of(timestamptz '2026-02-04 08:00:00+07') as items
inner join mentions_as_of(timestamptz '2026-02-04 08:00:00+07') as mentions
    on mentions.item_id = items.item_id and mentions.sha256 = items.sha256
where mentions.campaign = '500-ngay-dem'
group by items.published_date
order by items.published_date
