#include "harness/plugin.h"

#include <dlfcn.h>

#include <cstring>
#include <filesystem>
#include <sstream>
#include <utility>

#include "harness/adapter_fault.h"
#include "harness/child.h"
#include "harness/execute.h"
#include "harness/plain_name.h"
#include "spec/plugin.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

AdapterFault fault(const std::string& path, const std::string& what) {
  return AdapterFault("the plugin " + path + " " + what);
}

// Without what the loader says first: the library's own path.
std::string loader_error(const std::string& path) {
  const char* said = dlerror();
  std::string error = said == nullptr ? "unknown error" : said;
  if (error.starts_with(path + ": ")) error.erase(0, path.size() + 2);
  return error;
}

// The path with a slash in it, without which the loader looks elsewhere.
std::string path_for_loader(const std::string& path) {
  return path.find('/') == std::string::npos ? "./" + path : path;
}

void look_for(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error))
    throw fault(path, "is not there; build it first, or name another file");
  if (!fs::is_regular_file(path, error))
    throw fault(path, "is no file; name the shared library itself, such as ./libshop.so");
}

// Loads the library into this process, and makes its factory.
std::unique_ptr<StoreFactory> load(const std::string& path) {
  const std::string where = path_for_loader(path);
  void* library = dlopen(where.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    throw fault(path, "cannot be loaded (" + loader_error(where) +
                          "); it has to be a shared library, linked with all that it needs");
  void* symbol = dlsym(library, kPluginSymbol);
  if (symbol == nullptr)
    throw fault(path, std::string("has no function ") + kPluginSymbol +
                          "; put ASSAY_PLUGIN(...) of <assay/plugin.h> into it");
  AssayPluginFunction ask = nullptr;
  static_assert(sizeof ask == sizeof symbol);
  std::memcpy(&ask, &symbol, sizeof ask);
  const AssayPlugin* plugin = ask();
  if (plugin == nullptr) throw fault(path, "gives nothing; build it with ASSAY_PLUGIN(...)");
  if (plugin->version != kPluginVersion)
    throw fault(path, "is of version " + std::to_string(plugin->version) +
                          " of the plugin interface, and this command of version " +
                          std::to_string(kPluginVersion) +
                          "; build it against the headers of this command");
  if (plugin->layout != plugin_layout())
    throw fault(path,
                "was built with another standard library, or other settings of it; build it with "
                "the compiler of this command");
  std::unique_ptr<StoreFactory> factory(plugin->make());
  if (!factory) throw fault(path, "has no factory: what stands in ASSAY_PLUGIN(...) is null");
  return factory;
}

// In one line: medium, three flags, threads, the capacities (-1 for none), and the name.
std::string in_a_line(const StoreFactory& factory) {
  const Capabilities capabilities = factory.capabilities();
  std::ostringstream out;
  out << static_cast<int>(capabilities.medium) << ' ' << capabilities.persistent << ' '
      << capabilities.shared << ' ' << capabilities.sql << ' ' << capabilities.concurrent;
  for (const auto& most : capabilities.capacity)
    out << ' ' << (most ? static_cast<std::int64_t>(*most) : -1);
  out << ' ' << plain_name(factory.name(), "plugin");
  return out.str();
}

PluginStore from_line(const std::string& line) {
  PluginStore store;
  std::istringstream in(line);
  int medium = 0;
  Capabilities& capabilities = store.capabilities;
  in >> medium >> capabilities.persistent >> capabilities.shared >> capabilities.sql >>
      capabilities.concurrent;
  capabilities.medium = static_cast<Medium>(medium);
  for (auto& most : capabilities.capacity) {
    std::int64_t number = 0;
    in >> number;
    if (number >= 0) most = static_cast<std::size_t>(number);
  }
  in >> store.name;
  return store;
}

// Runs `body` in a child, and gives its last line, or "".
std::string in_child(const std::string& path, std::int64_t limit_ms,
                     const std::function<void(const LineWriter&)>& body) {
  const std::int64_t until_ns = now_ns() + limit_ms * 1'000'000;
  Child child(body);
  bool overdue = false;
  while (child.read() && !overdue) {
    wait_for_any({&child}, 50);
    overdue = now_ns() > until_ns;
  }
  if (overdue) child.kill();
  const ChildEnd end = child.end();
  const auto lines = child.take_lines();
  if (!lines.empty() && lines.back().starts_with('!')) throw AdapterFault(lines.back().substr(1));
  if (overdue)
    throw fault(path, "did not come back within " + std::to_string(limit_ms) +
                          " ms while it was loaded and asked for its store");
  if (!end.well)
    throw fault(path, "took its process down while it was loaded and asked for its store: " +
                          end.in_words() + "; see its static objects and its factory");
  return lines.empty() ? "" : lines.back();
}

}  // namespace

PluginStore ask_plugin(const std::string& path, std::int64_t limit_ms) {
  look_for(path);
  return from_line(in_child(path, limit_ms, [&](const LineWriter& out) {
    try {
      out.write(in_a_line(*load(path)));
    } catch (const AdapterFault&) {
      throw;
    } catch (const std::exception& error) {
      throw fault(path, std::string("cannot make its factory: ") + error.what());
    }
  }));
}

PluginFactory::PluginFactory(std::string path, PluginStore store)
    : path_(std::move(path)), store_(std::move(store)) {}

std::unique_ptr<TokenStore> PluginFactory::open(const std::string& storage) {
  if (!loaded_) loaded_ = load(path_);
  return loaded_->open(storage);
}

void PluginFactory::drop(const std::string& storage) {
  constexpr std::int64_t kLimitMs = 20'000;
  if (loaded_) return loaded_->drop(storage);
  // What is in memory went with its process; files go with their directory.
  if (store_.capabilities.medium != Medium::kServer) return;
  in_child(path_, kLimitMs, [&](const LineWriter&) { load(path_)->drop(storage); });
}

}  // namespace assay
