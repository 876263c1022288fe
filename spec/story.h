// Stories that test the model: given records, a call, exactly these allowed outcomes.
//
// Tokens are written as "id=1 user=ann access=a1": id, user, client, secret, refresh, access,
// grant, expires, redirect, domain. "refresh=" is an empty field, and · stands for a blank. Calls
// are "save TOKEN", "find TOKEN", "find_by_id ID", "delete ID", "delete_all", "list" and "reopen".
// Outcomes tell the record that they insert (id=* where the store chooses), update, find or delete,
// as it then reads, and after a bar what allows them: "update id=1 access=a2 | TS-SAVE-03".
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "spec/store_factory.h"

namespace assay {

struct Story {
  std::string_view rule;  // that it is told for
  std::string_view title;
  std::vector<std::string> records;
  std::string call;
  std::vector<std::string> allowed;    // in any order
  std::vector<std::string> last = {};  // the tokens of the save directly before
  Capabilities capabilities = {};
};

// How GoogleTest shows a story.
inline std::ostream& operator<<(std::ostream& out, const Story& story) {
  return out << story.title;
}

std::vector<Story> saving_stories();
std::vector<Story> value_stories();  // users, ids and texts that must be told apart, or may not fit
std::vector<Story> finding_stories();
std::vector<Story> latitude_stories();

}  // namespace assay
