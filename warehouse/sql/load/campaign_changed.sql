-- What an earlier version of a campaign's file found is no longer what is known.
update mentions
set known_to = greatest(mentions.known_from, $at)
from campaigns
where
    campaigns.campaign = mentions.campaign
    and campaigns.known_to is null
    and mentions.known_to is null
    and mentions.campaign_sha256 <> campaigns.sha256;

update messages_carried
set known_to = greatest(messages_carried.known_from, $at)
from campaigns
where
    campaigns.campaign = messages_carried.campaign
    and campaigns.known_to is null
    and messages_carried.known_to is null
    and messages_carried.campaign_sha256 <> campaigns.sha256;

update quotes
set known_to = greatest(quotes.known_from, $at)
from campaigns
where
    campaigns.campaign = quotes.campaign
    and campaigns.known_to is null
    and quotes.known_to is null
    and quotes.campaign_sha256 <> campaigns.sha256;

-- A file that was changed back finds again what it had found: its batches are not loaded a second time.
create or replace temp table returned as
select mentions.* replace (cast($at as timestamptz) as known_from, cast(null as timestamptz) as known_to)
from mentions
inner join campaigns
    on
        campaigns.campaign = mentions.campaign
        and campaigns.known_to is null
        and campaigns.sha256 = mentions.campaign_sha256
where
    not exists (
        select 1 from mentions as open
        where
            open.campaign = mentions.campaign
            and open.campaign_sha256 = mentions.campaign_sha256
            and open.item_id = mentions.item_id
            and open.sha256 = mentions.sha256
            and open.known_to is null
    )
qualify row_number() over (partition by mentions.campaign, mentions.item_id, mentions.sha256) = 1;

insert into mentions by name select * from returned;

create or replace temp table returned as
select messages_carried.* replace (cast($at as timestamptz) as known_from, cast(null as timestamptz) as known_to)
from messages_carried
inner join campaigns
    on
        campaigns.campaign = messages_carried.campaign
        and campaigns.known_to is null
        and campaigns.sha256 = messages_carried.campaign_sha256
where
    not exists (
        select 1 from messages_carried as open
        where
            open.campaign = messages_carried.campaign
            and open.campaign_sha256 = messages_carried.campaign_sha256
            and open.item_id = messages_carried.item_id
            and open.sha256 = messages_carried.sha256
            and open.message = messages_carried.message
            and open.place = messages_carried.place
            and open.phrase = messages_carried.phrase
            and open.known_to is null
    )
qualify row_number() over (
    partition by
        messages_carried.campaign,
        messages_carried.item_id,
        messages_carried.sha256,
        messages_carried.message,
        messages_carried.place,
        messages_carried.phrase
) = 1;

insert into messages_carried by name select * from returned;

create or replace temp table returned as
select quotes.* replace (cast($at as timestamptz) as known_from, cast(null as timestamptz) as known_to)
from quotes
inner join campaigns
    on
        campaigns.campaign = quotes.campaign
        and campaigns.known_to is null
        and campaigns.sha256 = quotes.campaign_sha256
where
    not exists (
        select 1 from quotes as open
        where
            open.campaign = quotes.campaign
            and open.campaign_sha256 = quotes.campaign_sha256
            and open.item_id = quotes.item_id
            and open.sha256 = quotes.sha256
            and open.position = quotes.position
            and open.known_to is null
    )
qualify row_number() over (
    partition by quotes.campaign, quotes.item_id, quotes.sha256, quotes.position
) = 1;

insert into quotes by name select * from returned;

drop table returned;
