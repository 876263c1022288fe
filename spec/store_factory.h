// What stands between the harness and a kind of store: how to open one, and what it says of itself.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "spec/token_store.h"

namespace assay {

// Where a store keeps its records.
enum class Medium { kMemory, kFile, kServer };

// What a store declares. Rules that need more than is declared do not apply to it.
struct Capabilities {
  Medium medium = Medium::kMemory;
  bool persistent = false;  // close and open keep the records
  bool shared = false;      // several processes may open one storage
  bool sql = false;         // the store speaks SQL
  int concurrent = 1;       // so many threads may call one store object at once
  // Characters that fit in a field, where the store has a limit. [TS-VAL-02]
  std::array<std::optional<std::size_t>, kFieldCount> capacity{};
};

// The server or the place that a store needs is not there: a matter of the machine, not of the
// store.
class InfraError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Opens stores of one kind. Threads: one at a time.
class StoreFactory {
 public:
  virtual ~StoreFactory() = default;

  virtual std::string_view name() const = 0;
  virtual Capabilities capabilities() const = 0;

  // Opens a store over `storage`, the path of a directory that exists. A store with files keeps
  // them below it; one on a server derives its table's name from it; one in memory ignores it.
  //
  // Throws StoreError (refused) when what is there is not the store's, and leaves it as it is
  // [TS-DUR-05]; InfraError when a server cannot be reached or refuses the login.
  virtual std::unique_ptr<TokenStore> open(const std::string& storage) = 0;

  // Removes what `storage` holds outside its directory, such as a table. REQUIRES: no store is open
  // over it. Does nothing where there is nothing.
  virtual void drop(const std::string& storage) = 0;
};

}  // namespace assay
