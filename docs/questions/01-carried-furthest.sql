-- Which stories were carried furthest, and who sent them out first?
--
-- One row a story: `title`, `origin` (`origin_method` is `credit` where a credit line names it, `inferred` or
-- `earliest` otherwise), the number of `outlets` and of `items`, `tone` (by machine, uncorrected).
select
    title,
    origin,
    origin_method,
    outlets,
    items,
    tone
from rpt_stories
where campaign = '500-ngay-dem'
order by outlets desc, items desc, title
limit 10
