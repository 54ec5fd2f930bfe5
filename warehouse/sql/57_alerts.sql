-- What a campaign is prepared for, and the coverage of it: one story is enough.

create or replace view fct_prepared as
-- Asked of all items of the outlets that a campaign watches; sponsored and owned ones are no evidence.
with

placed as (
    select
        item_id,
        list(distinct present) as provinces
    from fct_item_places
    group by item_id
),

final as (
    select
        prepared_found.campaign,
        prepared_found.kind,
        prepared_found.subject,
        prepared_found.terms,
        stg_items.item_id,
        int_story_items.story_id,
        stg_items.outlet,
        stg_items.title,
        stg_items.url,
        stg_items.published_at,
        stg_items.published_date,
        fct_mentions.item_id is not null as is_on_campaign
    from prepared_found
    inner join stg_items
        on stg_items.item_id = prepared_found.item_id and stg_items.sha256 = prepared_found.sha256
    inner join stg_watched
        on stg_watched.campaign = prepared_found.campaign and stg_watched.site = stg_items.site
    inner join int_story_items on int_story_items.item_id = stg_items.item_id
    left join campaign_scenarios as scenarios
        on
            prepared_found.kind = 'scenario'
            and scenarios.campaign = prepared_found.campaign
            and scenarios.scenario = prepared_found.subject
            and scenarios.known_to is null
    left join placed on placed.item_id = stg_items.item_id
    left join fct_mentions
        on fct_mentions.campaign = prepared_found.campaign and fct_mentions.item_id = stg_items.item_id
    where
        prepared_found.known_to is null
        and stg_items.placement not in ('sponsored', 'owned')
        and (
            coalesce(len(scenarios.provinces), 0) = 0
            or coalesce(list_has_any(placed.provinces, scenarios.provinces), false)
        )
        and stg_items.published_date >= coalesce(scenarios.from_date, stg_items.published_date)
        and stg_items.published_date <= coalesce(scenarios.to_date, stg_items.published_date)
)

select * from final;
comment on view fct_prepared is
'Items that a scenario or a watched claim of a campaign (kind, subject) is about, on the campaign or not, within the places and days of the scenario.';

create or replace view rpt_prepared as
with

stories as (
    select
        campaign,
        kind,
        subject,
        story_id,
        min_by(title, (published_at, item_id)) as title,
        min_by(url, (published_at, item_id)) as url,
        min_by(outlet, (published_at, item_id)) as outlet,
        min(published_at) as published_at,
        min(published_date) as published_date,
        count(*) as items,
        count(distinct outlet) as outlets,
        bool_or(is_on_campaign) as is_on_campaign
    from fct_prepared
    group by campaign, kind, subject, story_id
),

final as (
    select
        stories.*,
        coalesce(scenarios.name, claims.wording) as name,
        scenarios.responsible,
        scenarios.text,
        claims.source,
        coalesce(scenarios.checked_date, claims.checked_date) as checked_date
    from stories
    left join campaign_scenarios as scenarios
        on
            stories.kind = 'scenario'
            and scenarios.campaign = stories.campaign
            and scenarios.scenario = stories.subject
            and scenarios.known_to is null
    left join campaign_claims as claims
        on
            stories.kind = 'claim'
            and claims.campaign = stories.campaign
            and claims.claim = stories.subject
            and claims.known_to is null
    order by stories.published_at desc, stories.campaign, stories.kind, stories.subject, stories.story_id
)

select * from final;
comment on view rpt_prepared is
'Stories that call for what a campaign prepared, newest first: a scenario''s text and the office that answers, a claim''s neutral wording and the official source that settles it.';
