"""What bench.members counts is what is done, and a plain message costs the same in every room."""

from statistics import median

import pytest
from django.db import connection

from accounts.models import User
from accounts.wake import PEOPLE, wake
from alerts.models import Alert
from bench.members import Cost, counting, make_rooms, measure, post, table

pytestmark = pytest.mark.django_db


def test_it_counts_what_reads_what_changes_and_who_is_woken() -> None:
    with counting() as cost:
        User.objects.create_user("alice")
        list(User.objects.all())
        User.objects.update(display_name="Alice")
        wake(PEOPLE, {"type": "people.called", "users": []})
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    assert cost.counts == (2, 2, 1)
    assert cost.seconds > 0
    before = cost.counts
    User.objects.update(display_name="Bob")
    assert cost.counts == before


@pytest.mark.django_db(transaction=True)
def test_a_plain_message_costs_the_same_and_one_to_everybody_a_row_for_each_in_one_statement() -> None:
    costs = measure((3, 40), "hello", repeat=3)
    assert {cost.counts for each in costs.values() for cost in each} == {(2, 2, 1)}
    assert not User.objects.exists()
    rooms = make_rooms((3, 40))
    author = User.objects.get(username="member0")
    called = [post(room_id, author, "@room hello") for room_id in rooms.values()]
    assert Alert.objects.count() == 2 + 39
    assert {(cost.writes, cost.wakes) for cost in called} == {(3, 2)}


def test_the_table_has_medians_and_ratios() -> None:
    costs = {10: [Cost(2, 2, 1, 0.002)] * 3, 500: [Cost(2, 2, 1, 0.003), Cost(2, 3, 1, 0.003)]}
    assert median([0.002] * 3) == 0.002
    assert table(costs).splitlines()[2:] == [
        "| 10 | 2 | 2 | 1 | 2.00 | 1.00 |",
        "| 500 | 2 | 2 or 3 | 1 | 3.00 | 1.50 |",
    ]
