#include "spec/rule_book.h"

#include <algorithm>
#include <utility>

#include "spec/situations.h"

namespace assay {
namespace {

constexpr std::string_view kTop = R"(# The rules of a token store

<!-- Written by spec/rule_book.cc from spec/rules.inc. Edit those, then run the test RuleBook with
     ASSAY_UPDATE=1. -->

What Assay holds a store to, and what it leaves to the store.

## How to read it

**MUST** decides whether a store conforms. **SHOULD** is shown, and fails a run only under
`--strict`. **LAT** is a latitude: the store may choose, the choice is recorded, nothing is held
against it; what is not listed is not allowed. A latitude is an exception to TS-SAVE-01..07,
TS-SAVE-10, TS-FIND-01 and TS-FIND-02 where its situation holds, and to no other rule.

*Needs* says what a store must declare for the rule to apply to it. *Source* says where the rule
comes from: **A** the published article on the six methods, **RFC** the OAuth 2.0 standard, **SEC**
secure engineering, **DB** what a database promises.

)";

constexpr std::string_view kWords =
    R"(
## Words

- **Token**: ten optional texts: id, user_name, client_id, client_secret, refresh_token,
  access_token, grant_token, expires_in, redirect_url, api_domain. A field is *present* when it is
  set and not empty, else *absent*; not set and empty compare equal.
- **Secrets**: client_secret and the **credentials**, which are access_token, refresh_token and
  grant_token.
- **Text**: Unicode scalar values, counted as such, equal only when every one of them is equal.
- **Record**: a token in the store; it has an id. *Ownerless*: without a user_name. *Another
  user's*: it and the token have user_names, and they differ.
- **Same client**: the token has client_id and client_secret, and the record has the same two.
- **Selector**: how a token *names* records. The first that applies:

| selector | applies to a token with | names the records with |
|---|---|---|
| user | a user_name | that user_name |
| access | an access_token, no client_id, no client_secret | that access_token |
| client | client_id, client_secret, and a refresh_token or grant_token | the same client and )"
    R"(that refresh_token or grant_token |
| weak | anything else | none are named |
| nothing | no field present | none are named |

- **Kin** of a token: records that are not named, but could be taken for the same token: they have
  its access_token, or its refresh_token or grant_token unless the two client_ids are present and
  differ. When a weak token with a credential is saved, ownerless records of the same client too. To
  a token with a user_name only ownerless records are kin.
- **Outcome** of a call: it *returned*; it was *refused* (it raised, and nothing changed); it is
  *unknown* (it raised, and may have happened).

## What a save may do

| the token | allowed |
|---|---|
| has nothing present, or only an id that is not stored | refuse |
| names records | update one of them; by a client selector also one with its access_token. )"
    R"(Where its id is that of another record: also refuse, and without a user_name also update )"
    R"(that record |
| names none, its id is stored | refuse; with a credential also insert under a new id; also )"
    R"(update a kin, or the record of the id unless it is another user's |
| names none, its id is not stored, has kin and a credential | insert, or update a kin |
| names none, its id is not stored, has no kin, has a credential | insert |
| names none, its id is not stored, has no credential | refuse; or insert, against TS-SAVE-18 |

An update writes what is present, and keeps the id and what is absent; an empty field other than id
and user_name it may also clear. A record that was adopted gets the token's user_name.

## Which rule is blamed

A call that breaks several rules is reported under the first: TS-DUP-01, TS-DUP-02, TS-USER-01 to
TS-USER-03, TS-SAVE-11, TS-SAVE-08, TS-SAVE-09, TS-SAVE-16, TS-SAVE-14, then the rule of the
situation, then the rules of the values. What the store then holds is taken over, and the run goes
on from there.
)";

constexpr auto kHeadings = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"SAVE", "Saving"},
    {"DUP", "No duplicates"},
    {"USER", "Users apart"},
    {"ID", "Ids"},
    {"FIND", "Finding"},
    {"BYID", "Finding by id"},
    {"DEL", "Deleting"},
    {"LIST", "Listing"},
    {"VAL", "Values"},
    {"OUT", "Outcomes"},
    {"DUR", "Durability"},
    {"CONC", "Concurrency"},
    {"NET", "Connections"},
    {"SEC", "Secrecy"},
    {"LIVE", "Time"},
    {"LAT", "Latitudes"},
});

// A group without a heading of its own still shows, under its short name.
std::string_view heading_of(std::string_view group) {
  const auto* row =
      std::ranges::find(kHeadings, group, [](const auto& heading) { return heading.first; });
  return row == kHeadings.end() ? group : row->second;
}

std::string row_of(const Rule& rule) {
  std::string out = "| " + std::string(rule.id) + " | ";
  for (const std::string_view cell : {name_of(rule.level), name_of(rule.need), rule.source})
    out += std::string(cell) + (cell.empty() ? "| " : " | ");
  return out + std::string(rule.text) + " |\n";
}

std::size_t count_of(Level level) {
  return static_cast<std::size_t>(std::ranges::count(kRules, level, &Rule::level));
}

std::string tries() {
  return "A rule passes only when each situation that it is put to the test in was tried at "
         "least\n" +
         std::to_string(kSituations.front().least) +
         " times; `assay run --explain-coverage` lists them.\n";
}

}  // namespace

std::string_view name_of(Level level) {
  switch (level) {
    case Level::kMust: return "MUST";
    case Level::kShould: return "SHOULD";
    case Level::kLatitude: return "LAT";
  }
  return "?";
}

std::string_view name_of(Need need) {
  switch (need) {
    case Need::kNothing: return "";
    case Need::kPersistent: return "persistence";
    case Need::kFiles: return "files";
    case Need::kServer: return "a server";
    case Need::kSql: return "SQL";
    case Need::kConcurrent: return "threads";
    case Need::kShared: return "processes";
  }
  return "?";
}

std::string rule_book() {
  std::string out(kTop);
  out += "There are " + std::to_string(count_of(Level::kMust)) + " rules a store MUST keep, " +
         std::to_string(count_of(Level::kShould)) + " it SHOULD, and " +
         std::to_string(count_of(Level::kLatitude)) + " latitudes.\n" + tries();
  out += kWords;
  std::string_view group;
  for (std::uint8_t i = 0; i < kTagCount; ++i) {
    if (group_of(Tag{i}) != group) {
      group = group_of(Tag{i});
      out += "\n## " + std::string(heading_of(group)) +
             "\n\n| id | level | needs | source | rule |\n|---|---|---|---|---|\n";
    }
    out += row_of(kRules[i]);
  }
  return out;
}

}  // namespace assay
