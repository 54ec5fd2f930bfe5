-- Evidence of visits that came later.
delete from scans where scanned_at > $instant;

delete from fetches where fetched_at > $instant;

delete from sightings where first_seen_at > $instant;

update sightings set last_seen_at = $instant where last_seen_at > $instant;
