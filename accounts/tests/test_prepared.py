"""A prepared query gives what its queryset would."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.prepared import Prepared, insert

pytestmark = pytest.mark.django_db


def test_it_gives_what_its_queryset_would_for_each_value() -> None:
    people = [User.objects.create_user(name, display_name=name.title()) for name in ("alice", "bob")]
    by_pk = Prepared(lambda pk: User.objects.filter(pk=pk), int)
    for person in people:
        found = by_pk.first(person.pk)
        assert found is not None
        assert found == person
        for field in User._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(User.objects.get(pk=person.pk), field.attname)
    assert by_pk.first(people[-1].pk + 1) is None


def test_values_are_values_and_no_sql() -> None:
    User.objects.create_user("alice")
    by_name = Prepared(lambda name: User.objects.filter(username=name), str)
    assert by_name.all("x' OR '1'='1") == []
    assert by_name.all("%s") == []
    assert [person.username for person in by_name.all("alice")] == ["alice"]


def test_order_and_constants_stay() -> None:
    for name in ("bob", "carol", "alice"):
        User.objects.create_user(name, is_active=name != "bob")
    active = Prepared(lambda pk: User.objects.filter(is_active=True, pk__gte=pk).order_by("-username"), int)
    assert [person.username for person in active.all(0)] == ["carol", "alice"]


def test_dates_come_as_dates() -> None:
    expires = timezone.now().replace(microsecond=123456)
    Session.objects.create(session_key="key", session_data="", expire_date=expires)
    found = Prepared(lambda key: Session.objects.filter(session_key=key), str).first("key")
    assert found is not None
    assert found.expire_date == expires


def test_each_use_is_one_query() -> None:
    by_pk = Prepared(lambda pk: User.objects.filter(pk=pk), int)
    by_pk.all(1)
    with CaptureQueriesContext(connection) as queries:
        by_pk.all(2)
    assert len(queries) == 1


def test_inserted_instances_have_their_keys_and_every_value() -> None:
    now = timezone.now()
    people = [User(username=name, display_name="50% off'", date_joined=now) for name in ("carol", "alice", "bob")]
    with CaptureQueriesContext(connection) as queries:
        insert(people)
    assert len(queries) == 1
    for person in people:
        stored = User.objects.get(username=person.username)
        assert not person._state.adding
        for field in User._meta.concrete_fields:
            assert getattr(stored, field.attname) == getattr(person, field.attname)
