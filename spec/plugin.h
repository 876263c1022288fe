// What a shared library with a store shows of itself: one function, and what that points to.
#pragma once

#include <cstdint>

#include "spec/store_factory.h"

namespace assay {

// The version of everything that crosses the border: Plugin, StoreFactory, TokenStore and the types
// that they name. It grows with each change of one of them.
inline constexpr std::uint32_t kPluginVersion = 1;

// The name of the one function, and its type.
inline constexpr const char* kPluginSymbol = "assay_plugin";
extern "C" {
struct AssayPlugin;
using AssayPluginFunction = const AssayPlugin* (*)();
}

// A number that differs where the types at the border are laid out differently: by another standard
// library, or by settings that change one.
constexpr std::uint64_t plugin_layout() {
  std::uint64_t layout = 14695981039346656037U;
  for (const std::uint64_t size :
       {sizeof(std::string), sizeof(std::vector<Token>), sizeof(Token), sizeof(Capabilities),
        sizeof(StoreError), kFieldCount, sizeof(void*)})
    layout = (layout ^ size) * 1099511628211U;
#if defined(_GLIBCXX_USE_CXX11_ABI)
  layout = (layout ^ (_GLIBCXX_USE_CXX11_ABI + 1U)) * 1099511628211U;
#endif
  return layout;
}

// Read by a host of any version as far as `version`, which stays the first.
struct AssayPlugin {
  std::uint32_t version;
  std::uint64_t layout;
  StoreFactory* (*make)();  // the caller owns it; throws what the factory's making throws
};

}  // namespace assay
