"""A token store on SQLite in the SDK's shape, tokens with getters and setters:
assay run --exec "python3 sqlite_store.py" """
import os
import secrets
import sqlite3

from assay_adapter import FIELDS, serve

APPLICATION_ID = 0x41737061  # in the file's header: what has another is not ours
COLUMNS = ", ".join(FIELDS)


class OAuthToken:
    """The SDK's own has more to it; what a store needs are the getters and the setters."""

    def __init__(self, row):
        self.fields = dict(zip(FIELDS, row))

    def get_user_signature(self):
        return self if self.fields["user_name"] else None

    def get_name(self):
        return self.fields["user_name"]


for field in FIELDS:
    if field != "user_name":
        setattr(OAuthToken, "get_" + field, lambda self, field=field: self.fields[field])


class SqliteStore:
    def __init__(self, directory):
        path = os.path.join(directory, "tokens.db")
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # nobody else's to read
        self.database = sqlite3.connect(path, isolation_level=None, timeout=5)
        self.database.execute("begin immediate")
        application_id, = self.database.execute("pragma application_id").fetchone()
        empty = self.database.execute("select count(*) from sqlite_schema").fetchone() == (0,)
        if application_id != APPLICATION_ID and not (empty and application_id == 0):
            raise ValueError("tokens.db is a database of another program")
