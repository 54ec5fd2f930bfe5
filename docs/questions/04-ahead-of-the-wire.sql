-- Which outlets were ahead of the wire?
--
-- One row an event and outlet: the `event`, the `outlet` whose own text was out before the first text of a news
-- agency, when (`published_at`), and the `hours_ahead`. Ahead among what is collected: print, radio and television
-- are not. In the order of time, not of outlets.
with

firsts as (
    select
        event_id,
        outlet,
        outlet_kind,
        min(published_at) as published_at
    from fct_mentions
    where campaign = 'dai-hoi-xiv' and placement = 'editorial'
    group by event_id, outlet, outlet_kind
),

wire as (
    select
        event_id,
        min(published_at) as published_at
    from firsts
    where outlet_kind = 'agency'
    group by event_id
)

select
    int_events.label as event,
    firsts.outlet,
    firsts.published_at,
    round(epoch(wire.published_at - firsts.published_at) / 3600, 1) as hours_ahead
from firsts
inner join wire on wire.event_id = firsts.event_id
inner join int_events on int_events.event_id = firsts.event_id
where firsts.published_at < wire.published_at
order by firsts.published_at, firsts.outlet
