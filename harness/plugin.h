// Stores in a shared library, which is loaded in children alone: docs/custom-store.md.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "spec/store_factory.h"

namespace assay {

// What a plugin's factory says of its stores.
struct PluginStore {
  std::string name;  // of letters that a file name may have
  Capabilities capabilities;
};

// Asks the plugin in a child who it is. Throws AdapterFault, in one line, for what is not there, is
// no library, is no plugin or one of another version, and for what crashes or does not come back.
PluginStore ask_plugin(const std::string& path, std::int64_t limit_ms = 20'000);

// Opens stores of a plugin. The process that opens one loads the library, and never lets go of it:
// to be a child. Threads: one.
class PluginFactory : public StoreFactory {
 public:
  PluginFactory(std::string path, PluginStore store);

  std::string_view name() const override { return store_.name; }
  Capabilities capabilities() const override { return store_.capabilities; }
  std::unique_ptr<TokenStore> open(const std::string& storage) override;

  // In a child of its own where this process has not loaded the library.
  void drop(const std::string& storage) override;

  const std::string& path() const { return path_; }
  const PluginStore& store() const { return store_; }

 private:
  std::string path_;
  PluginStore store_;
  std::unique_ptr<StoreFactory> loaded_;
};

}  // namespace assay
