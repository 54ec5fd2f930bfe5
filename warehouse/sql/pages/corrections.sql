-- Corrections of a campaign that are loaded, by item.
select
    item_id,
    tone,
    why,
    role,
    corrected_at
from fct_corrections
where campaign = $campaign
