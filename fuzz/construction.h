// The construction of SQL as the fuzzer sees it: the stores' own, or one with a planted fault.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "spec/token.h"
#include "stores/query.h"

namespace assay {

// The methods of Query, with the meaning that they have there. Threads: const, so any.
class Construction {
 public:
  Construction() = default;
  Construction(const Construction&) = delete;
  Construction& operator=(const Construction&) = delete;
  virtual ~Construction() = default;

  virtual std::optional<Statement> select_named(const Token& token, bool saving) const = 0;
  virtual std::optional<Statement> select_kin(const Token& token, bool saving) const = 0;
  virtual Statement select_by_id(std::string_view id, bool saving) const = 0;
  virtual Statement select_all() const = 0;
  virtual Statement insert(const Token& record) const = 0;
  virtual Statement update(std::string_view id, const Token& token) const = 0;
  virtual Statement delete_by_id(std::string_view id) const = 0;
  virtual Statement delete_all() const = 0;
  virtual Statement create_table() const = 0;
  virtual Statement drop_table() const = 0;
};

// Throws std::invalid_argument for a table name that no quoting helps.
using MakeConstruction = std::unique_ptr<Construction> (*)(Dialect dialect, std::string_view table);

// The construction of the stores: Query, and nothing else.
std::unique_ptr<Construction> make_query_construction(Dialect dialect, std::string_view table);

// What a construction can be asked for.
enum class Ask : std::uint8_t {
  kSelectNamed,
  kSelectKin,
  kSelectById,
  kSelectAll,
  kInsert,
  kUpdate,
  kDeleteById,
  kDeleteAll,
  kCreateTable,
  kDropTable,
};
inline constexpr std::size_t kAskCount = 10;

std::string_view name_of(Ask ask);  // "select_named"

// One question with its arguments. Those that its method does not have are left out of account.
struct Request {
  Ask ask = Ask::kSelectAll;
  bool saving = false;
  Token token;     // select_named, select_kin, insert, update
  std::string id;  // select_by_id, update, delete_by_id
};

// The answer of `construction`: nothing where it has no statement for it.
std::optional<Statement> statement_of(const Construction& construction, const Request& request);

}  // namespace assay
