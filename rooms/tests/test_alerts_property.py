"""Alerts are right after any sequence of posts, edits, deletions, reactions, readings, levels, leaving and joining."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import alerts.calling as alerting
from accounts.models import User
from alerts.models import Alert
from rooms import conversation
from rooms.models import Membership, Message, Room

NAMES = ("alice", "bob", "carol")
person = st.sampled_from(NAMES)
body = st.lists(st.sampled_from(["@alice", "@bob", "@carol", "@room", "words"]), min_size=1, max_size=3).map(" ".join)
which = st.integers(0, 3)
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("post"), person, body, st.none() | which),
        st.tuples(st.just("edit"), which, body),
        st.tuples(st.just("delete"), which),
        st.tuples(st.just("react"), which, person),
        st.tuples(st.just("read"), person),
        st.tuples(st.just("level"), person, st.sampled_from(Membership.Level.values)),
        st.tuples(st.just("leave"), person),
        st.tuples(st.just("join"), person),
    ),
    max_size=14,
)


class Model:
    """What should be: who is called about what and by whom, and whether they have read it."""

    def __init__(self) -> None:
        self.levels = dict.fromkeys(NAMES, "mentions")
        self.said: dict[int, tuple[str, str]] = {}
        self.reacted: set[tuple[int, str]] = set()
        self.alerts: dict[tuple[str, int, str], bool] = {}

    def call(self, user: str, key: int, actor: str) -> None:
        if user != actor and self.levels.get(user, "nothing") != "nothing":
            self.alerts.setdefault((user, key, actor), False)

    def mentioned(self, text: str) -> set[str]:
        # Only members are marked, when it is written; @room stays @room.
        return {word for word in text.split() if word == "@room" or (word[1:] in self.levels and word[0] == "@")}

    def called(self, marks: set[str]) -> set[str]:
        return set(self.levels) if "@room" in marks else {mark[1:] for mark in marks}

    def drop(self, *, user: str | None = None, key: int | None = None, actor: str | None = None) -> None:
        """Forget the alerts that are like everything that is named."""
        wanted = user, key, actor
        like = [each for each in self.alerts if all(w in (None, is_) for w, is_ in zip(wanted, each, strict=True))]
        for each in like:
            del self.alerts[each]


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=deeds)
def test_alerts_are_right_after_anything(deeds: list[tuple], general: Room, carol: User) -> None:
    Alert.objects.all().delete()
    Message.objects.all().delete()
    people = {name: User.objects.get(username=name) for name in NAMES}
    Membership.objects.all().delete()
    for name in NAMES:
        conversation.add_member(general.pk, people[name])
    Room.objects.update(is_watched=False)
    model, nonces = Model(), count()
    messages: list[Message] = []
    marks: dict[int, set[str]] = {}
    for name, *details in deeds:
        if name in {"edit", "delete", "react"}:
            if not messages or details[0] >= len(messages):
                continue
            message = messages[details[0]]
            if message.pk not in model.said:
                continue
            author = model.said[message.pk][0]
        if name == "post":
            who, text, to = details
            if who not in model.levels:
                continue
            original = messages[to] if to is not None and to < len(messages) else None
            if original is not None and original.pk not in model.said:
                continue
            reply_to = original.position if original else None
            posted = conversation.post(
                general.pk, people[who], text, f"nonce-{next(nonces):05}", paced=False, reply_to=reply_to
            ).message
            messages.append(posted)
            model.said[posted.pk] = (who, text)
            marks[posted.pk] = model.mentioned(text)
            called = model.called(marks[posted.pk]) | {n for n, level in model.levels.items() if level == "everything"}
            if original:
                called.add(model.said[original.pk][0])
            for user in called & set(model.levels):
                model.call(user, posted.pk, who)
        elif name == "edit":
            text = details[1]
            if text == model.said[message.pk][1]:
                continue
            conversation.edit(message, text)
            new = model.mentioned(text)
            for user in model.called(new - marks[message.pk]):
                model.call(user, message.pk, author)
            model.said[message.pk], marks[message.pk] = (author, text), new
        elif name == "delete":
            conversation.delete(message)
            del model.said[message.pk]
            model.drop(key=message.pk)
            model.reacted = {each for each in model.reacted if each[0] != message.pk}
        elif name == "react":
            who = details[1]
            if who not in model.levels:
                continue
            conversation.toggle_reaction(message, people[who], "👍")
            pair = message.pk, who
            if pair in model.reacted:
                model.reacted.discard(pair)
                model.drop(user=author, key=message.pk, actor=who)
            else:
                model.reacted.add(pair)
                model.call(author, message.pk, who)
        elif name == "read":
            alerting.mark_read(people[details[0]])
            model.alerts = {key: read or key[0] == details[0] for key, read in model.alerts.items()}
        elif name == "level" and details[0] in model.levels:
            membership = Membership.objects.get(room=general, user=people[details[0]])
            conversation.change_level(membership, details[1])
            model.levels[details[0]] = details[1]
        elif name == "leave" and details[0] in model.levels:
            conversation.leave(Membership.objects.get(room=general, user=people[details[0]]))
            del model.levels[details[0]]
            model.drop(user=details[0])
        elif name == "join" and details[0] not in model.levels:
            conversation.join(general, people[details[0]])
            model.levels[details[0]] = "mentions"
    keys = {message.get_absolute_url(): message.pk for message in messages}
    found = {
        (alert.user.username, keys[alert.link], alert.actor.username): alert.read is not None
        for alert in Alert.objects.select_related("user", "actor")
        if alert.actor
    }
    assert found == model.alerts
