"""A token store in a list, the worked example: assay run --exec "python3 list_store.py" """
import secrets

from assay_adapter import FIELDS, serve

CREDENTIALS = {"access_token", "refresh_token", "grant_token"}


def present(token):
    return {f: token[f] for f in FIELDS if token.get(f)}


def same(token, record, *fields):
    return all(token.get(f) and token[f] == record.get(f) for f in fields)


def shares_grant(token, record):
    return same(token, record, "refresh_token") or same(token, record, "grant_token")


def selector(token):
    """How a token picks records: a function of a record; None where it cannot tell them apart."""
    has = token.get
    if has("user_name"):
        return lambda record: same(token, record, "user_name")
    if has("access_token") and not has("client_id") and not has("client_secret"):
        return lambda record: same(token, record, "access_token")
    if has("client_id") and has("client_secret") and (has("refresh_token") or has("grant_token")):
        return lambda record: (same(token, record, "client_id", "client_secret")
                               and shares_grant(token, record))
    return None


def related(token, record):
    """For a token without a selector: one that shares a credential, unless of another client."""
    if not same(token, record, "access_token") and not shares_grant(token, record):
        return False
    return (not token.get("client_id") or not record.get("client_id")
            or same(token, record, "client_id"))


class ListStore:
    def __init__(self):
        self.records = []

    def first(self, matches):
        return next((record for record in self.records if matches(record)), None)

    def find_token_by_id(self, id):
        return self.first(lambda record: record["id"] == id)

    def find_token(self, token):
        matches = selector(token)
        if matches:
            return self.first(matches)
        if list(present(token)) == ["id"]:
            return self.find_token_by_id(token["id"])
        return self.first(lambda record: related(token, record))

    def save_token(self, token):
        record = self.target(token)
        if record is None:
            record = {"id": self.new_id()} | present(token)
            self.records.append(record)
        else:
            self.update(record, token)
        token["id"] = record["id"]

    def target(self, token):
        """The record that a save updates, or None for a new one."""
        if not present(token):
            raise ValueError("nothing to save: no field of the token is set")
        matches = selector(token)
        own = self.find_token_by_id(token.get("id"))
        if own and not (matches and matches(own)):
            raise ValueError("the id is that of another record; leave the id out")
        record = self.first(matches) if matches else None
        if record is None and not CREDENTIALS & present(token).keys():
            raise ValueError("a new record needs an access, refresh or grant token")
        if matches:
            return record
        return self.first(lambda record: related(token, record) or (
            same(token, record, "client_id", "client_secret") and not record.get("user_name")))

    def update(self, record, token):
        record.update({f: v for f, v in present(token).items() if f != "id"})

    def new_id(self):
        while self.find_token_by_id(id := secrets.token_hex(5)):
            pass
        return id

    def delete_token(self, id):
        self.records = [record for record in self.records if record["id"] != id]

    def delete_tokens(self):
        self.records = []

    def get_tokens(self):
        return self.records


if __name__ == "__main__":
    serve(lambda storage: ListStore(), name="list", capabilities={"storage": "memory"})
