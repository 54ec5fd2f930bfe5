"""Coding, correcting and answering in the browser: who may, from where, and that it is written down."""

import json
import shutil
import threading
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboards import address as addresses
from dashboards import app, auth, coding, users, words
from dashboards.desk import Desk
from dashboards.labels import label
from dashboards.pages import frame
from dashboards.pages import view as views
from tests.dashboards.conftest import AT
from tests.dashboards.test_access import faults_of
from tests.dashboards.test_auth import NOW
from tests.dashboards.test_dashboard import served
from warehouse import codings, db
from warehouse.load_codings import load_codings
from warehouse.reader import Filter, Reader

SITE = "https://lantoa.example"
PROXY = {"REMOTE_ADDR": "10.0.0.7"}
PEOPLE = {"nhin": "viewer", "hoa-sen": "coder", "dong-xanh": "coder", "bien-tap": "editor"}


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    path = tmp_path_factory.mktemp("users") / "users.toml"
    for name, role in PEOPLE.items():
        users.add(path, name, role, "")
    return path


@pytest.fixture
def folder(published, tmp_path):
    """A folder of codings with a draw of all stories, the first two for two people."""
    place = tmp_path / "codings"
    with Reader(published) as reader:
        coding.draw(reader, place, Filter("nuoc-sach", *reader.period()), 99, 2, 7, NOW)
    return place


@pytest.fixture
def server(published, known, folder):
    access = auth.Access(known, b"k" * 32, user_header="X-Remote-User", proxy=PROXY["REMOTE_ADDR"])
    return app.create(published, lambda: NOW, access, folder).server


def post(server, name, payload, origin=SITE, token=None, site=SITE, environ=PROXY):
    """Press a button as a user that the proxy names; the token is that of the session where none is given."""
    client = server.test_client()
    headers = {"X-Remote-User": name}
    client.get("/", base_url=site, headers=headers, environ_overrides=environ)
    cookie = client.get_cookie("_csrf_token", domain=site.partition("//")[2].partition(":")[0])
    headers |= {"Origin": origin, "X-CSRFToken": cookie.value if token is None else token}
    return client.post(
        "/_dash-update-component", json=payload, base_url=site, headers=headers, environ_overrides=environ
    )


@cache
def registered():
    """Give the names under which the dashboard registers what its callbacks write to."""
    return tuple(app.create(Path("nowhere"), lambda: NOW, auth.nobody_asked()).callback_map)


def pressed(begins, outputs, inputs, trigger, states):
    """Give what Dash's script sends when a button is pressed; `begins` as the name of what is written to."""
    name = (
        json.dumps(trigger, separators=(",", ":"), sort_keys=True) if isinstance(trigger, dict) else trigger
    )
    found = [{"id": one, "property": of} for one, of in outputs]
    return {
        "output": next(one for one in registered() if one.startswith(begins)),
        "outputs": found[0] if len(found) == 1 else found,
        "inputs": inputs,
        "changedPropIds": [f"{name}.n_clicks"],
        "state": [{"id": name, "property": of, "value": value} for name, of, value in states],
    }


def click(trigger, value=1):
    return {"id": trigger, "property": "n_clicks", "value": value}


def code_of(draw, story, code, search="?campaign=nuoc-sach&lang=en"):
    button = {"code": code, "draw": draw.draw, "item": story.item}
    where = [("address", "pathname", "/coding"), ("address", "search", search)]
    outputs = [("coding", "children"), ("coding-state", "children")]
    return pressed("..coding.", outputs, [[click(button)], []], button, where)


def draw_form():
    where = [("address", "pathname", "/coding"), ("address", "search", "?campaign=nuoc-sach")]
    numbers = [("draw-stories", "value", 3), ("draw-double", "value", 1)]
    name = next(one for one in registered() if one.startswith("..draw-said."))
    outputs = [tuple(one.split(".")) for one in name.strip(".").split("...")]
    return pressed("..draw-said.", outputs, [click("draw-make")], "draw-make", [*numbers, *where])


def answer_to(alert, action="nothing", why="đã xem"):
    def part(name):
        return {"part": name, "alert": alert}

    states = [
        (part("why"), "value", why),
        ("address", "search", "?campaign=nuoc-sach"),
    ]
    button = part("save") | {"action": action}
    return pressed('{"alert"', [(part("card"), "children")], [[click(button)]], button, states)


def correction_of(item, tone="negative", why="nêu thiệt hại", undo=False):
    form = {"part": "correct-why", "of": item}
    states = [
        ("correct-story", "data", "s01"),
        ("story-search", "value", None),
        ("address", "pathname", "/stories"),
        ("address", "search", "?campaign=nuoc-sach"),
    ]
    outputs = [("versions", "children"), ("stories", "rowData")]
    button = {"uncorrect": item} if undo else {"part": "correct", "of": item, "tone": tone}
    inputs = [[], [click(button)]] if undo else [[click(button)], []]
    sent = pressed("..versions.", outputs, inputs, button, states)
    sent["state"][1:1] = [
        [{"id": form, "property": of, "value": value}] for of, value in (("value", why), ("id", form))
    ]
    return sent


def lines(folder, kind):
    return [line.entry for line in codings.read(folder)[0] if line.entry.kind == kind]


def test_a_coder_codes_and_the_next_story_comes_without_any_label(server, folder):
    (work,) = coding.read(folder)
    story = work.draw.stories[0]
    answer = post(server, "hoa-sen", code_of(work.draw, story, "negative"))
    assert answer.status_code == 200
    (written,) = lines(folder, "code")
    known_as = users.pseudonym("hoa-sen", users.User(role="coder"))
    assert (written.item, written.code, written.coder) == (story.item, "negative", known_as)
    shown = answer.text
    assert "hoa-sen" not in shown
    assert "Take back:" in shown
    assert "data-tone" not in shown


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("nhin", "code"),
        ("nhin", "draw"),
        ("hoa-sen", "draw"),
        ("hoa-sen", "answer"),
        ("hoa-sen", "correct"),
        ("hoa-sen", "uncorrect"),
    ],
)
def test_what_a_role_may_not_do_is_refused_on_the_server(server, folder, name, payload):
    (work,) = coding.read(folder)
    sent = {
        "code": code_of(work.draw, work.draw.stories[0], "neutral"),
        "draw": draw_form(),
        "answer": answer_to("a1"),
        "correct": correction_of("s01-0"),
        "uncorrect": correction_of("s01-0", undo=True),
    }
    assert post(server, name, sent[payload]).status_code == 403
    assert [line.entry.kind for line in codings.read(folder)[0]] == ["draw"]


@pytest.mark.parametrize(
    ("origin", "token", "status"),
    [("https://evil.example", None, 403), ("", None, 403), ("null", None, 403), (SITE, "made up", 400)],
)
def test_nothing_is_written_for_a_page_elsewhere(server, folder, origin, token, status):
    (work,) = coding.read(folder)
    sent = code_of(work.draw, work.draw.stories[0], "neutral")
    assert post(server, "hoa-sen", sent, origin, token).status_code == status
    assert lines(folder, "code") == []


def test_without_a_login_too_origin_and_token_are_asked_for(published, folder):
    alone = app.create(published, lambda: NOW, auth.nobody_asked(), folder).server
    (work,) = coding.read(folder)
    sent = code_of(work.draw, work.draw.stories[0], "neutral")
    here = {"site": "http://127.0.0.1:8050", "environ": {"SERVER_PORT": "8050"}}
    assert post(alone, "", sent, origin="http://evil.example", **here).status_code == 403
    assert post(alone, "", sent, origin=here["site"], token="made up", **here).status_code == 400
    assert lines(folder, "code") == []
    assert post(alone, "", sent, origin=here["site"], **here).status_code == 200
    assert [one.coder for one in lines(folder, "code")] == ["local"]


def told(answer):
    return json.dumps(answer.json, ensure_ascii=False)


def test_an_editor_answers_corrects_draws_and_takes_back_and_all_is_written(server, folder, published):
    said = told(post(server, "bien-tap", answer_to("a1", "happened", "<b>mưa lũ</b>")))
    assert "đã ghi; được tính sau lần nạp" in said
    assert [(one.alert, one.finding, one.why) for one in lines(folder, "acknowledgement")] == [
        ("a1", "happened", "<b>mưa lũ</b>")
    ]
    assert "1 đến 500" in told(post(server, "bien-tap", answer_to("a2", "nothing", " ")))
    assert "1 đến 500" in told(post(server, "bien-tap", answer_to("a2", "khac")))
    named = "bà Trần Thị Mai đã xem"
    assert "nêu tên người" in told(post(server, "bien-tap", answer_to("a2", "nothing", named)))
    assert "nêu tên người" in told(post(server, "bien-tap", correction_of("s01-0", why=named)))
    shown = told(post(server, "bien-tap", correction_of("*")))
    assert shown.count("sửa tay") > 3
    assert [(one.item, one.was, one.tone, one.role) for one in lines(folder, "correction")] == [
        (f"s01-{n}", "positive", "negative", "editor") for n in range(3)
    ]
    assert "đã là nhãn của máy" in told(post(server, "bien-tap", correction_of("s01-0", "positive")))
    assert "1 đến 500" in told(post(server, "bien-tap", correction_of("s01-0", why="x" * 501)))
    assert post(server, "bien-tap", correction_of("s01-1", undo=True)).status_code == 200
    assert [one.item for one in lines(folder, "undo")] == ["s01-1"]
    assert "không còn tin gốc" in told(post(server, "bien-tap", draw_form()))
    assert len(lines(folder, "draw")) == 1


def page(published, path, who):
    """Give the parts of a page that are its own, as text."""
    with Reader(published) as reader, reader.held() as snapshot:
        offered = views.choices(reader, addresses.read(*path.split("?")))
        view = views.read(reader, snapshot, offered, NOW, who)
        return str(frame.PAGES[view.address.page].build(view))


@pytest.mark.parametrize("path", ["/coding", "/alerts", "/stories"])
def test_where_nothing_can_be_written_no_form_is_shown_and_it_is_said_why(published, folder, path):
    forms = ("data-key", "'part': 'save'", "correct-why", "draw-make")
    asked = f"{path}?campaign=nuoc-sach&story=s01"
    shown = page(published, asked, Desk(None, "ma-1", "editor"))
    assert not any(form in shown for form in forms)
    assert path == "/stories" or "chỉ để xem" in shown
    assert any(form in page(published, asked, Desk(folder, "ma-1", "editor")) for form in forms)


def test_a_correction_is_marked_in_the_list(published, folder, server):
    post(server, "bien-tap", correction_of("s01-0"))
    shown = page(published, "/stories?campaign=nuoc-sach", Desk(folder))
    assert shown.count("Tiêu cực (sửa tay)") == 1


def test_what_is_drawn_or_coded_stands_in_the_task_and_in_the_progress_at_once(published, tmp_path):
    place = tmp_path / "codings"
    alone = app.create(published, lambda: NOW, auth.nobody_asked(), place).server
    site = "http://127.0.0.1:8050"
    here = {"origin": site, "site": site, "environ": {"SERVER_PORT": "8050"}}

    def progress(answer):
        """Stories, settled and open of the only draw, as the page's table has them."""
        shown = answer.json["response"]
        table = next(shown[one]["children"] for one in shown if one.startswith("coding-state"))[1]
        (row,) = json.loads(table["props"]["data-rows"])["rows"]
        return row[1:4]

    drawn = post(alone, "", draw_form(), **here)
    assert "0 trong 3" in told(drawn).replace("\u00a0", " ")
    assert progress(drawn) == ["3", "0", "3"]
    (work,) = coding.read(place)
    single = next(one for one in work.draw.stories if not one.is_double)
    coded = post(alone, "", code_of(work.draw, single, "neutral"), **here)
    assert "1 of 3" in told(coded).replace("\u00a0", " ")
    assert progress(coded) == ["3", "1", "2"]


def test_two_people_who_code_at_once_lose_nothing(server, folder):
    (work,) = coding.read(folder)
    answers = []

    def code_all(name):
        sent = [code_of(work.draw, story, "neutral") for story in work.draw.stories[:4]]
        answers.extend(post(server, name, one).status_code for one in sent)

    coders = [threading.Thread(target=code_all, args=(name,)) for name in ("hoa-sen", "dong-xanh")]
    for coder in coders:
        coder.start()
    for coder in coders:
        coder.join()
    assert set(answers) == {200}
    (done,) = coding.read(folder)
    assert done.progress == {"settled": 4, "open": len(work.draw.stories) - 4}
    assert len(lines(folder, "code")) == 4 + 2
    assert not codings.read(folder)[1]


def assert_written_and_loaded_are_counted_alike(connection, place):
    (loaded,) = connection.execute("select * from rpt_coding").df().to_dict("records")
    (work,) = coding.read(place)
    shared = [name for name in work.counts if not name.endswith(("_at", "_date"))]
    assert {name: loaded[name] for name in shared} == {name: work.counts[name] for name in shared}


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("width", "lang"), [(1440, "vi"), (390, "en")])
def test_an_editor_codes_by_keyboard_undoes_corrects_and_answers_and_the_warehouse_has_it(
    published, tmp_path, tab, width, lang
):
    tab.set_viewport_size({"width": width, "height": 844})
    why, negative = label("desk.why", lang), words.text("tone.negative", lang)
    home = shutil.copytree(published.parent, tmp_path / "home")
    place = home / "codings"
    with Reader(published) as reader:
        coding.draw(reader, place, Filter("nuoc-sach", *reader.period()), 5, 1, 7, NOW)
    application = app.create(home / "published", lambda: NOW, auth.nobody_asked(), place).server
    with served(application, tab) as url:
        tab.goto(f"{url}/coding?campaign=nuoc-sach&lang={lang}")
        task = tab.locator("#coding [data-task]")
        expect(task).to_be_focused()
        seen = []
        for number, key in enumerate("123", 1):
            seen.append(task.get_attribute("data-task"))
            tab.keyboard.press(key)
            expect(task).not_to_have_attribute("data-task", seen[-1])
            expect(task).to_be_focused()
            assert len(lines(place, "code")) == number
        tab.keyboard.press("0")
        expect(task).to_have_attribute("data-task", seen[-1])
        assert [one.code for one in lines(place, "code")] == ["positive", "neutral", "negative"]
        assert [one.item for one in lines(place, "undo")] == [seen[-1].split()[1]]

        tab.goto(f"{url}/stories?campaign=nuoc-sach&story=s10&lang={lang}")
        tab.locator("#versions summary").last.click()
        form = tab.locator("#versions details").last
        assert faults_of(tab) == []
        form.get_by_label(why).fill("nêu thiệt hại")
        form.get_by_role("button", name=negative).click()
        expect(tab.locator("#versions [data-tone=negative]")).to_have_count(3)
        expect(tab.locator("#stories")).to_contain_text(label("correction.marked", lang, tone=negative))
        tab.get_by_role("button", name=label("correction.undo.of", lang, outlet="Báo Ban Mai")).click()
        expect(tab.locator("#versions [data-tone=negative]")).to_have_count(2)

        tab.goto(f"{url}/alerts?campaign=nuoc-sach&lang={lang}")
        card = tab.locator("[data-alert=a1]")
        card.locator("summary").click()
        card.get_by_label(why).fill("mưa lũ <img src=x onerror=alert(1)>")
        card.get_by_role("button", name=label("answer.happened", lang)).click()
        expect(card).to_have_attribute("data-state", "closed")
        expect(card.locator(".status")).to_contain_text(label("desk.recorded", lang))

    with db.writer(home / "warehouse", AT) as connection:
        load_codings(connection, place, NOW)

        def counted(sql):
            return connection.execute(sql).fetchall()

        assert counted("select count(*) from codes") == [(3,)]
        assert counted("select count(*) from int_standing_codes") == [(2,)]
        assert_written_and_loaded_are_counted_alike(connection, place)
        assert counted("select count(*) from fct_corrections") == [(2,)]
        assert counted("select was, tone, items from rpt_corrections") == [("neutral", "negative", 2)]
        assert counted("select state, finding from rpt_alerts where alert = 'a1'") == [("closed", "happened")]
        assert counted("select count(*) from rpt_rejected_codings") == [(0,)]
        assert db.violations(connection) == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "offered"),
    [("viewer", set()), ("coder", {"coding"}), ("editor", {"coding", "draw", "correction", "answer"})],
)
def test_each_role_logs_in_and_is_offered_what_it_may_write(published, tmp_path, tab, role, offered):
    place, known = tmp_path / "codings", tmp_path / "users.toml"
    users.add(known, "hoa-sen", role, "đường làng nở hoa")
    with Reader(published) as reader:
        coding.draw(reader, place, Filter("nuoc-sach", *reader.period()), 5, 1, 7, NOW)
    application = app.create(published, lambda: NOW, auth.Access(known, b"k" * 32), place).server
    forms = {
        "coding": ("coding?campaign=nuoc-sach", "#coding [data-task]"),
        "draw": ("coding?campaign=nuoc-sach", "#draw-make"),
        "correction": (
            "stories?campaign=nuoc-sach&story=s10",
            "#versions details textarea, #versions details input",
        ),
        "answer": ("alerts?campaign=nuoc-sach", "[data-alert=a1] details"),
    }
    with served(application, tab) as url:
        tab.goto(f"{url}/coding?campaign=nuoc-sach")
        tab.get_by_label("Tên người dùng").fill("hoa-sen")
        tab.get_by_label("Mật khẩu").fill("đường làng nở hoa")
        tab.keyboard.press("Enter")
        expect(tab.locator("#user")).to_contain_text("hoa-sen")
        seen = set()
        for name, (path, form) in forms.items():
            tab.goto(f"{url}/{path}")
            expect(tab.locator("footer")).to_contain_text(words.text("foot.use", "vi"))
            if tab.locator(form).count():
                seen.add(name)
        assert seen == offered
