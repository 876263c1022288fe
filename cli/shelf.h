// Every store that the command knows by name, and what it takes to open one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "spec/store_factory.h"
#include "stores/janitor.h"
#include "stores/private_server.h"
#include "stores/registry.h"

namespace assay {

// Makes store factories by name. Starts the private server when the first store needs one, unless a
// URL says where a server is. Threads: one. REQUIRES: `janitor` outlives it.
class Shelf {
 public:
  Shelf(Janitor& janitor, const std::optional<std::string>& mysql_url);

  // The names of the built-in stores, in the order in which they are run.
  static std::vector<std::string> built_in_names();

  // How much of the time of a run a store gets, against the others: one on a server takes longer to
  // be put to the test as often as one in memory. Throws UsageError as make() does.
  int weight(const std::string& name);

  // Throws UsageError for a name that nobody knows (with the nearest that is known), and for a
  // login that the server refuses; InfraError when a server cannot be reached or started.
  std::unique_ptr<StoreFactory> make(const std::string& name);

 private:
  const MysqlOptions& mysql();

  Janitor& janitor_;
  std::optional<MysqlOptions> given_;
  std::unique_ptr<PrivateServer> server_;
};

}  // namespace assay
