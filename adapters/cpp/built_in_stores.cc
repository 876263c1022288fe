// Serves a store of this project by its name, one of the five, a variant or a broken one:
// built_in_stores NAME. What Assay says of it over the bridge can then be held against what it says
// of the same store in its own process.
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/cpp/assay_adapter.h"
#include "spec/store_factory.h"
#include "stores/broken/registry.h"
#include "stores/registry.h"
#include "stores/variants/registry.h"

namespace {

using assay::Field;
using assay_adapter::Token;

assay::Token from_map(const Token& fields) {
  assay::Token token;
  for (const auto& [name, text] : fields)
    if (const auto field = assay::find_field(name)) token[*field] = text;
  return token;
}

Token to_map(const assay::Token& token) {
  Token fields;
  for (const Field field : assay::kFields)
    if (token[field]) fields.emplace(assay::name_of(field), *token[field]);
  return fields;
}

std::optional<Token> to_map(const std::optional<assay::Token>& token) {
  if (!token) return std::nullopt;
  return to_map(*token);
}

// Runs a call, and says in the adapter's words how it failed.
template <typename Body>
auto told(Body body) {
  try {
    return body();
  } catch (const assay::StoreError& error) {
    if (error.failure() == assay::Failure::kUnknown)
      throw assay_adapter::UnknownOutcome(error.what());
    throw;
  }
}

// A store of this project behind the face that the adapter knows.
class Served {
 public:
  explicit Served(std::unique_ptr<assay::TokenStore> store) : store_(std::move(store)) {}

  std::optional<Token> find_token(const Token& token) {
    return told([&] { return to_map(store_->find_token(from_map(token))); });
  }
  void save_token(Token& token) {
    told([&] {
      assay::Token own = from_map(token);
      store_->save_token(own);
      token = to_map(own);
    });
  }
  void delete_token(const std::string& id) {
    told([&] { store_->delete_token(id); });
  }
  std::vector<Token> get_tokens() {
    return told([&] {
      std::vector<Token> all;
      for (const assay::Token& token : store_->get_tokens()) all.push_back(to_map(token));
      return all;
    });
  }
  void delete_tokens() {
    told([&] { store_->delete_tokens(); });
  }
  std::optional<Token> find_token_by_id(const std::string& id) {
    return told([&] { return to_map(store_->find_token_by_id(id)); });
  }

 private:
  std::unique_ptr<assay::TokenStore> store_;
};

// Opens stores of one kind, and removes what they keep on a server.
struct Opener {
  assay::StoreFactory& factory;
  std::unique_ptr<Served> operator()(const std::string& storage) const {
    return std::make_unique<Served>(factory.open(storage));
  }
  void drop(const std::string& storage) const { factory.drop(storage); }
};

nlohmann::json who(const assay::StoreFactory& factory) {
  const assay::Capabilities capabilities = factory.capabilities();
  nlohmann::json told = {{"persistent", capabilities.persistent},
                         {"shared", capabilities.shared},
                         {"storage", capabilities.medium == assay::Medium::kMemory ? "memory"
                                     : capabilities.medium == assay::Medium::kFile ? "file"
                                                                                   : "server"}};
  for (const Field field : assay::kFields)
    if (const auto& most = capabilities.capacity[assay::index_of(field)])
      told["capacity"][std::string(assay::name_of(field))] = *most;
  return {{"name", factory.name()},
          {"version", ASSAY_VERSION},
          {"language", "C++"},
          {"capabilities", told}};
}

std::unique_ptr<assay::StoreFactory> store_named(std::string_view name,
                                                 const assay::StoreConfig& config) {
  for (const auto rows : {assay::built_in_stores(), assay::variant_stores()})
    for (const assay::StoreRow& row : rows)
      if (row.name == name) return row.make(config);
  for (const assay::BrokenStore& row : assay::broken_stores())
    if (row.name == name) return row.make();
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  assay::StoreConfig config;
  if (const char* url = std::getenv("ASSAY_MYSQL_URL")) {
    config.mysql = assay::parse_mysql_url(url);
    config.mysql.password = assay::mysql_password_from_environment();
  }
  if (const auto factory = store_named(name, config))
    return assay_adapter::serve(who(*factory), Opener{*factory});
  std::cerr << "usage: built_in_stores list|sqlite-memory|sqlite|file|mysql|...\n";
  return 2;
}
