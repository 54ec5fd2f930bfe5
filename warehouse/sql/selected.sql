-- The items of a filter; what is on a page begins with them.
select * from int_coverage
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_segments}
