// Every store that the command knows by name, and what it takes to open one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/bridge.h"
#include "harness/plugin.h"
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

  // Adds the store behind a command, and returns its name: what its adapter says. Throws
  // AdapterFault where that cannot be asked. With a `name` the store is called so.
  std::string add(const std::string& exec, const std::string& name = "");

  // The same for the store of a shared library.
  std::string add_plugin(const std::string& path, const std::string& name = "");

  // How much of the time of a run a store gets, against the others: one on a server takes longer to
  // be put to the test as often as one in memory. Throws UsageError as make() does.
  int weight(const std::string& name);

  // A store that was added comes before one of the same name that is built in.
  //
  // Throws UsageError for a name that nobody knows (with the nearest that is known), and for a
  // login that the server refuses; InfraError when a server cannot be reached or started.
  std::unique_ptr<StoreFactory> make(const std::string& name);

  // The store that add() gave this name, or null; and the same of add_plugin().
  const BridgeFactory* bridge(std::string_view name) const;
  const PluginFactory* plugin(std::string_view name) const;

  // What names a store that was added on a command line: "--plugin ./libshop.so"; else "".
  std::string words(std::string_view name) const;

  // The same for any store: "--store list".
  std::string option(std::string_view name) const;

 private:
  const MysqlOptions& mysql();

  Janitor& janitor_;
  std::vector<std::unique_ptr<BridgeFactory>> bridges_;
  std::vector<std::unique_ptr<PluginFactory>> plugins_;
  std::optional<MysqlOptions> given_;
  std::unique_ptr<PrivateServer> server_;
};

// Where the store is on a server, opens it once below `directory` and drops what that made. Throws
// LoginRefused, a mistake to mend, and InfraError where no server is there.
void check_login(StoreFactory& factory, const std::string& directory);

}  // namespace assay
