-- What a campaign is prepared for, and the coverage of it: one story is enough.

create or replace view fct_prepared as
-- Asked of all collected items, also of outlets that the campaign does not watch, since one story is enough wherever it
-- is; sponsored and owned ones are no evidence.
with

placed as (
    select
        item_id,
        list(distinct present) as provinces
    from int_concerned_places
    group by item_id
),

final as (
    select
        prepared_found.campaign,
        prepared_found.kind,
        prepared_found.subject,
        prepared_found.terms,
        concerned.item_id,
        concerned.story_id,
        concerned.outlet,
        concerned.title,
        concerned.url,
        concerned.published_at,
        concerned.published_date,
        fct_mentions.item_id is not null as is_on_campaign
    from prepared_found
    inner join int_concerned_items as concerned
        on concerned.item_id = prepared_found.item_id and concerned.sha256 = prepared_found.sha256
    left join campaign_scenarios as scenarios
        on
            prepared_found.kind = 'scenario'
            and scenarios.campaign = prepared_found.campaign
            and scenarios.scenario = prepared_found.subject
            and scenarios.known_to is null
    left join placed on placed.item_id = concerned.item_id
    left join fct_mentions
        on fct_mentions.campaign = prepared_found.campaign and fct_mentions.item_id = concerned.item_id
    where
        prepared_found.known_to is null
        and concerned.placement not in ('sponsored', 'owned')
        and (
            coalesce(len(scenarios.provinces), 0) = 0
            or coalesce(list_has_any(placed.provinces, scenarios.provinces), false)
        )
        and concerned.published_date >= coalesce(scenarios.from_date, concerned.published_date)
        and concerned.published_date <= coalesce(scenarios.to_date, concerned.published_date)
)

select * from final;
comment on view fct_prepared is
'Items of all outlets, watched by the campaign or not, that a scenario or a watched claim of it (kind, subject) is about, on the campaign or not, within the places and days of the scenario.';

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

create or replace view int_alert_states as
-- A story that comes after somebody looked makes an alert new again: one story is enough.
with

acts as (
    select
        alert,
        arg_max(action, (known_from, action)) as action,
        arg_max(why, (known_from, action)) as why,
        arg_max(finding, (known_from, finding)) filter (action = 'closed') as finding,
        max(known_from) as acted_at
    from acknowledgements
    group by alert
),

stories as (
    select
        alert_items.alert,
        int_concerned_items.story_id,
        min(alert_items.known_from) as told_at
    from alert_items
    inner join int_concerned_items on int_concerned_items.item_id = alert_items.item_id
    group by alert_items.alert, int_concerned_items.story_id
),

newest as (
    select
        alert,
        count(*) as stories,
        max(told_at) as told_at
    from stories
    group by alert
),

final as (
    select
        alerts.alert,
        case when acts.acted_at >= coalesce(newest.told_at, alerts.known_from) then acts.action else 'new' end as state,
        acts.finding,
        acts.why,
        acts.acted_at,
        coalesce(newest.stories, 0) as stories
    from alerts
    left join acts on acts.alert = alerts.alert
    left join newest on newest.alert = alerts.alert
    where alerts.known_to is null
)

select * from final;
comment on view int_alert_states is
'Alerts with their state: new, acknowledged or closed by the last that a person did, and new again where a story came after it; finding is that of the last closing, why the reason last given.';

create or replace view rpt_alerts as
-- Of what a campaign's file names no longer the last that it said: an alert keeps what was prepared for it.
with

messages as (
    select
        campaign,
        message,
        max_by(name_vi, known_from) as name_vi,
        max_by(name_en, known_from) as name_en
    from campaign_messages
    group by campaign, message
),

scenarios as (
    select
        campaign,
        scenario,
        max_by(name, known_from) as name,
        max_by(responsible, known_from) as responsible,
        max_by(text, known_from) as text,
        max_by(checked_date, known_from) as checked_date
    from campaign_scenarios
    group by campaign, scenario
),

claims as (
    select
        campaign,
        claim,
        max_by(wording, known_from) as wording,
        max_by(source, known_from) as source,
        max_by(checked_date, known_from) as checked_date
    from campaign_claims
    group by campaign, claim
),

planned as (
    select
        alerts.alert,
        list(campaign_activities.title order by campaign_activities.position) as activities
    from alerts
    inner join campaign_activities
        on
            campaign_activities.campaign = alerts.campaign
            and campaign_activities.known_to is null
            and alerts.alert_date - campaign_activities.activity_date between 0 and 1
    where alerts.day_state = 'activity'
    group by alerts.alert
),

final as (
    select
        alerts.campaign,
        alerts.alert,
        alerts.rule,
        alerts.subject,
        coalesce(messages.name_vi, scenarios.name, claims.wording, alerts.subject) as name_vi,
        coalesce(messages.name_en, scenarios.name, claims.wording, alerts.subject) as name_en,
        alerts.alert_date,
        int_alert_states.state,
        alerts.observed,
        alerts.expected,
        alerts.threshold,
        alerts.tail,
        alerts.rate,
        alerts.n,
        alerts.baseline_from,
        alerts.baseline_to,
        alerts.day_state,
        coalesce(planned.activities, []) as activities,
        int_alert_states.stories,
        scenarios.responsible,
        scenarios.text,
        claims.source,
        coalesce(scenarios.checked_date, claims.checked_date) as checked_date,
        alerts.known_from as raised_at,
        int_alert_states.acted_at,
        int_alert_states.finding,
        int_alert_states.why
    from alerts
    inner join int_alert_states on int_alert_states.alert = alerts.alert
    left join planned on planned.alert = alerts.alert
    left join messages
        on
            alerts.rule = 'message'
            and messages.campaign = alerts.campaign
            and messages.message = alerts.subject
    left join scenarios
        on
            alerts.rule = 'scenario'
            and scenarios.campaign = alerts.campaign
            and scenarios.scenario = alerts.subject
    left join claims
        on
            alerts.rule = 'claim'
            and claims.campaign = alerts.campaign
            and claims.claim = alerts.subject
    where alerts.known_to is null
)

select * from final;
comment on view rpt_alerts is
'Alerts of a campaign: rule and subject with its names, what was counted against what threshold and on what basis, state (new, acknowledged, closed), the text prepared and the office that answers, or the official source, and when these were checked.';

create or replace view rpt_alert_stories as
with

told as (
    select distinct
        alert_items.alert,
        int_concerned_items.story_id
    from alert_items
    inner join int_concerned_items on int_concerned_items.item_id = alert_items.item_id
),

versions as (
    select
        story_id,
        item_id
    from story_items
    where known_to is null and story_id in (select story_id from told)
),

-- Found by one column, so that the others are read of the few parts of the table that hold any.
of_items as (
    select
        items.item_id,
        items.title,
        items.url,
        items.published_at,
        coalesce(sites.family, items.outlet) as outlet
    from items
    left join stg_outlets as sites on sites.outlet = items.outlet
    where
        items.known_to is null
        and items.rowid in (select rowid from items where item_id in (select item_id from versions))
),

final as (
    select
        alerts.campaign,
        told.alert,
        told.story_id,
        min_by(of_items.title, (of_items.published_at, of_items.item_id)) as title,
        min_by(of_items.url, (of_items.published_at, of_items.item_id)) as url,
        min_by(stg_outlets.name, (of_items.published_at, of_items.item_id)) as outlet_name,
        min(of_items.published_at) as published_at,
        count(*) as items,
        count(distinct of_items.outlet) as outlets
    from told
    inner join alerts on alerts.alert = told.alert and alerts.known_to is null
    inner join versions on versions.story_id = told.story_id
    inner join of_items on of_items.item_id = versions.item_id
    inner join stg_outlets on stg_outlets.outlet = of_items.outlet
    group by alerts.campaign, told.alert, told.story_id
)

select * from final;
comment on view rpt_alert_stories is
'The stories of each alert as they are grouped now, each with its first item collected, and how many items and outlets carry it.';

create or replace view rpt_alert_rules as
with

final as (
    select
        alert_rules.campaign,
        alert_rules.rule,
        alert_rules.subject,
        coalesce(campaign_messages.name_vi, alert_rules.subject) as name_vi,
        coalesce(campaign_messages.name_en, alert_rules.subject) as name_en,
        alert_rules.alert_date,
        alert_rules.status,
        alert_rules.observed,
        alert_rules.expected,
        alert_rules.threshold,
        alert_rules.tail,
        alert_rules.rate,
        alert_rules.n,
        alert_rules.baseline_from,
        alert_rules.baseline_to,
        alert_rules.day_state,
        alert_rules.reason,
        alert_rules.known_from
    from alert_rules
    left join campaign_messages
        on
            alert_rules.rule = 'message'
            and campaign_messages.campaign = alert_rules.campaign
            and campaign_messages.message = alert_rules.subject
            and campaign_messages.known_to is null
    where alert_rules.known_to is null
)

select * from final;
comment on view rpt_alert_rules is
'What each rule of a campaign came to when it was last asked, and what it would take: alert, quiet, or not_judged with the reason. The rates of its count rules add up to its one budget of false alarms.';
