from collections.abc import Callable

from django.utils import timezone, translation

from accounts.models import User
from accounts.time_zones import zone
from rooms import conversation, fragments
from rooms.fragments import MessageFragments
from rooms.models import Message

Say = Callable[..., Message]


def counting(monkeypatch) -> list[int]:
    """Return a list that grows by a message's number each time one is rendered."""
    rendered: list[int] = []
    render = fragments.render

    def counted(message: Message) -> object:
        rendered.append(message.pk)
        return render(message)

    monkeypatch.setattr(fragments, "render", counted)
    return rendered


def test_a_message_is_rendered_once(say: Say, alice: User, monkeypatch) -> None:
    rendered, kept, message = counting(monkeypatch), MessageFragments(10), say(alice, "hello")
    assert kept.html(message) == kept.html(Message.objects.get(pk=message.pk))
    assert rendered == [message.pk]


def test_an_edited_message_is_rendered_anew(say: Say, alice: User) -> None:
    kept, message = MessageFragments(10), say(alice, "hello")
    kept.html(message)
    assert "good-bye" in kept.html(conversation.edit(message, "good-bye"))


def test_a_renamed_author_is_never_shown_by_the_old_name(say: Say, alice: User) -> None:
    kept, message = MessageFragments(10), say(alice, "hello")
    kept.html(message)
    alice.display_name = "Alicia"
    alice.save()
    assert "Alicia" in kept.html(Message.objects.select_related("author").get(pk=message.pk))


def test_each_time_zone_has_its_own(say: Say, alice: User) -> None:
    kept, message = MessageFragments(10), say(alice, "hello")
    message.created = message.created.replace(hour=12, minute=34)
    shown = []
    for name in ("UTC", "Asia/Tokyo"):
        with timezone.override(zone(name)):
            shown.append(kept.html(message))
    assert ">12:34</time>" in shown[0]
    assert ">21:34</time>" in shown[1]


def test_each_language_has_its_own(say: Say, alice: User, monkeypatch) -> None:
    rendered, kept, message = counting(monkeypatch), MessageFragments(10), say(alice, "hello")
    for language in ("en", "de", "en"):
        with translation.override(language):
            kept.html(message)
    assert len(rendered) == 2


def test_only_so_many_are_kept_and_those_used_last(say: Say, alice: User, monkeypatch) -> None:
    rendered, kept = counting(monkeypatch), MessageFragments(2)
    first, second, third = (say(alice, text) for text in ("one", "two", "three"))
    for message in (first, second, first, third, first, second):
        kept.html(message)
    assert rendered == [first.pk, second.pk, third.pk, second.pk]
