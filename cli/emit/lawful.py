"""What a script of `assay replay --emit python` carries below its scenario: the rules of RULES.md
as a relation, from the records and a call to every outcome that is allowed."""
import itertools, re

# ---- What the rules allow (RULES.md), from here on the same in every such script. ----

FIELDS = ("id user_name client_id client_secret refresh_token access_token grant_token "
          "expires_in redirect_url api_domain").split()
CREDENTIALS = ("access_token", "refresh_token", "grant_token")
SECRETS = ("client_secret",) + CREDENTIALS
NEW_ID = object()  # stands for the id that the store chooses


def has(token, field): return token.get(field) not in (None, "")
def agrees(token, record, field): return has(token, field) and token[field] == record.get(field)
def either(token, record, *fields): return any(agrees(token, record, f) for f in fields)
def clean(token): return {f: token[f] for f in FIELDS if has(token, f)}
def credential(token): return any(has(token, f) for f in CREDENTIALS)
def both_differ(token, record, field):
    return has(token, field) and has(record, field) and token[field] != record[field]
def same_client(token, record):
    return agrees(token, record, "client_id") and agrees(token, record, "client_secret")


def selector(token):
    client_id, secret = has(token, "client_id"), has(token, "client_secret")
    if has(token, "user_name"): return "user"
    if has(token, "access_token") and not client_id and not secret: return "access"
    if client_id and secret and (has(token, "refresh_token") or has(token, "grant_token")):
        return "client"
    return "weak" if clean(token) else "nothing"


def named(records, token):
    kind = selector(token)
    if kind == "user": return [r for r in records if agrees(token, r, "user_name")]
    if kind == "access": return [r for r in records if agrees(token, r, "access_token")]
    if kind != "client": return []
    return [r for r in records
            if same_client(token, r) and either(token, r, "refresh_token", "grant_token")]


def kin(records, token, saving):
    weak = saving and selector(token) == "weak" and credential(token)
    return [r for r in records if not (has(token, "user_name") and has(r, "user_name")) and (
        agrees(token, r, "access_token")
        or either(token, r, "refresh_token", "grant_token")
        and not both_differ(token, r, "client_id")
        or weak and same_client(token, r) and not has(r, "user_name"))]


def may_refuse(field, text, capacity):
    """True of a text that a store need not accept. [TS-VAL-01, TS-VAL-02]"""
    if "\0" in text: return True
    if field == "expires_in" and text and not re.fullmatch("0|[1-9][0-9]{0,17}", text): return True
    least = {"id": 10, "expires_in": 18}.get(field, 255)
    return len(text) > max(least, capacity.get(field, 0))


class Allowed:
    """An outcome: what happens, which rule allows it, the records afterwards, the one it is of."""

    def __init__(self, effect, tag, after, record=None, key=None):
        self.effect, self.tag, self.after, self.record = effect, tag, after, record
        self.key = key  # the id, before the call, of the record that is updated

    def __str__(self):
        shown = dict(self.record or {})
        if shown.get("id") is NEW_ID: shown["id"] = "(a new one)"
        return f"{self.effect} {shown or ''}".strip() + f"  [{self.tag}]"


def insertion(tag, records, token):
    new = clean(token)
    if any(agrees(token, r, "id") for r in records) or "id" not in new: new["id"] = NEW_ID
    return Allowed("inserted", tag, records + [new], new)


def updates(tag, records, token, record):
    """Every way to update a record: an empty field clears or keeps, each by itself. [LAT-f]"""
    rest = [r for r in records if r is not record]
    written = {**record, **{f: token[f] for f in FIELDS[1:] if has(token, f)}}
    empty = [f for f in FIELDS[2:] if token.get(f) == "" and has(record, f)]
    for count in range(len(empty) + 1):
        for cleared in itertools.combinations(empty, count):
            after = {f: text for f, text in written.items() if f not in cleared}
            yield Allowed("updated", tag, rest + [after], after, record["id"])


def allowed_saves(records, token, last, capacity):
    out, names, kind = [], named(records, token), selector(token)
    own = [r for r in records if agrees(token, r, "id")]

    def update(tag, chosen):
        for r in chosen: out.extend(updates(tag, records, token, r))

    if not any(has(token, f) for f in FIELDS[1:]) and not own:
        return [Allowed("refused", "TS-SAVE-10", records)]
    if names:
        if kind == "client":
            update("TS-SAVE-04", [r for r in names if agrees(token, r, "refresh_token")])
            update("TS-SAVE-05", [r for r in names if agrees(token, r, "grant_token")])
            update("LAT-d", [r for r in records
                             if agrees(token, r, "access_token") and r not in names])
        else:
            update("TS-SAVE-02" if kind == "user" else "TS-SAVE-03", names)
        if own and own[0] not in names:
            out.append(Allowed("refused", "LAT-c", records))
            if kind != "user": update("LAT-c", own)
    else:
        relatives = kin(records, token, True)
        update("LAT-a", relatives)
        if own:
            out.append(Allowed("refused", "LAT-b", records))
            if credential(token): out.append(insertion("LAT-b", records, token))
            if not both_differ(token, own[0], "user_name"): update("LAT-b", own)
        elif credential(token):
            out.append(insertion("LAT-a" if relatives else "TS-SAVE-01", records, token))
        else:
            out.append(Allowed("refused", "TS-SAVE-18", records))
            out.append(insertion("LAT-h", records, token))
    if token in last and len(names) == 1:  # a repeated save changes nothing  [TS-SAVE-09]
        return [a for a in out if same(a.after, records)]
    for f in FIELDS:
        if has(token, f) and may_refuse(f, token[f], capacity):
            out.append(Allowed("refused", "TS-VAL-02", records))
    return out


def allowed_finds(records, token, capacity):
    names, kind = named(records, token), selector(token)

    def found(tag, chosen): return [Allowed("found", tag, records, r) for r in chosen]

    if kind == "nothing": return [Allowed("none", "TS-FIND-03", records)]
    if names:
        out = found("TS-FIND-01", names)
        if kind == "client":
            out += found("LAT-d", [r for r in records if agrees(token, r, "access_token")])
    else:
        out = [Allowed("none", "TS-FIND-02", records)] + found("LAT-i", kin(records, token, False))
        out += found("LAT-i", [r for r in records if agrees(token, r, "id")
                               and not both_differ(token, r, "user_name")
                               or kind != "user"
                               and either(token, r, "refresh_token", "grant_token")])
    if any(has(token, f) and may_refuse(f, token[f], capacity)
           and not any(agrees(token, r, f) for r in records) for f in FIELDS):
        out += [Allowed("none", "LAT-n", records), Allowed("refused", "LAT-n", records)]
    return out


def allowed_by_id(records, method, wanted, capacity):
    hits = [r for r in records if wanted and r["id"] == wanted]
    if method == "find_token_by_id":
        if hits: return [Allowed("found", "TS-BYID-01", records, r) for r in hits]
        out = [Allowed("none", "TS-BYID-02" if wanted else "TS-BYID-03", records)]
        if may_refuse("id", wanted, capacity): out.append(Allowed("refused", "LAT-n", records))
        return out
    if hits: return [Allowed("done", "TS-DEL-01", [r for r in records if r not in hits])]
    return [Allowed("done", "TS-DEL-02", records), Allowed("refused", "LAT-k", records)]


def same(some, others):
    """The same records, in any order. [LAT-l]"""
    def key(record): return sorted((f, str(text)) for f, text in record.items())
    return sorted(map(key, some)) == sorted(map(key, others))


def shows_secret(message, token):
    """A secret that can be told from whatever else the message says. [TS-SEC-02]"""
    for f in SECRETS:
        secret = token.get(f) or ""
        plain = re.fullmatch("[A-Za-z0-9][A-Za-z0-9._:/@-]*[A-Za-z0-9]", secret)
        if (plain and 8 <= len(secret) < 200 and "--" not in secret and re.search("[0-9-]", secret)
                and secret in message
                and not any(secret in (token.get(o) or "") for o in FIELDS if o not in SECRETS)):
            return True
    return False
