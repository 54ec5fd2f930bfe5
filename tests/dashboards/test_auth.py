"""Who gets in: by password, by a reverse proxy, or on this machine; and what a page elsewhere can't do."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from playwright.sync_api import expect

from dashboards import app, auth, users
from dashboards.users import UsersError
from tests.dashboards.test_dashboard import served

NOW = datetime(2026, 3, 21, 3, tzinfo=UTC)
PASSWORD = "đường làng nở hoa"
SITE = "https://lantoa.example"


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """A file of users: hoa-sen (viewer) with a password, dong-xanh (editor) without one."""
    path = tmp_path_factory.mktemp("users") / "users.toml"
    users.add(path, "hoa-sen", "viewer", PASSWORD)
    users.add(path, "dong-xanh", "editor", "")
    return path


@cache
def server(published, access):
    return app.create(published, lambda: NOW, access).server


def client(published, known, **more):
    return server(published, auth.Access(known, b"k" * 32, **more)).test_client()


def token_of(page):
    return re.search(r'name="token" value="([^"]+)"', page.text)[1]


def logged_in(client, name="hoa-sen", password=PASSWORD, goal="/", origin=SITE):
    page = client.get(f"/login?next={goal}", base_url=SITE)
    form = {"name": name, "password": password, "token": token_of(page)}
    return client.post(f"/login?next={goal}", data=form, base_url=SITE, headers={"Origin": origin})


def test_without_a_login_nothing_of_the_dashboard_is_seen(published, known):
    stranger = client(published, known)
    answer = stranger.get("/spread?campaign=a&lang=en", base_url=SITE)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/spread?campaign%3Da%26lang%3Den"
    assert stranger.get("/_dash-layout", base_url=SITE).status_code == 401
    assert stranger.get(answer.headers["Location"], base_url=SITE).text.count("<script") == 0


def test_the_right_password_opens_the_page_that_was_asked_for(published, known):
    user = client(published, known)
    answer = logged_in(user, goal="/spread?lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/spread?lang=en")
    cookie = answer.headers["Set-Cookie"]
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Strict"))
    assert user.get("/", base_url=SITE).status_code == 200
    assert user.get("/_dash-layout", base_url=SITE).status_code == 200


@pytest.mark.parametrize(
    "name, password", [("hoa-sen", "khác"), ("hoa-sen", ""), ("ai-do", PASSWORD), ("dong-xanh", "")]
)
def test_any_other_opens_nothing(published, known, name, password):
    stranger = client(published, known)
    assert logged_in(stranger, name, password).status_code == 403
    assert stranger.get("/", base_url=SITE).status_code == 302


def test_after_ten_wrong_passwords_the_right_one_has_to_wait(published, known):
    times = [NOW]
    access = auth.Access(known, b"k" * 32)
    guesser = app.create(published, lambda: times[-1], access).server.test_client()
    for _ in range(auth.MAX_FAILURES):
        assert logged_in(guesser, password="sai").status_code == 403
    assert logged_in(guesser).status_code == 429
    times.append(NOW + timedelta(minutes=15))
    assert logged_in(guesser).status_code == 302


@pytest.mark.parametrize(
    "goal", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_the_login_leads_to_no_other_site(published, known, goal):
    assert logged_in(client(published, known), goal=goal).headers["Location"] == "/"


def test_a_new_password_ends_old_sessions_and_so_does_removal(published, tmp_path):
    path = tmp_path / "users.toml"
    users.add(path, "hoa-sen", "viewer", PASSWORD)
    first = client(published, path)
    logged_in(first)
    users.add(path, "hoa-sen", "viewer", PASSWORD + " mới")
    assert first.get("/", base_url=SITE).status_code == 302
    logged_in(first, password=PASSWORD + " mới")
    users.remove(path, "hoa-sen")
    assert first.get("/", base_url=SITE).status_code == 302


def test_a_user_who_leaves_is_asked_again(published, known):
    user = client(published, known)
    logged_in(user)
    user.get("/", base_url=SITE)
    token = user.get_cookie("_csrf_token", domain="lantoa.example").value
    answer = user.post("/logout", data={"token": token}, base_url=SITE, headers={"Origin": SITE})
    assert answer.headers["Location"] == "/login"
    assert user.get("/", base_url=SITE).status_code == 302


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "https://lantoa.example.evil.example"]
)
@pytest.mark.parametrize("path", ["/login", "/_dash-update-component", "/logout"])
def test_what_comes_from_a_page_elsewhere_is_refused(published, known, origin, path):
    user = client(published, known)
    logged_in(user)
    assert user.post(path, base_url=SITE, headers={"Origin": origin}).status_code == 403


def test_what_bears_no_token_of_its_session_is_refused_without_a_login_too(published, known):
    for user, site in (
        (client(published, known), SITE),
        (
            app.create(published, lambda: NOW, auth.nobody_asked()).server.test_client(),
            "http://127.0.0.1:8050",
        ),
    ):
        headers = {"Origin": site, "Host": site.partition("//")[2], "X-CSRFToken": "made up"}
        assert user.post("/_dash-update-component", base_url=site, headers=headers).status_code == 400


def test_the_proxys_header_counts_from_the_proxy_alone(published, known):
    behind = client(published, known, user_header="X-Remote-User", proxy="10.0.0.7")

    def status(peer, name):
        from_there = {"REMOTE_ADDR": peer}
        headers = {"X-Remote-User": name, "X-Forwarded-For": "10.0.0.7"}
        return behind.get("/", base_url=SITE, headers=headers, environ_overrides=from_there).status_code

    assert status("10.0.0.7", "dong-xanh") == 200
    assert status("10.0.0.8", "dong-xanh") == 401
    assert status("127.0.0.1", "dong-xanh") == 401
    assert status("10.0.0.7", "ai-do") == 401
    assert (
        behind.get("/login", base_url=SITE, environ_overrides={"REMOTE_ADDR": "10.0.0.8"}).status_code == 401
    )


def test_a_role_may_do_what_the_roles_before_it_may():
    assert [users.covers("viewer", role) for role in users.ROLES] == [True, False, False]
    assert [users.covers("coder", role) for role in users.ROLES] == [True, True, False]
    assert all(users.covers("editor", role) for role in users.ROLES)


def test_a_pseudonym_is_kept_unlike_others_and_made_of_the_name_where_none_is_given(tmp_path):
    path = tmp_path / "users.toml"
    users.add(path, "nguyen.thi.a", "coder", "", "ma-1")
    users.add(path, "nguyen.thi.a", "editor", "")
    users.add(path, "hoa_sen", "coder", "")
    known = users.load(path)
    assert users.pseudonym("nguyen.thi.a", known["nguyen.thi.a"]) == "ma-1"
    made = users.pseudonym("hoa_sen", known["hoa_sen"])
    assert re.fullmatch(r"ma-[0-9a-f]{8}", made)
    for taken, expected in (
        ("ma-1", "another user has it"),
        (made, "another user"),
        ("Mã 2", "small letters"),
    ):
        with pytest.raises(UsersError, match=expected):
            users.add(path, "dong-xanh", "coder", "", taken)


def test_nobody_can_be_served_where_there_is_no_user(published, tmp_path):
    with pytest.raises(UsersError, match="lantoa users add NAME --role editor"):
        app.serve(published, "127.0.0.1", 8050, lambda: NOW, auth.Access(tmp_path / "users.toml", b"k" * 32))


def test_the_file_holds_no_password_and_is_its_owners_alone(known):
    assert PASSWORD not in known.read_text("utf-8")
    assert known.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "name, password, expected",
    [
        ("Hoa Sen", PASSWORD, "small letters"),
        ("../x", PASSWORD, "small letters"),
        ("a", "ngắn quá", "at least 12"),
    ],
)
def test_a_name_or_password_that_can_not_be_taken_changes_nothing(tmp_path, name, password, expected):
    with pytest.raises(UsersError, match=expected):
        users.add(tmp_path / "users.toml", name, "viewer", password)
    assert users.load(tmp_path / "users.toml") == {}


@pytest.mark.parametrize(
    "text", ['[users.a]\nrole = "boss"\n', "users = 3", '[users.a]\nrole = "viewer"\nx = 1', "["]
)
def test_a_file_that_is_none_is_named(tmp_path, text):
    path = tmp_path / "users.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsersError, match=re.escape(str(path))):
        users.load(path)


def test_the_secret_is_made_once_and_refused_where_others_may_read_it(tmp_path, monkeypatch):
    path = tmp_path / "home" / "session.key"
    first = auth.session_key(path)
    assert len(first) == 32
    assert auth.session_key(path) == first
    path.chmod(0o644)
    with pytest.raises(UsersError, match="chmod 600"):
        auth.session_key(path)
    monkeypatch.setenv("LANTOA_SESSION_KEY", "from elsewhere")
    assert auth.session_key(path) == b"from elsewhere"


@pytest.mark.browser
def test_a_user_logs_in_sees_the_page_and_leaves(published, known, tab):
    with served(server(published, auth.Access(known, b"k" * 32)), tab) as url:
        tab.goto(f"{url}/spread?campaign=nuoc-sach")
        tab.get_by_label("Tên người dùng").fill("hoa-sen")
        tab.get_by_label("Mật khẩu").fill(PASSWORD)
        tab.keyboard.press("Enter")
        expect(tab.locator("h1")).to_have_text("Lan tỏa")
        expect(tab.locator("#user")).to_contain_text("hoa-sen")
        tab.get_by_role("button", name="Đăng xuất").click()
        expect(tab.locator("h1")).to_have_text("Đăng nhập")
