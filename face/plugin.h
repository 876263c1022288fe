// A store in a shared library, for `assay run --plugin ./libshop.so`. Installed as
// <assay/plugin.h>.
//
//   ASSAY_PLUGIN(std::make_unique<ShopFactory>());
//
// once in the library, outside every function, exports it. The expression gives an owned pointer to
// a StoreFactory; it is evaluated in a process that the command has forked, as all of the library's
// code is: what crashes there is told, and takes nobody down.
//
// The library links assay::plugin and nothing else of Assay. REQUIRES: the compiler and the
// standard library that the command was built with.
#pragma once

#include <memory>

#include "face/store_factory.h"
#include "spec/plugin.h"

#define ASSAY_PLUGIN(...)                                                                       \
  extern "C" __attribute__((visibility("default"))) const ::assay::AssayPlugin* assay_plugin(); \
  const ::assay::AssayPlugin* assay_plugin() {                                                  \
    static const ::assay::AssayPlugin kPlugin = {                                               \
        ::assay::kPluginVersion, ::assay::plugin_layout(), []() -> ::assay::StoreFactory* {     \
          return std::unique_ptr<::assay::StoreFactory>(__VA_ARGS__).release();                 \
        }};                                                                                     \
    return &kPlugin;                                                                            \
  }                                                                                             \
  static_assert(true, "takes the semicolon")
