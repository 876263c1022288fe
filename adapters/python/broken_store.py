"""ListStore with a fault that logs its users out: a refresh response carries no refresh token, and
the update forgets the one that was there. [TS-SAVE-07]"""
from assay_adapter import serve
from list_store import ListStore


class BrokenStore(ListStore):
    def update(self, record, token):
        print("a stray print, which goes to the log")
        super().update(record, token)
        record["refresh_token"] = token.get("refresh_token")


if __name__ == "__main__":
    serve(lambda storage: BrokenStore(), name="broken", capabilities={"storage": "memory"})
