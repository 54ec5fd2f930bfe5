-- Outlets as last known, and which of them each campaign watches. Nearly every query joins them, so that the published
-- copy holds them as tables.

create or replace view stg_outlets as
with

final as (
    select
        outlet,
        name,
        coalesce(parent, outlet) as family,
        kind,
        level,
        governing_body,
        province,
        expected_items_per_day,
        ended_date
    from outlets
    qualify row_number() over (partition by outlet order by known_to desc nulls first, known_from desc) = 1
)

select * from final;
comment on view stg_outlets is
'Outlets as last known, those that left the register too; family is the parent of a sub-site, else the outlet itself.';

create or replace view stg_watched as
with

final as (
    select
        campaigns.campaign,
        stg_outlets.outlet as site,
        stg_outlets.family as outlet
    from campaigns
    cross join stg_outlets
    where
        campaigns.known_to is null
        and (
            not exists (
                select 1 from campaign_outlets as named
                where named.campaign = campaigns.campaign and named.known_to is null
            )
            or exists (
                select 1 from campaign_outlets as named
                where
                    named.campaign = campaigns.campaign
                    and named.known_to is null
                    and named.outlet in (stg_outlets.outlet, stg_outlets.family)
            )
        )
)

select * from final;
comment on view stg_watched is
'Sites that a campaign watches: those of the outlets its file names with their sub-sites, all where it names none.';
