#include "fuzz/construction.h"

#include <array>

namespace assay {
namespace {

class QueryConstruction final : public Construction {
 public:
  QueryConstruction(Dialect dialect, std::string_view table) : query_(dialect, table) {}

  std::optional<Statement> select_named(const Token& token, bool saving) const override {
    return query_.select_named(token, saving);
  }
  std::optional<Statement> select_kin(const Token& token, bool saving) const override {
    return query_.select_kin(token, saving);
  }
  Statement select_by_id(std::string_view id, bool saving) const override {
    return query_.select_by_id(id, saving);
  }
  Statement select_all() const override { return query_.select_all(); }
  Statement insert(const Token& record) const override { return query_.insert(record); }
  Statement update(std::string_view id, const Token& token) const override {
    return query_.update(id, token);
  }
  Statement delete_by_id(std::string_view id) const override { return query_.delete_by_id(id); }
  Statement delete_all() const override { return query_.delete_all(); }
  Statement create_table() const override { return query_.create_table(); }
  Statement drop_table() const override { return query_.drop_table(); }

 private:
  Query query_;
};

}  // namespace

std::unique_ptr<Construction> make_query_construction(Dialect dialect, std::string_view table) {
  return std::make_unique<QueryConstruction>(dialect, table);
}

std::string_view name_of(Ask ask) {
  constexpr std::array<std::string_view, kAskCount> kNames = {
      "select_named", "select_kin",   "select_by_id", "select_all",   "insert",
      "update",       "delete_by_id", "delete_all",   "create_table", "drop_table"};
  return kNames[static_cast<std::size_t>(ask)];
}

std::optional<Statement> statement_of(const Construction& construction, const Request& request) {
  switch (request.ask) {
    case Ask::kSelectNamed: return construction.select_named(request.token, request.saving);
    case Ask::kSelectKin: return construction.select_kin(request.token, request.saving);
    case Ask::kSelectById: return construction.select_by_id(request.id, request.saving);
    case Ask::kSelectAll: return construction.select_all();
    case Ask::kInsert: return construction.insert(request.token);
    case Ask::kUpdate: return construction.update(request.id, request.token);
    case Ask::kDeleteById: return construction.delete_by_id(request.id);
    case Ask::kDeleteAll: return construction.delete_all();
    case Ask::kCreateTable: return construction.create_table();
    case Ask::kDropTable: return construction.drop_table();
  }
  return std::nullopt;
}

}  // namespace assay
