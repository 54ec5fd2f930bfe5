"""Who may open the dashboard, and how a request proves to be theirs.

Three ways: names and passwords of a file; a reverse proxy that has checked the user; or nobody asked, on this
machine only. In each of them a request that writes must come from a page of the dashboard itself: its Origin
is compared, and it bears a token of its session.
"""

import hashlib
import os
import re
import secrets
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, cast
from urllib.parse import urlsplit

import flask
import flask_login
from dash import dcc, html
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf

from dashboards import address as addresses
from dashboards import users as people
from dashboards.labels import label
from dashboards.users import Role, User
from dashboards.words import Lang

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
SESSION_HOURS: Final = 12
"""After so many hours a user logs in again."""
MAX_FAILURES: Final = 10
"""So many wrong passwords for one name within `FAILURE_WINDOW`, and it is refused until they are past."""
FAILURE_WINDOW: Final = timedelta(minutes=15)
HEALTH: Final = "/health.json"
"""The address that a monitor may ask without a login."""
MIN_TOKEN: Final = 16
"""A monitor's token of fewer letters is as none."""

_HOST = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\]):(?P<port>\d{1,5})", re.IGNORECASE)
_TOKEN_COOKIE: Final = "_csrf_token"  # the name under which Dash's own script looks for it  # noqa: S105


@dataclass(frozen=True)
class Access:
    """How users are known.

    Attributes:
        users: The file of users; None where nobody is asked, on this machine only.
        key: Secret with which sessions are signed.
        user_header: Name of the header in which a reverse proxy names the user; None for passwords.
        proxy: Address of that proxy: from any other the header counts for nothing.
    """

    users: Path | None
    key: bytes
    user_header: str | None = None
    proxy: str | None = None


def nobody_asked() -> Access:
    """Give access without login, with a secret that ends with this process."""
    return Access(None, secrets.token_bytes(32))


class Member(flask_login.UserMixin):
    """The user of a request.

    Attributes:
        name: As in the file of users.
        role: What this user may do.
        pseudonym: What stands beside what this user codes.
        id: What a session keeps: name and a mark of the password, so that a new password ends old sessions.
    """

    def __init__(self, name: str, user: User) -> None:
        self.name = name
        self.role: Role = user.role
        self.pseudonym = people.pseudonym(name, user)
        self.id = f"{name}:{hashlib.sha256(user.password.encode()).hexdigest()[:16]}"


def session_key(path: Path) -> bytes:
    """Give the secret of LANTOA_SESSION_KEY, else that of a file, made where it is missing.

    Raises:
        people.UsersError: Others than the file's owner may read it.
    """
    given = os.environ.get("LANTOA_SESSION_KEY")
    if given:
        return given.encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.touch(0o600, exist_ok=False)
        path.write_bytes(secrets.token_bytes(32))
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            raise people.UsersError(
                f"{path}: others may read this secret: run `chmod 600 {path}`, or delete it to get a new one"
            ) from None
    return path.read_bytes()


def protect(server: flask.Flask, access: Access, now: Callable[[], datetime]) -> None:
    """Let a server answer only those who may see it.

    Args:
        server: The dashboard's application.
        access: How users are known.
        now: The clock, aware.
    """
    server.secret_key = access.key
    server.config.update(
        SESSION_COOKIE_NAME="lantoa",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        # browsers keep such a cookie on https, and on this machine
        SESSION_COOKIE_SECURE=True,
        # a hash of the address would end the sessions of laptops that travel
        SESSION_PROTECTION=None,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
        WTF_CSRF_TIME_LIMIT=None,
        # it would compare Referer, which our pages don't send; Origin is compared instead
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_FIELD_NAME="token",
    )
    if access.users is None:
        server.before_request(_refuse_strangers)
    server.before_request(_refuse_other_origins)
    # after the two above: who is refused anyway need not hear of a token
    CSRFProtect(server)
    server.register_error_handler(CSRFError, _refuse_forged)
    manager = flask_login.LoginManager(server)
    manager.user_loader(lambda kept: _of_session(access, kept))
    manager.request_loader(lambda request: _of_request(access, request))
    server.before_request(_refuse_unknown)
    server.after_request(_give_token)
    if access.users is not None and access.user_header is None:
        _add_login(server, access.users, now)


def member() -> Member:
    """Give the user whose request is being answered."""
    return cast(Member, flask_login.current_user)


def badge(lang: Lang) -> list[html.Span | html.Form]:
    """Give the name of the user whose request is being answered, and the way out; nothing without a login."""
    if "logout" not in flask.current_app.view_functions:
        return []
    token = dcc.Input(type="hidden", name="token", value=generate_csrf())
    return [
        html.Span(flask_login.current_user.name),
        html.Form([token, html.Button(label("logout", lang))], action="/logout", method="POST"),
    ]


def _of_session(access: Access, kept: str) -> Member | None:
    """Give the user who logged in, unless removed or given another password since."""
    if access.users is None or access.user_header is not None:
        return None
    name = kept.partition(":")[0]
    user = people.load(access.users).get(name)
    member = Member(name, user) if user is not None else None
    return member if member is not None and member.id == kept else None


def _of_request(access: Access, request: flask.Request) -> Member | None:
    """Give the user that the proxy names, or the only one there is where nobody is asked."""
    if access.users is None:
        return Member("local", User(role="editor", password="", pseudonym="local"))
    if access.user_header is None or request.remote_addr != access.proxy:
        return None
    name = request.headers.get(access.user_header, "")
    user = people.load(access.users).get(name)
    return Member(name, user) if user is not None else None


def _refuse_strangers() -> flask.Response | None:
    """Answer 403 unless the request was made on this machine, by an address of this machine.

    The name in Host is what tells a browser's own request from that of a page elsewhere whose name was
    pointed at 127.0.0.1; a forwarding header means that a proxy would open the dashboard to others.
    """
    request = flask.request
    host = _HOST.fullmatch(request.headers.get("Host", ""))
    forwarded = any(name.lower().startswith(("forwarded", "x-forwarded-")) for name, _ in request.headers)
    if forwarded or host is None or host["port"] != request.environ["SERVER_PORT"]:
        return _plain(
            403,
            "this dashboard has no login and answers only on this machine, by http://127.0.0.1 or "
            "http://localhost with its port, and not through a proxy",
        )
    return None


def _refuse_other_origins() -> flask.Response | None:
    """Answer 403 to what would write and does not come from a page of this dashboard."""
    request = flask.request
    if request.method in ("GET", "HEAD"):
        return None
    origin = request.headers.get("Origin", "")
    if urlsplit(origin).netloc.lower() != request.host.lower():
        return _plain(403, "expected a request of a page of this dashboard: open its address and try there")
    return None


def _refuse_forged(error: CSRFError) -> flask.Response:
    return _plain(
        400,
        f"{error.description} Load the page again. If that does not help, the browser kept no cookie: open "
        "the dashboard by https, or on the machine itself by http://127.0.0.1",
    )


def _refuse_unknown() -> flask.Response | None:
    """Lead a browser without a user to the login, and answer 401 to everything else."""
    request = flask.request
    can_log_in = "login" in flask.current_app.view_functions
    is_open = request.path.startswith("/assets/") or (can_log_in and request.path == "/login")
    if is_open or _is_monitor(request) or flask_login.current_user.is_authenticated:
        return None
    if can_log_in and request.method == "GET" and not request.path.startswith("/_"):
        return flask.make_response(flask.redirect(flask.url_for("login", next=request.full_path)))
    return _plain(401, "log in first")


def _is_monitor(request: flask.Request) -> bool:
    """Whether a program asks for the state of the installation, with the token of LANTOA_HEALTH_TOKEN."""
    token = os.environ.get("LANTOA_HEALTH_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    is_known = len(token) >= MIN_TOKEN and secrets.compare_digest(given.encode(), token.encode())
    return is_known and request.path == HEALTH


def _give_token(response: flask.Response) -> flask.Response:
    """Give a page the token that Dash's script sends back with each of its requests."""
    if response.mimetype == "text/html" and response.status_code == 200:
        response.set_cookie(_TOKEN_COOKIE, generate_csrf(), secure=True, samesite="Strict")
    return response


def _add_login(server: flask.Flask, users: Path, now: Callable[[], datetime]) -> None:
    failures: defaultdict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=MAX_FAILURES))

    def login() -> flask.Response:
        goal = _own_page(flask.request.args.get("next", ""))
        if flask.request.method == "GET":
            return _login_page(goal, "", 200)
        name, password = (flask.request.form.get(field, "") for field in ("name", "password"))
        known: User | None = people.load(users).get(name)
        failed = failures[name if known else ""]
        if len(failed) == MAX_FAILURES and now() - failed[0] < FAILURE_WINDOW:
            return _login_page(goal, "login.wait", 429)
        if known is None or not people.is_password(known, password):
            failed.append(now())
            return _login_page(goal, "login.wrong", 403)
        failed.clear()
        flask.session.clear()
        flask.session.permanent = True
        flask_login.login_user(Member(name, known))
        return flask.make_response(flask.redirect(goal))

    def logout() -> flask.Response:
        flask_login.logout_user()
        flask.session.clear()
        return flask.make_response(flask.redirect(flask.url_for("login")))

    server.add_url_rule("/login", "login", login, methods=["GET", "POST"])
    server.add_url_rule("/logout", "logout", logout, methods=["POST"])


def _own_page(goal: str) -> str:
    """Give an address of the dashboard itself, whatever was asked for."""
    parts = urlsplit(goal)
    is_own = (
        goal.startswith("/") and not goal.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    )
    return goal if is_own else "/"


def _login_page(goal: str, problem: str, status: int) -> flask.Response:
    path, _, search = goal.partition("?")
    lang = addresses.read(path, search).lang
    page = flask.render_template(
        "login.html",
        lang=lang,
        goal=goal,
        problem=label(problem, lang) if problem else "",
        text=lambda key: label(f"login.{key}", lang),
        token=generate_csrf(),
    )
    return flask.make_response(page, status)


def _plain(status: int, text: str) -> flask.Response:
    return flask.Response(f"{status}: {text}.\n", status, mimetype="text/plain")
