#!/usr/bin/env python3
"""Holds the rules that emitted scripts carry (cli/emit/lawful.py) against the law's vectors:
emitted.py FOLDER_OF_LAWFUL vectors.jsonl"""
import json, sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import lawful


def plain(record):
    if record is None: return None
    return json.dumps({f: "*" if text is lawful.NEW_ID else text for f, text in record.items()},
                      sort_keys=True)


def answers(records, method, argument, last):
    if method == "save_token": allowed = lawful.allowed_saves(records, argument, last, {})
    elif method == "find_token": allowed = lawful.allowed_finds(records, argument, {})
    else: allowed = lawful.allowed_by_id(records, method, argument, {})
    return {(a.effect, tuple(sorted(map(plain, a.after))),
             plain(a.record) if a.effect == "found" else None) for a in allowed}


count = differ = 0
for line in open(sys.argv[2], encoding="utf-8"):
    vector = json.loads(line)
    (method, argument), = vector["call"].items()
    if method in ("delete_tokens", "get_tokens"): continue
    wanted = {(a["outcome"], tuple(sorted(map(plain, a["records"]))), plain(a.get("found")))
              for a in vector["allowed"]}
    count += 1
    if answers(vector["records"], method, argument, vector["last"]) != wanted:
        differ += 1
        print(line)
print(f"{count} vectors, {differ} differ")
sys.exit(1 if differ or not count else 0)
