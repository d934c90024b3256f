"""python record_from_python.py "$SYSTEM_DATABASE_URL" c-1 skylark   (needs psycopg 3)"""

import sys

import psycopg
from psycopg.types.json import Jsonb


def change_nickname(connection: psycopg.Connection, member_id: str, nickname: str) -> str:
    """Changes a nickname and records it in one transaction; gives the event's id."""
    with connection.transaction():
        row = connection.execute("select nickname from shop.customer where id = %s for update", (member_id,)).fetchone()
        if row is None:
            raise LookupError(f"There is no customer {member_id}.")
        connection.execute("update shop.customer set nickname = %s where id = %s", (nickname, member_id))
        attributes = {"nickname": {"from": row[0], "to": nickname}}
        event = connection.execute(
            "select event.record_member_event(%s, 'nickname.changed', %s, %s)",
            (member_id, Jsonb(attributes), Jsonb({"channel": "app"})),
        ).fetchone()
        return str(event[0])


if __name__ == "__main__":
    url, member, name = sys.argv[1:4]
    with psycopg.connect(url) as database:
        print(change_nickname(database, member, name))
