-- Invariants: each statement must return no rows. The name between braces is filled in with a condition on the id
-- before it: of all items after a night, of those of the touched days after a load. It stands below joins of all items:
-- asked of what they give, these would be made whole first.

-- an item has one current revision
select item_id, count(*) as revisions from items where known_to is null and item_id {checked} group by item_id having count(*) > 1;

-- every current item has exactly one story
select stg_items.item_id, count(story_items.story_id) as stories
from (select item_id from stg_items where item_id {checked}) as stg_items
left join (select * from story_items where known_to is null and item_id {checked}) as story_items
    on story_items.item_id = stg_items.item_id
group by stg_items.item_id having count(story_items.story_id) <> 1;

-- a story's items point at a current story, and the index of copies knows it and its event
select
    story_items.item_id,
    story_items.story_id
from story_items
left join (
    select * from stories
    where
        known_to is null
        and story_id in (select story_id from story_items where known_to is null and item_id {checked})
) as stories on stories.story_id = story_items.story_id
left join (select * from grouped_items where item_id {checked}) as grouped_items
    on grouped_items.item_id = story_items.item_id
where
    story_items.known_to is null
    and story_items.item_id {checked}
    and (
        stories.story_id is null
        or grouped_items.story_id is distinct from story_items.story_id
        or grouped_items.event_id
        is distinct from case when story_items.item_id = stories.first_item_id then stories.event_id end
    );

-- a story's event is a current one, and an event's label is of one of its stories
select stories.story_id
from stories
left join (
    select * from events
    where
        known_to is null
        and event_id in (select event_id from stories where known_to is null and first_item_id {checked})
) as events on events.event_id = stories.event_id
where stories.known_to is null and events.event_id is null and stories.first_item_id {checked};

select events.event_id
from events
left join (
    select * from stories
    where
        known_to is null
        and story_id in (select central_story_id from events where known_to is null and central_story_id {checked})
) as stories
    on
        stories.story_id = events.central_story_id
        and stories.event_id = events.event_id
where events.known_to is null and stories.story_id is null and events.central_story_id {checked};

-- every current item stands in the index of copies once
select stg_items.item_id, count(grouped_items.number) as entries
from (select item_id from stg_items where item_id {checked}) as stg_items
left join (select * from grouped_items where item_id {checked}) as grouped_items
    on grouped_items.item_id = stg_items.item_id
group by stg_items.item_id having count(grouped_items.number) <> 1;

-- an audience is a part of its population
select outlet, base, share from audiences where share not between 0 and 1 or audience > population;

-- what is known ends after it begins
select item_id from items where known_to < known_from and item_id {checked};

-- an entry is an item or rejected, a repeat beside its item excepted
select stg_items.item_id
from stg_items
inner join stg_rejected
    on
        stg_rejected.outlet = stg_items.site
        and stg_rejected.canonical_url = stg_items.canonical_url
        and stg_rejected.title_hash = stg_items.title_hash
where stg_rejected.reason <> 'duplicate' and stg_items.item_id {checked};

-- a current quote of a current revision belongs to one statement
select quotes.campaign, quotes.item_id, quotes.position
from quotes
inner join stg_items on stg_items.item_id = quotes.item_id and stg_items.sha256 = quotes.sha256
left join quote_statements
    on
        quote_statements.campaign = quotes.campaign
        and quote_statements.item_id = quotes.item_id
        and quote_statements.sha256 = quotes.sha256
        and quote_statements.position = quotes.position
        and quote_statements.known_to is null
where quotes.known_to is null and quotes.item_id {checked}
group by quotes.campaign, quotes.item_id, quotes.position
having count(quote_statements.statement_id) <> 1;

-- a mention with a tone towards its campaign has one for each voice
select campaign, item_id, sha256, count(distinct voice) as voices, count(*) as tones
from campaign_tones where known_to is null and item_id {checked}
group by campaign, item_id, sha256
having count(distinct voice) <> 3 or count(*) <> 3;

-- a tone towards a campaign stands where, and only where, there was something to read it from
select campaign, item_id, voice
from campaign_tones
where ((label is null) <> (status <> 'ok') or (passages > 0) <> (status = 'ok')) and item_id {checked};

-- a code is of a story that its draw drew, and a story is drawn with a chance above 0, once a draw
select codes.draw, codes.item_id
from codes
left join draws on draws.draw = codes.draw and draws.item_id = codes.item_id
where draws.item_id is null;

-- what was taken back is a code or a correction that there is, and a code was taken back by its coder
select undos.undone, undos.item_id, undos.made_at
from undos
left join codes
    on
        undos.undone = 'code'
        and codes.draw = undos.draw
        and codes.campaign = undos.campaign
        and codes.item_id = undos.item_id
        and codes.coder = undos.coder
        and codes.known_from = undos.made_at
left join corrections
    on
        undos.undone = 'correction'
        and corrections.campaign = undos.campaign
        and corrections.item_id = undos.item_id
        and corrections.coder = undos.coder
        and corrections.known_from = undos.made_at
where
    (codes.item_id is null and corrections.item_id is null)
    or (undos.undone = 'code' and undos.who <> undos.coder);

select draw, item_id from draws where inclusion_probability <= 0 or inclusion_probability > 1;

select draw, item_id, count(*) as rows from draws group by draw, item_id having count(*) > 1;

-- an alert is raised once, is beyond its threshold, and a count rule's within its rate
select alert, count(*) as rows from alerts where known_to is null group by alert having count(*) > 1;

select alert, observed, threshold, tail, rate from alerts where observed < threshold or tail > rate;

-- what is told of an alert, and what was done about it, is of one that was raised
select alert_items.alert
from alert_items
left join alerts on alerts.alert = alert_items.alert
where alerts.alert is null and alert_items.item_id {checked};

select acknowledgements.alert
from acknowledgements
left join alerts on alerts.alert = acknowledgements.alert and alerts.campaign = acknowledgements.campaign
where alerts.alert is null;

-- an alert that was closed, and no other, has a finding
select alert, action, finding from acknowledgements where (action = 'closed') <> (finding is not null);

-- the count rules of a campaign share one budget alike
select campaign, min(rate) as least, max(rate) as most
from alert_rules where known_to is null and rate is not null
group by campaign having min(rate) <> max(rate);
