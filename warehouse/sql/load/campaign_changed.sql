-- What an earlier version of the campaign's file found is no longer what is known.
update mentions
set known_to = greatest(known_from, $at)
where campaign = $campaign and campaign_sha256 <> $sha256 and known_to is null;

update messages_carried
set known_to = greatest(known_from, $at)
where campaign = $campaign and campaign_sha256 <> $sha256 and known_to is null;
