"""The rest of such a script: a store that is held against the rules at every call, and its adapter
(docs/protocol.md)."""
import json, queue, re, shutil, subprocess, sys, tempfile, threading
from lawful import *

RULE = ""  # that the scenario is about


def scenario(store):
    store.get_tokens()


# ---- A store behind an adapter, every call of it held against the rules. ----

class Broken(Exception): pass        # by the store: exit code 1
class Inconclusive(Exception): pass  # not the store's: exit code 2


class Step:
    """A save that was made: the caller's token as it reads afterwards, and the record's id."""

    def __init__(self, token, record_id): self.token, self.id = token, record_id


class CheckedStore:
    def __init__(self, adapter, storage, capabilities):
        self._adapter, self._storage = adapter, storage
        self._persistent = capabilities.get("persistent", False)
        self._capacity = capabilities.get("capacity", {})
        self._step, self._records, self._last, self._generated = 0, [], [], set()
        self._was = []
        there, error = adapter.ask("get_tokens", {})
        if error: raise Broken("TS-LIST-01: get_tokens, of no token, raised: " + error["message"])
        if there["tokens"]:
            raise Inconclusive("this storage is not empty; nothing was changed")

    def save_token(self, token=(), **fields):
        token = {**dict(token), **fields}
        allowed = allowed_saves(self._records, token, self._last, self._capacity)
        before, repeated = self._records, token in self._last
        took, answer = self._take("save_token", {"token": token}, allowed)
        now = {f: t for f, t in (answer or {"token": token})["token"].items() if t is not None}
        if answer is None: return Step(now, "no-such-id")
        new = [r for r in self._records if r not in before]
        if repeated and selector(token) == "weak" and new:
            self._fault("TS-SAVE-17", "it left another record")
        saved = [(a, self._record_of(a, before)) for a in took]
        if not any(self._reads_rightly(token, now, a, r) for a, r in saved):
            self._fault("TS-SAVE-12", f"the caller's token now reads {now}")
        if took[0].effect == "inserted": self._check_insertion(token, now, took, saved[0][1])
        self._last = [token, now]
        ids = [r["id"] for r in self._records]
        told = now.get("id")
        return Step(now, told if told in ids else new[0]["id"] if new else "no-such-id")

    def find_token(self, token=(), **fields):
        query = {**dict(token), **fields}
        names = named(self._records, query)
        took, answer = self._take("find_token", {"token": query},
                                  allowed_finds(self._records, query, self._capacity))
        keys = list(clean(query))
        if took[0].effect == "none" and len(keys) == 1 and keys[0] in (
                "id", "refresh_token", "grant_token") and any(
                agrees(query, r, keys[0]) for r in self._records):
            self._fault("TS-FIND-08", "it found nothing")
        if took[0].effect == "found" and all(
                both_differ(query, a.record, "client_id") and a.record not in names for a in took):
            self._fault("TS-FIND-09", "it found a record of another client")
        return answer

    def find_token_by_id(self, wanted):
        return self._by_id("find_token_by_id", wanted)

    def delete_token(self, wanted):
        return self._by_id("delete_token", wanted)

    def delete_tokens(self):
        self._take("delete_tokens", {}, [Allowed("done", "TS-DEL-03", [])])

    def get_tokens(self):
        self._take("get_tokens", {}, [Allowed("done", "TS-LIST-01", self._records)])

    def reopen(self):
        if not self._persistent:
            raise Inconclusive("the store is not persistent: there is nothing to reopen")
        self._take("reopen", {}, [Allowed("done", "TS-DUR-01", self._records)])

    def fill(self, count):
        """Saves so many tokens, each of a user of its own, and looks only afterwards."""
        def filled(k):
            return {"user_name": f"fill-{k}", "access_token": f"fill-access-{k}",
                    "refresh_token": f"fill-refresh-{k}"}
        self._begin("fill", {"count": count}, [])
        before = self._records
        for k in range(count):
            answer, error = self._ask("save_token", {"token": filled(k)})
            if error: self._fault("TS-SAVE-01", "raised: " + error["message"])
        self._look()
        ids = [r["id"] for r in self._records]
        users = {r["user_name"]: r for r in self._records if has(r, "user_name")}
        named_twice = len(users) < len([r for r in self._records if has(r, "user_name")])
        right = not named_twice and len(set(ids)) == len(ids) and all(
            same([{**users.get(f"fill-{k}", {}), **filled(k)}], [users.get(f"fill-{k}", {})])
            for k in range(count))
        kept = {r["id"] for r in before} <= set(ids)
        if not right or not kept or len(ids) > len(before) + count:
            self._fault("TS-SAVE-01", f"of {count} tokens, not each has a record of its own")
        self._generated.update(set(ids) - {r["id"] for r in before})
        self._last = []
        return Step(answer["token"] if count else {}, ids[-1] if ids else "no-such-id")

    def _by_id(self, method, wanted):
        return self._take(method, {"id": wanted},
                          allowed_by_id(self._records, method, wanted, self._capacity))[1]

    def _begin(self, method, params, allowed):
        self._step += 1
        self._method, self._params, self._allowed, self._outcome = method, params, allowed, ""

    def _take(self, method, params, allowed):
        """Makes the call; gives the allowed outcomes that it may have had, and the answer."""
        self._begin(method, params, allowed)
        answer, error = self._ask(method, params)
        self._outcome = "raised: " + error["message"] if error else f"returned {answer}"
        before = self._records
        if error and any(shows_secret(error["message"], t)
                         for t in [params.get("token", {})] + before):
            self._fault("TS-SEC-02", "the message holds a secret")
        if error and error["code"] != -32000: self._fault("TS-OUT-01", "unknown, without a fault")
        self._look()
        took = [a for a in allowed if (a.effect == "refused") == bool(error)
                and self._leads_here(a, before) and self._answers(a, answer)]
        if not took: self._fault(RULE or "a rule", None)
        self._known = set(self._generated)
        self._generated.update(r["id"] for r in self._records if r["id"] not in
                               {b["id"] for b in before} | {params.get("token", {}).get("id")})
        self._last = []
        if method == "save_token": return took, answer
        return took, answer and answer.get("token")

    def _ask(self, method, params):
        if method == "reopen":
            self._adapter.call("close", {})
            return self._adapter.ask("open", {"storage": self._storage})
        return self._adapter.ask(method, params)

    def _look(self):
        answer, error = self._adapter.ask("get_tokens", {})
        if error: self._fault("TS-LIST-01", "get_tokens raised: " + error["message"])
        self._records, self._was = [clean(t) for t in answer["tokens"]], self._records
        if any("id" not in r for r in self._records): self._fault("TS-ID-01", "a record has no id")

    def _leads_here(self, allowed, before):
        """True iff the records are what they would be then, whatever id the store has chosen."""
        if allowed.record is None or allowed.record.get("id") is not NEW_ID:
            return same(allowed.after, self._records)
        new = self._record_of(allowed, before)
        if new is None or len(new["id"]) > self._capacity.get("id", len(new["id"])): return False
        return same(before + [{**allowed.record, "id": new["id"]}], self._records)

    def _record_of(self, allowed, before):
        known = {r["id"] for r in before}
        if allowed.effect == "inserted":
            return next((r for r in self._records if r["id"] not in known), None)
        return next((r for r in self._records if r["id"] == allowed.key), None)

    def _answers(self, allowed, answer):
        if self._method == "get_tokens":
            return same([clean(t) for t in answer["tokens"]], self._records)
        if allowed.effect not in ("found", "none"): return True
        token = answer["token"]
        if token is None or allowed.effect == "none": return token is allowed.record
        query = self._params.get("token", {})  # a field of it may be echoed, but for the id
        return all(token.get(f) in (allowed.record.get(f), allowed.record.get(f, "")) or
                   f != "id" and agrees(query, token, f) for f in FIELDS)

    def _reads_rightly(self, given, now, allowed, record):
        for f in FIELDS[1:]:
            if has(given, f) and now.get(f) != given[f]: return False
            if not has(given, f) and has(now, f) and now[f] != record.get(f): return False
        told = now.get("id") or record["id"]
        return told == record["id"] or allowed.effect == "updated" and told == given.get("id")

    def _check_insertion(self, given, now, took, record):
        if any(a.tag == "LAT-h" for a in took): self._fault("TS-SAVE-18", "it was not refused")
        if not now.get("id"): self._fault("TS-SAVE-19", "the caller's token has no id")
        if given.get("id") != record["id"] and record["id"] in self._known:
            self._fault("TS-ID-02", "the id of a deleted record again")

    def _fault(self, rule, what):
        """A recommendation (SHOULD) is asserted only where the scenario is about it."""
        should = ("TS-SAVE-17 TS-SAVE-18 TS-SAVE-19 TS-ID-02 TS-FIND-08 TS-FIND-09").split()
        if rule in should and rule != RULE: return
        lines = [f"step {self._step}: {self._method} {json.dumps(self._params)}", f"  {rule}"]
        lines += [("  allowed:   " if i == 0 else "  or         ") + str(a)
                  for i, a in enumerate(self._allowed)]
        lines += ["  happened:  " + self._outcome + (f"; {what}" if what else "")]
        lines += [f"  before:    {json.dumps(self._was)}",
                  f"  after:     {json.dumps(self._records)}"]
        raise Broken("\n".join(lines))


class Adapter:
    """The other end of docs/protocol.md: one JSON object a line, over pipes."""

    def __init__(self, command):
        self._id, self._lines, self._announces = 0, queue.Queue(), False
        try:
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise Inconclusive(f"cannot start {command[0]}: {error.strerror}")
        threading.Thread(target=self._read, daemon=True).start()
        self.who = self.call("initialize", {"protocol": 1, "announce": True}, seconds=20)

    def ask(self, method, params, seconds=10):
        """The result and None, or None and the error that the store raised."""
        self._id += 1
        request = {"jsonrpc": "2.0", "id": self._id, "method": method, "params": params}
        try:
            self._child.stdin.write(json.dumps(request).encode() + b"\n")
            self._child.stdin.flush()
        except OSError:
            pass  # it has ended: that is told below
        calling = False
        while True:
            answer = self._next(method, calling, seconds)
            if answer.get("method") != "calling": break
            calling = True
        error = answer.get("error")
        if answer.get("id") != self._id or error and error.get("code") not in (-32000, -32001):
            raise Inconclusive(f"{method}: the adapter answered {answer}")
        return (None, error) if error else (answer["result"], None)

    def call(self, method, params, seconds=10):
        result, error = self.ask(method, params, seconds)
        if error: raise Inconclusive(f"{method}: {error['message']}")
        return result

    def tidy(self, directory):
        """Removes what the storage holds elsewhere, such as a table, and ends the adapter."""
        try:
            self.ask("close", {}, 2), self.ask("drop", {"storage": directory}, 2)
        except (Broken, Inconclusive):
            pass
        self._child.kill()
        self._child.wait()

    def _read(self):
        for line in self._child.stdout: self._lines.put(line)
        self._lines.put(b"")

    def _next(self, method, calling, seconds):
        """A call that the adapter announced is the store's: it must end, and must not crash."""
        fault = Broken if calling else Inconclusive
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            raise fault(f"TS-LIVE-01: {method} did not end in {seconds} s")
        if not line: raise fault(f"TS-OUT-01: {method} ended the process")
        try:
            return json.loads(line)
        except ValueError:
            raise Inconclusive(f"{method}: the adapter answered what is no JSON: {line[:200]}")


def main(command):
    if not command:
        print(f"usage: {sys.argv[0]} COMMAND [ARGUMENT...]: the adapter of a store")
        return 2
    directory, adapter = tempfile.mkdtemp(prefix="assay-"), None
    try:
        adapter = Adapter(command)
        adapter.call("open", {"storage": directory})
        scenario(CheckedStore(adapter, directory, adapter.who.get("capabilities", {})))
        print("ok: every step did what is allowed")
        return 0
    except Broken as broken:
        print(f"FAILED: {broken}")
        return 1
    except Inconclusive as why:
        print(f"{command[0]}: {why}", file=sys.stderr)
        return 2
    finally:
        if adapter: adapter.tidy(directory)
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
