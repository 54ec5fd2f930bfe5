-- A source announces an article once, from its first to its last sighting.
merge into sightings
using batch
    on sightings.item_id = batch.item_id and sightings.source = batch.source
when matched and sightings.last_seen_at < batch.last_seen_at then update set last_seen_at = batch.last_seen_at
when not matched then insert by name;
