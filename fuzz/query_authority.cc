#include "fuzz/query_authority.h"

#include <sqlite3.h>

#include <algorithm>
#include <set>

#include "spec/text.h"

namespace assay {
namespace {

constexpr const char* kMain = "main";

std::set<SqlAction> needed_actions(const Request& request, const std::string& table) {
  std::set<SqlAction> needed;
  const auto need = [&](int code, std::string_view column) {
    needed.insert({code, table, std::string(column), kMain});
  };
  switch (request.ask) {
    case Ask::kInsert: need(SQLITE_INSERT, ""); break;
    case Ask::kUpdate:
      needed.insert({SQLITE_FUNCTION, "", "coalesce", ""});
      for (Field field : kFields) {
        // An absent user_name is left out, so that its index is left alone.
        if (field == Field::kUserName && !request.token.has(field)) continue;
        need(SQLITE_READ, name_of(field));
        if (field != Field::kId) need(SQLITE_UPDATE, name_of(field));
      }
      break;
    case Ask::kDeleteById: need(SQLITE_READ, name_of(Field::kId)); [[fallthrough]];
    case Ask::kDeleteAll: need(SQLITE_DELETE, ""); break;
    case Ask::kCreateTable: need(SQLITE_CREATE_TABLE, ""); break;
    case Ask::kDropTable:
      need(SQLITE_DROP_TABLE, "");
      need(SQLITE_DELETE, "");
      break;
    default:
      needed.insert({SQLITE_SELECT, "", "", ""});
      for (Field field : kFields) need(SQLITE_READ, name_of(field));
      need(SQLITE_READ, "position");
      break;
  }
  return needed;
}

// What SQLite does by itself where a table comes or goes: it keeps a list of tables, and an index
// for each unique column.
bool is_housekeeping(const SqlAction& action, const Request& request, const std::string& table) {
  if (request.ask != Ask::kCreateTable && request.ask != Ask::kDropTable) return false;
  if (action.database != kMain) return false;
  if (action.object == "sqlite_master") return true;
  if (request.ask != Ask::kCreateTable) return false;
  return action.code == SQLITE_CREATE_INDEX
             ? action.detail == table
             : action.code == SQLITE_READ && action.object == table &&
                   (action.detail == "id" || action.detail == "user_name");
}

std::string told(const SqlAction& action) {
  return "action " + std::to_string(action.code) + " (see SQLITE_READ and its like) on " +
         quoted(action.object) + ", " + quoted(action.detail) + " in " + quoted(action.database);
}

}  // namespace

std::optional<std::string> authority_fault(const std::vector<SqlAction>& actions,
                                           const Request& request, const std::string& table) {
  const std::set<SqlAction> needed = needed_actions(request, table);
  for (const SqlAction& action : actions)
    if (!needed.contains(action) && !is_housekeeping(action, request, table))
      return "it does what was not asked for: " + told(action);
  for (const SqlAction& action : needed)
    if (!std::ranges::binary_search(actions, action))
      return "it does not do what was asked for: " + told(action);
  return std::nullopt;
}

}  // namespace assay
