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
