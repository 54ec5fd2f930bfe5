-- What did offices say, and in how many stories does it stand?
--
-- One row a statement, in the order of days: the day on which it was said (`said_on`, else empty), the `office`, the
-- `words` as an excerpt, whether they are given as said (`is_direct`), and the `stories` and `outlets` that have near
-- the same words. What is said is kept; nothing is ranked.
select
    min(said_on) as said_on,
    any_value(office) as office,
    min_by(words, (published_at, url)) as words,
    bool_or(is_direct) as is_direct,
    count(distinct story_id) as stories,
    count(distinct outlet) as outlets
from fct_quotes
where campaign = 'dai-hoi-xiv' and is_office
group by statement_id
order by said_on, words
