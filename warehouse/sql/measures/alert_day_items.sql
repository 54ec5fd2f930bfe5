-- The items that a count of a day was made of: of each story the one that gives it its tone, or that was copied.
select distinct fct_stories.item_id
from fct_stories
where
    fct_stories.campaign = $campaign
    and (
        (
            $rule <> 'copies'
            and fct_stories.published_date = $alert_date
            and ($rule <> 'negative' or fct_stories.tone = 'negative')
        )
        or (
            $rule = 'copies'
            and exists (
                select 1 from fct_mentions
                where
                    fct_mentions.campaign = $campaign
                    and fct_mentions.story_id = fct_stories.story_id
                    and fct_mentions.published_date = $alert_date
                    and fct_mentions.is_counted
                    and fct_mentions.item_id <> fct_stories.item_id
            )
        )
    )
order by fct_stories.item_id
