-- The first two codes of a campaign's stories that two people code, under the guide of its newest draw: those drawn for
-- two, and for each whose two codes are not both a tone the next one in the order of its draw. Those of another campaign
-- are no random part of this one's stories, and where its tones differ they make chance agreement look smaller.
with

pairs as (
    select
        draw,
        item_id,
        max(code) filter (position = 1) as one,
        max(code) filter (position = 2) as other
    from int_first_codes
    where position <= 2
    group by draw, item_id
    having count(*) = 2
),

told as (
    select
        draws.draw,
        draws.item_id,
        draws.position,
        draws.is_double,
        draws.guide,
        pairs.one,
        pairs.other,
        pairs.one is null or (
            pairs.one in ('negative', 'neutral', 'positive') and pairs.other in ('negative', 'neutral', 'positive')
        ) as is_telling
    from draws
    left join pairs on pairs.draw = draws.draw and pairs.item_id = draws.item_id
    where draws.campaign = $campaign
),

counted as (
    select
        *,
        sum(cast(is_double as integer)) over (partition by draw) as wanted,
        coalesce(
            sum(cast(is_telling as integer)) over (
                partition by draw
                order by is_double desc, position
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as telling_before
    from told
)

select
    one,
    other
from counted
where
    one is not null
    and telling_before < wanted
    and guide = (select max_by(guide, known_from) from draws where campaign = $campaign)
order by draw, item_id
