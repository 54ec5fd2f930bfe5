-- The newest stories of a filter that an outlet ran (null: any) and whose headline or outlet holds every one of some
-- words, $most of them at most; found is how many there are. Words are in small letters without diacritics.
with

selected as (
    {selected}
),

final as (
    select
        story_id,
        item_id,
        title,
        outlet_name,
        origin,
        origin_method,
        tone,
        tone_method,
        items,
        outlets,
        published_at,
        count(*) over () as found
    from rpt_stories
    where
        campaign = $campaign
        and story_id in (select story_id from selected where placement not in ('sponsored', 'owned'))
        and (
            $outlet is null
            or story_id in (
                select story_id from selected
                where outlet = $outlet and placement not in ('sponsored', 'owned')
            )
        )
        and len(list_filter(
            $words,
            lambda word: not contains(
                replace(strip_accents(lower(title || ' ' || outlet_name)), 'đ', 'd'), word
            )
        )) = 0
)

select * from final
order by published_at desc, story_id
limit $most
