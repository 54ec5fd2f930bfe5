-- The first two codes of the stories drawn for two people, under the guide of the campaign's newest draw.
select
    max(int_first_codes.code) filter (int_first_codes.position = 1) as one,
    max(int_first_codes.code) filter (int_first_codes.position = 2) as other
from int_first_codes
inner join draws on draws.draw = int_first_codes.draw and draws.item_id = int_first_codes.item_id
where
    draws.is_double
    and int_first_codes.position <= 2
    and draws.guide = (select max_by(guide, known_from) from draws where campaign = $campaign)
group by int_first_codes.draw, int_first_codes.item_id
having count(*) = 2
order by int_first_codes.draw, int_first_codes.item_id
