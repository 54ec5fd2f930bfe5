-- Each view is asked again of what may have changed: in its place of the others stand temporary ones of the same names
-- that hold a part of their rows. Names are looked up among these first, by views too.

-- The time is asked too, since few parts of the table hold it.
create or replace temp table changed_visits as
select int_visits.*
from int_visits
inner join changed on changed.outlet = int_visits.outlet and changed.since_at <= int_visits.scanned_at
where not changed.is_whole and int_visits.scanned_at >= $since
union all
select int_visits.*
from int_visits
where int_visits.outlet in (select outlet from changed where is_whole);

create temp view int_visits as
select * from changed_visits;

delete from kept_visit_days
using changed
where kept_visit_days.outlet = changed.outlet and kept_visit_days.day_date >= changed.since_date;

insert into kept_visit_days by name
select * from int_visit_days;

-- A span that reaches into the days anew stands for the visits that it came from: what it is joined with by new ones is
-- one span with it.
create or replace temp table reopened as
select kept_scan_spans.*
from kept_scan_spans
inner join changed on changed.outlet = kept_scan_spans.outlet and kept_scan_spans.to_at >= changed.since_at;

delete from kept_scan_spans
using reopened
where
    kept_scan_spans.outlet = reopened.outlet
    and kept_scan_spans.from_at = reopened.from_at
    and kept_scan_spans.to_at = reopened.to_at;

create or replace temp view int_visits as
select outlet, state, is_readable, seen_at, oldest_at from changed_visits
union all
select
    reopened.outlet,
    'ok' as state,
    true as is_readable,
    reopened.to_at as seen_at,
    reopened.from_at as oldest_at
from reopened
inner join changed on changed.outlet = reopened.outlet
where not changed.is_whole;

insert into kept_scan_spans by name
select * from int_scan_spans;

-- When an outlet was first watched can be another instant only where all of it is worked out anew.
create or replace temp view int_visits as
select * from changed_visits
where outlet in (select outlet from changed where is_whole);

create temp view int_scan_spans as
select * from kept_scan_spans
where outlet in (select outlet from changed where is_whole);

create or replace temp table before as
select coalesce(max(last_at), 'infinity'::timestamptz) as last_at from kept_watched_outlets;

create or replace temp table horizon as
select max(last_visit_at) as last_at from kept_visit_days;

delete from kept_watched_outlets
where outlet in (select outlet from changed where is_whole);

insert into kept_watched_outlets by name
select * from int_watched_outlets;

update kept_watched_outlets
set last_at = horizon.last_at
from horizon
where kept_watched_outlets.last_at <> horizon.last_at;

-- Days are other from that of the first new visit on, and for every outlet from that on which all collection ended
-- before.
create or replace temp table started as
with

ended as (
    select
        date_trunc('day', least(before.last_at, horizon.last_at) at time zone 'Asia/Ho_Chi_Minh')
        at time zone 'Asia/Ho_Chi_Minh' as at
    from before
    cross join horizon
),

final as (
    select
        kept_watched_outlets.outlet,
        greatest(
            kept_watched_outlets.first_at, least(coalesce(changed.since_at, ended.at), ended.at)
        ) as first_at,
        kept_watched_outlets.last_at
    from kept_watched_outlets
    cross join ended
    left join changed on changed.outlet = kept_watched_outlets.outlet
)

select
    *,
    cast(first_at at time zone 'Asia/Ho_Chi_Minh' as date) as first_date
from final;

create temp view int_watched_outlets as
select
    outlet,
    first_at,
    last_at
from started;

create or replace temp view int_scan_spans as
select kept_scan_spans.*
from kept_scan_spans
inner join started on started.outlet = kept_scan_spans.outlet and started.first_at < kept_scan_spans.to_at;

create or replace temp table changed_hours as
select * from int_outlet_hours;

delete from kept_outlet_days
using started
where kept_outlet_days.outlet = started.outlet and kept_outlet_days.day_date >= started.first_date;

-- Those too of an outlet that is watched later than it was, or not at all.
delete from kept_outlet_days
where
    outlet in (select outlet from changed where is_whole)
    or outlet not in (select outlet from started);

-- With the days before them that their windows reach back to.
create temp view int_outlet_hours as
select * from changed_hours
union all
select
    kept_outlet_days.outlet,
    kept_outlet_days.day_date,
    kept_outlet_days.watched_hours,
    kept_outlet_days.covered_hours,
    kept_outlet_days.is_gap
from kept_outlet_days
inner join started
    on
        started.outlet = kept_outlet_days.outlet
        and kept_outlet_days.day_date between started.first_date - 13 and started.first_date - 1;

insert into kept_outlet_days by name
select int_outlet_days.*
from int_outlet_days
inner join started on started.outlet = int_outlet_days.outlet and started.first_date <= int_outlet_days.day_date;

drop view temp.int_outlet_hours;

drop view temp.int_scan_spans;

drop view temp.int_watched_outlets;

drop view temp.int_visits;

drop table changed_hours;

drop table started;

drop table horizon;

drop table before;

drop table reopened;

drop table changed_visits;

drop table changed;

delete from kept_from;

insert into kept_from values ($scans, $state);
