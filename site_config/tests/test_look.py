"""The look of the site, from Admin: name, logo, colours that can be read, and words of welcome."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import avatars
from accounts.models import User
from rooms import conversation
from rooms.models import Room
from rooms.tests.conftest import alice, bob, general  # noqa: F401
from rooms.tests.files import picture
from rooms.tests.watching import browser_of, see
from site_config.look import palette
from site_config.look.colours import contrast, nearest
from site_config.look.shown import look
from site_config.models import Look

CHANGE = "/admin/site_config/look/"


@pytest.fixture
def staff(alice: User, django_capture_on_commit_callbacks) -> Any:  # noqa: F811
    alice.is_staff = True
    alice.save()
    alice.user_permissions.set(Permission.objects.filter(codename__endswith="_look"))
    browser = browser_of(alice)

    def post(**typed: Any) -> Any:
        found = Look.objects.first()
        path = f"{CHANGE}{found.pk}/change/" if found else f"{CHANGE}add/"
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(path, {"name": "", "accent": "", "accent_dark": "", "welcome": "", **typed})

    return post


def test_the_name_stands_on_every_page_and_in_its_title(staff, bob: User) -> None:  # noqa: F811
    staff(name="  Harbour  <Club> ")
    for page in (browser_of(bob).get("/bookmarks/").text, Client().get("/accounts/login/").text):
        (title,) = re.findall(r"<title>(.*?)</title>", page, re.DOTALL)
        assert title.endswith(" · Harbour &lt;Club&gt;")
        assert re.search(r'class="brand".*Harbour &lt;Club&gt;</a>', page)
    assert 'name="title" value="Bookmarks · Harbour &lt;Club&gt;"' in browser_of(bob).get("/bookmarks/").text


@pytest.mark.django_db(transaction=True)
def test_and_in_the_title_of_a_room_that_is_renamed_live(general: Room, bob: User) -> None:  # noqa: F811
    Look.objects.create(name="Harbour")
    look.changed()
    seen = see(bob, general, lambda: conversation.change_room(general.pk, name="Pier"), until="<title>")
    assert "<title>Pier · Harbour</title>" in seen.text


def test_words_of_welcome_stand_above_the_form_for_signing_in(staff) -> None:
    staff(welcome="Hello <b>\n\nsee https://harbour.example/")
    page = Client().get("/accounts/login/").text
    assert "<p>Hello &lt;b&gt;</p>" in page
    assert 'href="https://harbour.example/"' in page


def test_colours_come_as_a_stylesheet_that_browsers_keep(staff, bob: User) -> None:  # noqa: F811
    staff(accent="#7A1F5C", accent_dark="#f0a6d8")
    browser = browser_of(bob)
    (address,) = re.findall(r'href="(/look/\w+\.css)"', browser.get("/bookmarks/").text)
    answer = Client().get(address)
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert "--indigo-fill: #7a1f5c" in answer.text
    assert "--indigo-ink: light-dark(#7a1f5c, #f0a6d8)" in answer.text
    staff(accent="#10515e")
    (other,) = re.findall(r'href="(/look/\w+\.css)"', browser.get("/bookmarks/").text)
    assert other != address
    # A page from before the change gets what there is now, and doesn't keep it.
    earlier = Client().get(address)
    assert "#10515e" in earlier.text
    assert "no-store" in earlier.headers["Cache-Control"]
    # One colour alone leaves the other as it comes.
    assert f"light-dark(#10515e, {palette.DEFAULT_DARK})" in earlier.text


def test_without_a_look_there_is_nothing_more_to_fetch_and_no_query(staff, bob: User) -> None:  # noqa: F811
    look.forget()
    browser = browser_of(bob)
    assert "/look/" not in browser.get("/bookmarks/").text
    with CaptureQueriesContext(connection) as without:
        browser.get("/bookmarks/")
    staff(name="Harbour", accent="#10515e")
    browser.get("/bookmarks/")
    with CaptureQueriesContext(connection) as with_one:
        browser.get("/bookmarks/")
    assert len(with_one) == len(without)
    assert not any("site_config_look" in query["sql"] for query in [*without, *with_one])


@pytest.mark.parametrize(
    ("field", "colour"),
    [
        ("accent", "#ffcc00"),
        ("accent", "#8fa3ff"),
        ("accent", "#ffffff"),
        ("accent_dark", "#3149ba"),
        ("accent_dark", "#000000"),
    ],
)
def test_a_colour_that_can_not_be_read_is_refused_with_one_that_can(staff, field: str, colour: str) -> None:
    answer = staff(**{field: colour, "name": "Harbour"})
    form = answer.context["adminform"].form
    assert form.errors.keys() == {field}
    (said,) = form.errors[field]
    other, ratio, instead = re.findall(r"#[0-9a-f]{6}|\d+\.\d\d", said)
    assert float(ratio) == round(contrast(colour, other), 2)
    assert float(ratio) < 4.5
    assert 'value="Harbour"' in answer.text
    assert not Look.objects.exists()
    staff(**{field: instead})
    assert getattr(Look.objects.get(), field) == instead


@pytest.mark.parametrize("typed", ["red", "#fff", "#12345g", "url(x)", "123456;"])
def test_what_is_no_colour_is_refused(staff, typed: str) -> None:
    assert staff(accent=typed).context["adminform"].form.errors.keys() == {"accent"}
    assert not Look.objects.exists()


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#0000ff", "#ffffff") == pytest.approx(8.59, abs=0.01)
    assert nearest("#777777", lambda colour: contrast(colour, "#ffffff") >= 4.5, darker=True) == "#767676"


def test_the_backgrounds_are_those_of_the_stylesheets() -> None:
    tokens = Path("static/css/tokens.css").read_text().partition("[data-theme")[0]
    pairs = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", tokens))
    for name, light, dark in zip(("grey-0", "grey-1", "grey-2"), palette.LIGHT, palette.DARK, strict=True):
        assert pairs[name] == f"{light}, {dark}"
    assert pairs["indigo-ink"] == f"{palette.DEFAULT}, {palette.DEFAULT_DARK}"
    assert f"--on-accent: {palette.ON_ACCENT}" in tokens
    assert palette.fault_of(palette.DEFAULT) is palette.fault_of_dark(palette.DEFAULT_DARK) is None


def test_a_logo_is_drawn_anew_shown_and_taken_away(staff, bob: User) -> None:  # noqa: F811
    staff(picture=SimpleUploadedFile("logo.png", picture(size=(300, 200)), "image/png"))
    name = Look.objects.get().logo
    page = browser_of(bob).get("/bookmarks/").text
    assert page.count(f"/look/logo/{name}-96.webp") == 2
    answer = Client().get(f"/look/logo/{name}-96.webp")
    assert (answer.headers["Content-Type"], answer.content[8:12]) == ("image/webp", b"WEBP")
    assert "immutable" in answer.headers["Cache-Control"]
    for other in (f"{name}-97", "0123456789abcdef-96"):
        assert Client().get(f"/look/logo/{other}.webp").status_code == 404
    staff(no_picture="on")
    assert "/look/logo/" not in browser_of(bob).get("/bookmarks/").text
    assert not default_storage.exists(avatars.path_of(name, 96))
    assert Client().get(f"/look/logo/{name}-96.webp").status_code == 404


def test_what_is_no_picture_is_refused(staff) -> None:
    answer = staff(picture=SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>", "image/svg+xml"))
    assert answer.context["adminform"].form.errors.keys() == {"picture"}
    assert not Look.objects.exists()


def test_there_is_one_and_only_staff_with_the_permission_changes_it(staff, alice: User) -> None:  # noqa: F811
    staff(name="Harbour")
    browser = browser_of(alice)
    assert browser.get(CHANGE).headers["Location"] == f"{CHANGE}{Look.objects.get().pk}/change/"
    assert browser.post(f"{CHANGE}add/", {"name": "Other"}).status_code == 403
    alice.user_permissions.clear()
    assert staff(name="Other").status_code == 403
    assert browser.get(CHANGE).status_code == 403
    assert Look.objects.get().name == "Harbour"


def test_who_may_only_look_at_it_does(staff, alice: User) -> None:  # noqa: F811
    staff(name="Harbour")
    alice.user_permissions.set(Permission.objects.filter(codename="view_look"))
    page = browser_of(alice).get(f"{CHANGE}{Look.objects.get().pk}/change/")
    assert page.status_code == 200
    assert "Harbour" in page.text
