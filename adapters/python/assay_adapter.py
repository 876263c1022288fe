"""Puts a store to the test: from assay_adapter import serve; serve(lambda path: MyStore(path))

A store is given dicts that have the SDK's getters and setters too; it returns dicts, rows, or
objects with getters or attributes. What it raises is a refusal; ConnectionError, TimeoutError and
UnknownOutcome say that it may have happened. What it prints goes to standard error."""
import json, os
FIELDS = ("id user_name client_id client_secret refresh_token access_token grant_token "
          "expires_in redirect_url api_domain").split()
METHODS = "save_token find_token find_token_by_id delete_token delete_tokens get_tokens".split()
KNOWN = METHODS + ["open", "close", "drop"]

class UnknownOutcome(Exception): pass  # for a store to raise
class Misuse(Exception): code = -32600
class Missing(Misuse): code = -32601
class User(str): get_name = str.__str__
class Token(dict):
    __missing__ = lambda self, field: None
    get_user_signature = lambda self: None if self["user_name"] is None else User(self["user_name"])
    set_user_signature = lambda self, user: self.update(user_name=user and user.get_name())
for f in FIELDS:
    setattr(Token, "get_" + f, lambda self, f=f: self[f])
    setattr(Token, "set_" + f, lambda self, value, f=f: self.update({f: value}))
def plain(token):
    if token is None or isinstance(token, dict): return token
    if hasattr(token, "keys"): return dict(token)
    if not hasattr(token, "get_id"): return {f: getattr(token, f) for f in FIELDS}
    fields = {f: getattr(token, "get_" + f)() for f in FIELDS if f != "user_name"}
    return {**fields, "user_name": (token.get_user_signature() or User()).get_name()}
def serve(open_store, name="store", version="0", capabilities={}, drop=lambda _: None, token=Token):
    requests, answers, store, announce = os.fdopen(os.dup(0), "rb"), os.dup(1), None, False
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0), os.dup2(2, 1)  # input() and print() go elsewhere
    def say(message): os.write(answers, json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
    def perform(method, params):
        nonlocal store, announce
        if method == "initialize":
            announce = params.get("announce")
            return dict(name=name, version=version, language="Python", capabilities=capabilities)
        if method == "shutdown": return {}
        if method not in KNOWN: raise Missing("no method " + method)
        if (store is None) != (method in ("open", "drop")): raise Misuse("not now: " + method)
        if method in METHODS and not hasattr(store, method): raise Missing("the store lacks it")
        if announce: say({"method": "calling"})
        if method == "drop": drop(params["storage"])
        elif method in ("open", "close"):
            closing, store = store, open_store(params["storage"]) if method == "open" else None
            getattr(closing, "close", dict)()
        if method not in METHODS: return {}
        given = [token(value) if key == "token" else value for key, value in params.items()]
        result = getattr(store, method)(*given)
        if method == "get_tokens": return {"tokens": [plain(record) for record in result]}
        if method.startswith("delete"): return {}
        return {"token": plain(given[0] if method == "save_token" else result)}
    for line in requests:
        request = json.loads(line)
        try: say({"id": request["id"], "result": perform(request["method"], request["params"])})
        except Exception as e:
            unknown = isinstance(e, (UnknownOutcome, ConnectionError, TimeoutError))
            code = e.code if isinstance(e, Misuse) else -32001 if unknown else -32000
            say({"id": request["id"], "error": dict(code=code, message=f"{type(e).__name__}: {e}")})
        if request["method"] == "shutdown": break
