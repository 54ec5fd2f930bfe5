-- What came in and is no item, and why?
--
-- One row an outlet and `reason`: the `outlet`, the number of `entries`, and one of their addresses (`example_url`).
-- Every entry that came in is in `stg_items` or here; what each reason asks for is in
-- [operate.md](operate.md#gaps-and-rejected-entries).
select
    outlet,
    reason,
    count(*) as entries,
    min(url) as example_url
from stg_rejected
group by outlet, reason
order by outlet, reason
