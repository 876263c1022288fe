#include "fuzz/query_places.h"

#include <string_view>

#include "spec/text.h"

namespace assay {
namespace {

// True iff the place of this column is for the question's id, not for a field of its token.
bool is_for_id(Ask ask, Field field) {
  return field == Field::kId &&
         (ask == Ask::kSelectById || ask == Ask::kUpdate || ask == Ask::kDeleteById);
}

}  // namespace

std::optional<std::string> place_fault(const std::vector<std::optional<Field>>& places,
                                       const Request& request, const Statement& statement) {
  if (places.size() != statement.values.size())
    return "there are " + std::to_string(places.size()) + " places and " +
           std::to_string(statement.values.size()) + " values";
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::string place = "place " + std::to_string(i + 1);
    if (!places[i]) return place + " is beside no column";
    const bool id = is_for_id(request.ask, *places[i]);
    const auto& value = statement.values[i];
    const bool present = id || request.token.has(*places[i]);
    const std::string_view wanted = id ? request.id : request.token.text(*places[i]);
    if (value.has_value() != present || (present && *value != wanted))
      return place + " is beside " + std::string(name_of(*places[i])) + " and is given " +
             (value ? quoted(*value) : "NULL") + ", not " + (present ? quoted(wanted) : "NULL");
  }
  return std::nullopt;
}

}  // namespace assay
