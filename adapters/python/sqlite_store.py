"""A token store on SQLite in the SDK's shape, where tokens have getters and setters:
assay run --exec "python3 sqlite_store.py" """
import contextlib
import os
import secrets
import sqlite3

from assay_adapter import FIELDS, serve

APPLICATION_ID = 0x41737061  # in the header of the file: what has another is not ours
COLUMNS = ", ".join(FIELDS)


class OAuthToken:
    """The SDK's own has more to it; a store returns one for its getters."""

    def __init__(self, row):
        self.fields = dict(zip(FIELDS, row))

    def get_user_signature(self):
        return self if self.fields["user_name"] else None

    def get_name(self):
        return self.fields["user_name"]


for name in FIELDS:
    setattr(OAuthToken, "get_" + name, lambda self, name=name: self.fields[name])


def fields_of(token):
    """What is present, read as the SDK has it."""
    user = token.get_user_signature()
    fields = {name: getattr(token, "get_" + name)() for name in FIELDS if name != "user_name"}
    fields["user_name"] = user.get_name() if user else None
    return {name: fields[name] for name in FIELDS if fields[name]}


def selector(fields):
    """The condition that a token puts on records; None where it cannot tell them apart."""
    if "user_name" in fields:
        return "user_name = :user_name"
    client = {"client_id", "client_secret"} & fields.keys()
    if "access_token" in fields and not client:
        return "access_token = :access_token"
    grants = [f"{name} = :{name}" for name in ("refresh_token", "grant_token") if name in fields]
    if len(client) == 2 and grants:
        same_client = "client_id = :client_id and client_secret = :client_secret"
        return f"{same_client} and ({' or '.join(grants)})"
    return None


def related(fields, saving):
    """For a token without a selector: a credential is shared, unless with another client."""
    shared = [f"{name} = :{name}" for name in ("access_token", "refresh_token", "grant_token")
              if name in fields]
    condition = " or ".join(shared) or "false"
    if "client_id" in fields:
        condition = f"({condition}) and (client_id is null or client_id = :client_id)"
    if saving and {"client_id", "client_secret"} <= fields.keys():
        condition = (f"({condition}) or user_name is null and client_id = :client_id "
                     "and client_secret = :client_secret")
    return condition


def recognise(path):
    """Refuses a file that is not ours; SQLite itself takes one of one byte for an empty one."""
    with open(path, "rb") as file:
        header = file.read(100)
    if not header:
        return
    if header[:16] != b"SQLite format 3\0" or header[68:72] != APPLICATION_ID.to_bytes(4, "big"):
        raise ValueError("tokens.db is not this store's")
    pages = int.from_bytes(header[28:32], "big") * int.from_bytes(header[16:18], "big")
    if os.path.getsize(path) != pages and not os.path.exists(path + "-journal"):
        raise ValueError("tokens.db is damaged: it has lost its end, or has got more of it")


class SqliteStore:
    def __init__(self, directory):
        path = os.path.join(directory, "tokens.db")
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # nobody else's to read
        recognise(path)
        self.database = sqlite3.connect(path, isolation_level=None, timeout=5)
        with self.transaction():
            self.database.execute(f"pragma application_id = {APPLICATION_ID}")
            columns = COLUMNS.replace("id,", "id text primary key not null,", 1)
            self.database.execute(f"create table if not exists tokens ({columns})")
        if self.database.execute("pragma quick_check").fetchall() != [("ok",)]:
            raise ValueError("tokens.db is damaged")

    @contextlib.contextmanager
    def transaction(self):
        self.database.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.database.execute("rollback")
            raise
        self.database.execute("commit")

    def first(self, condition, fields):
        query = f"select {COLUMNS} from tokens where {condition} order by rowid limit 1"
        row = self.database.execute(query, fields).fetchone()
        return OAuthToken(row) if row else None

    def find_token_by_id(self, id):
        return self.first("id = :id", {"id": id})

    def find_token(self, token):
        fields = fields_of(token)
        if list(fields) == ["id"]:
            return self.find_token_by_id(fields["id"])
        return self.first(selector(fields) or related(fields, saving=False), fields)

    def save_token(self, token):
        fields = fields_of(token)
        with self.transaction():
            record = self.target(fields)
            if record:
                fields["id"] = record.get_id()
                changes = ", ".join(f"{name} = :{name}" for name in fields if name != "id")
                if changes:
                    self.database.execute(f"update tokens set {changes} where id = :id", fields)
            else:
                fields.setdefault("id", secrets.token_hex(5))
                names = ", ".join(fields)
                values = ", ".join(":" + name for name in fields)
                self.database.execute(f"insert into tokens ({names}) values ({values})", fields)
        token.set_id(fields["id"])

    def target(self, fields):
        """The record that a save updates, or None for a new one."""
        if not fields:
            raise ValueError("nothing to save: no field of the token is set")
        condition = selector(fields)
        record = self.first(condition, fields) if condition else None
        if "id" in fields and self.find_token_by_id(fields["id"]):
            if not condition or not self.first(f"({condition}) and id = :id", fields):
                raise ValueError("the id is that of another record; leave the id out")
        if not record and not {"access_token", "refresh_token", "grant_token"} & fields.keys():
            raise ValueError("a new record needs an access, refresh or grant token")
        return record if condition else self.first(related(fields, saving=True), fields)

    def delete_token(self, id):
        self.database.execute("delete from tokens where id = ?", (id,))

    def delete_tokens(self):
        self.database.execute("delete from tokens")

    def get_tokens(self):
        return [OAuthToken(row) for row in self.database.execute(f"select {COLUMNS} from tokens")]

    def close(self):
        self.database.close()


if __name__ == "__main__":
    serve(SqliteStore, name="sqlite", capabilities={"storage": "file", "persistent": True})
