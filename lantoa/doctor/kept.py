"""Checks of what the home holds: steps, locks, warehouse, snapshots, feeds."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import duckdb

from dashboards import health
from dashboards.health import MOST_AGE
from lantoa import tone_models
from lantoa.doctor.checks import Check
from lantoa.doctor.network import MOST_OFF, SET_CLOCK
from lantoa.outlet_health import outlet_health
from lantoa.settings import Home
from lantoa.tone_models import ToneModelError
from nlp.shipped import ModelError
from warehouse import db, storage
from warehouse.reader import NotPublishedError, Reader, published_at

LONGEST_HOURS: Final = 2
"""No task works longer (`execution_timeout` of the DAGs): a lock that is held longer is looked at."""

_MOST_NAMED = 5


def steps(home: Home) -> Check:
    """Whether every step did what it should when it ran last, as the log of steps tells."""
    found = health.steps(home.published)
    killed = [
        f"{one.step} began at {one.killed_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC and never ended"
        for one in found
        if one.killed_at is not None
    ]
    failed = [
        f"{one.step} ended with {one.problem}" for one in found if one.problem and one.killed_at is None
    ]
    if killed:
        fix = "look what killed it (`journalctl -k` for memory, a time limit, a restart), and run it again"
        return Check("steps", "warning", "; ".join(killed + failed), fix)
    if failed:
        return Check("steps", "warning", "; ".join(failed), "run it again, and do what its message says")
    return Check("steps", "ok", f"{len(found)} kinds ran, the last run of each without an error")


def tone_model(home: Home) -> Check:
    """Whether the tone model that was promoted can be read."""
    try:
        now, last = tone_models.scoring(home), tone_models.promoted(home)
    except (ToneModelError, ModelError) as error:
        return Check("tone model", "fault", str(error), "restore it from a backup, or promote another")
    return Check("tone model", "ok", f"{now.name} scores" + (f", promoted by {last.who}" if last else ""))


def locks(home: Home) -> Check:
    """Whether somebody holds a lock, and still works.

    A lock ends with its process, so none is left by one that was killed; a process that hangs or was stopped
    keeps its lock.
    """
    held = [(path, _holder(path)) for path in _lock_files(home) if storage.is_held(path)]
    said: list[str] = []
    for path, holder in held:
        where = path.relative_to(home.folder)
        if holder is None:
            said.append(f"{where} is held by a process of another machine")
            continue
        hours, is_stopped = _age(holder)
        saw = f"{where} is held by process {holder}"
        if is_stopped:
            fix = f"let it go on (`kill -CONT {holder}`) or end it (`kill {holder}`)"
            return Check("locks", "fault", f"{saw}, which is stopped", fix)
        if hours > LONGEST_HOURS:
            fix = f"look what it does (`ps -fp {holder}`); ended by `kill {holder}` it loses nothing whole"
            return Check("locks", "warning", f"{saw}, which began {hours:.0f} hours ago", fix)
        said.append(saw)
    return Check("locks", "ok", "; ".join(said) or "none is held")


def warehouse(home: Home) -> Check:
    """Whether the warehouse can be opened and has the schema that this version writes."""
    where = str(home.warehouse)
    try:
        where = storage.described(home.warehouse)
        if not storage.exists(home.warehouse):
            fix = "run `lantoa run CAMPAIGN.toml`"
            return Check("warehouse", "warning", f"{where} is not there: nothing was loaded yet", fix)
        if storage.is_being_written(home.warehouse):
            return Check("warehouse", "ok", "is being written, and was not opened")
        with storage.connected(home.warehouse, read_only=True) as connection:
            version = db.schema_version(connection)
    except storage.WarehouseError as error:
        return Check("warehouse", "fault", str(error), "do what it says, or restore a backup")
    except duckdb.Error as error:
        fix = "restore a backup, or move the file away and run `lantoa load`: it is made from the batches"
        return Check("warehouse", "fault", f"{where} can't be opened: {' '.join(str(error).split())}", fix)
    size = sum(path.stat().st_size for path in storage.files(home.warehouse))
    saw = f"schema {version}, {size / 1e6:,.0f} MB" + (f", {where}" if storage.lake() else "")
    if version is not None and version > db.SCHEMA_VERSION:
        return Check("warehouse", "fault", f"{saw}: a newer lantoa wrote it", "install a newer lantoa")
    if version is not None and version < db.SCHEMA_VERSION:
        fix = "run `lantoa load`, which says what to do"
        return Check("warehouse", "fault", f"{saw}: expected {db.SCHEMA_VERSION}", fix)
    return Check("warehouse", "ok", saw)


def snapshots(home: Home, now: datetime) -> Check:
    """Whether readers see a snapshot, how old it is, and whether something newer was loaded since.

    One that is younger than nothing was published by a clock that was ahead.
    """
    pointer = home.published / "current"
    if not pointer.exists():
        return Check("snapshots", "warning", "nothing is published yet", "run `lantoa publish`")
    name = pointer.read_text("utf-8")
    if not (home.published / name).exists():
        return Check(
            "snapshots", "fault", f"{pointer} names {name}, which is missing", "run `lantoa publish`"
        )
    try:
        with Reader(home.published) as reader:
            reader.campaigns()
            known_at = reader.known_at()
    except (NotPublishedError, duckdb.Error) as error:
        return Check("snapshots", "fault", " ".join(str(error).split()), "run `lantoa publish`")
    age = now - published_at(name)
    number = len(list(home.published.glob("*.duckdb")))
    saw = f"{name} is {_ago(age)} old; {number} are kept"
    if age < -MOST_OFF:
        saw = f"{name} was published {_ago(-age)} from now: this clock, or the one of then, is wrong"
        fix = f"{SET_CLOCK}; the first publication after the next load has the right time"
        return Check("snapshots", "warning", saw, fix)
    if known_at is not None and known_at - now > MOST_OFF:
        saw = f"known from {known_at:%Y-%m-%d %H:%M} UTC on is what was fetched with a clock that was ahead"
        fix = "ask without --as-of: until then what is told of the articles that came after it is left out"
        return Check("snapshots", "warning", saw, fix)
    if age > MOST_AGE:
        fix = "run `lantoa run CAMPAIGN.toml`; under Airflow look at coverage_daily"
        return Check("snapshots", "warning", saw, fix)
    written = [path.stat().st_mtime for path in storage.files(home.warehouse)]
    if written and max(written) > pointer.stat().st_mtime:
        saw += "; the warehouse was written after it was published"
        return Check("snapshots", "warning", saw, "run `lantoa publish`, unless a run is at it")
    return Check("snapshots", "ok", saw)


def feeds(home: Home, now: datetime) -> Check:
    """Whether every outlet could be read within the last day, as the published warehouse tells."""
    try:
        with Reader(home.published) as reader:
            rows = outlet_health(reader)
    except (NotPublishedError, duckdb.Error):
        return Check("feeds", "warning", "unknown until something is published", "run `lantoa publish`")
    late = []
    for row in rows:
        read = row["last_readable_at"]
        then = datetime.fromisoformat(read) if read else None
        if then is None or now - then > MOST_AGE:
            late.append(f"{row['outlet']} ({_ago(now - then) + ' ago' if then else 'never'})")
    saw = f"{len(rows) - len(late)} of {len(rows)} outlets were read within {_ago(MOST_AGE)}"
    if not late:
        return Check("feeds", "ok", saw)
    named = ", ".join(late[:_MOST_NAMED]) + (" and more" if len(late) > _MOST_NAMED else "")
    fix = "`lantoa outlets check` says what to do about each"
    if len(late) == len(rows):
        fix = f"look whether the crawl runs (`lantoa crawl`) and the network works; {fix}"
    state = "fault" if len(late) == len(rows) else "warning"
    return Check("feeds", state, f"{saw}; last read: {named}", fix)


def _lock_files(home: Home) -> Iterator[Path]:
    yield storage.lock_file(home.warehouse)
    yield home.codings / ".lock"
    yield home.users.with_name(home.users.name + ".lock")
    yield home.raw / ".lock"
    yield from sorted(home.raw.glob("*/.lock"))


def _holder(path: Path) -> int | None:
    """Give the process that holds a lock, as the kernel lists it."""
    inode = str(path.stat().st_ino)
    for line in Path("/proc/locks").read_text("ascii").splitlines():
        words = line.split()
        if words[1] == "FLOCK" and words[5].rpartition(":")[2] == inode:
            return int(words[4])
    return None


def _age(process: int) -> tuple[float, bool]:
    """Give the hours since a process began, and whether it is stopped; proc(5) has the fields."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    uptime = float(Path("/proc/uptime").read_text("ascii").split()[0])
    return (uptime - int(fields[19]) / os.sysconf("SC_CLK_TCK")) / 3600, fields[0] in "Tt"


def _ago(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"
