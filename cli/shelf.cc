#include "cli/shelf.h"

#include <filesystem>
#include <utility>

#include "cli/cli.h"
#include "cli/echo.h"
#include "cli/nearest.h"
#include "harness/exec_command.h"
#include "harness/plain_name.h"
#include "stores/broken/registry.h"
#include "stores/variants/registry.h"

namespace assay {

namespace {

constexpr int kBridgeWeight = 4;  // a call over a pipe takes longer than one in memory

MysqlOptions options_of(const std::string& url) {
  try {
    MysqlOptions options = parse_mysql_url(url);
    options.password = mysql_password_from_environment();
    return options;
  } catch (const std::invalid_argument& error) {
    throw UsageError(std::string("--mysql: ") + error.what());
  }
}

}  // namespace

Shelf::Shelf(Janitor& janitor, const std::optional<std::string>& mysql_url) : janitor_(janitor) {
  if (mysql_url) given_ = options_of(*mysql_url);
}

std::vector<std::string> Shelf::built_in_names() {
  std::vector<std::string> names;
  for (const StoreRow& row : built_in_stores()) names.emplace_back(row.name);
  return names;
}

const MysqlOptions& Shelf::mysql() {
  if (given_) return *given_;
  if (!server_) server_ = std::make_unique<PrivateServer>(janitor_);
  return server_->options();
}

std::string Shelf::add(const std::string& exec, const std::string& name) {
  auto served = std::make_unique<BridgeFactory>(parse_exec(exec), AdapterLimits{});
  if (!name.empty()) {
    Introduction introduction = served->introduction();
    introduction.name = name;
    served = std::make_unique<BridgeFactory>(served->command(), AdapterLimits{}, introduction);
  }
  bridges_.push_back(std::move(served));
  return std::string(bridges_.back()->name());
}

std::string Shelf::add_plugin(const std::string& path, const std::string& name) {
  PluginStore store = ask_plugin(path);
  if (!name.empty()) store.name = plain_name(name, "plugin");
  plugins_.push_back(std::make_unique<PluginFactory>(path, std::move(store)));
  return std::string(plugins_.back()->name());
}

int Shelf::weight(const std::string& name) {
  constexpr int kServerWeight = 6;
  if (bridge(name) != nullptr) return kBridgeWeight;
  for (const StoreRow& row : built_in_stores())
    if (row.name == name && row.needs_server) return kServerWeight;
  switch (make(name)->capabilities().medium) {
    case Medium::kMemory: return 1;
    case Medium::kFile: return 2;
    case Medium::kServer: break;
  }
  return kServerWeight;
}

const BridgeFactory* Shelf::bridge(std::string_view name) const {
  for (const auto& served : bridges_)
    if (served->name() == name) return served.get();
  return nullptr;
}

const PluginFactory* Shelf::plugin(std::string_view name) const {
  for (const auto& loaded : plugins_)
    if (loaded->name() == name) return loaded.get();
  return nullptr;
}

std::string Shelf::words(std::string_view name) const {
  if (const BridgeFactory* served = bridge(name)) return words_for(*served);
  if (const PluginFactory* loaded = plugin(name)) return words_for(*loaded);
  return "";
}

std::string Shelf::option(std::string_view name) const {
  const std::string added = words(name);
  return added.empty() ? "--store " + shell_quoted(name) : added;
}

std::unique_ptr<StoreFactory> Shelf::make(const std::string& name) {
  if (const BridgeFactory* served = bridge(name))
    return std::make_unique<BridgeFactory>(served->command(), AdapterLimits{},
                                           served->introduction());
  if (const PluginFactory* loaded = plugin(name))
    return std::make_unique<PluginFactory>(loaded->path(), loaded->store());
  std::vector<std::string> known = built_in_names();
  for (const StoreRow& row : built_in_stores())
    if (row.name == name) return row.make(StoreConfig{row.needs_server ? mysql() : MysqlOptions{}});
  for (const StoreRow& row : variant_stores()) {
    if (row.name == name) return row.make({});
    known.emplace_back(row.name);
  }
  for (const BrokenStore& row : broken_stores()) {
    if (row.name == name) return row.make();
    known.emplace_back(row.name);
  }
  throw UsageError("there is no store " + echoed(name) + "." + did_you_mean(name, known) +
                   " 'assay list stores' lists them.");
}

void check_login(StoreFactory& factory, const std::string& directory) {
  if (factory.capabilities().medium != Medium::kServer) return;
  const std::string storage = directory + "/first";
  std::filesystem::create_directory(storage);
  factory.open(storage).reset();
  factory.drop(storage);
  std::filesystem::remove_all(storage);
}

}  // namespace assay
