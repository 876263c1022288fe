// How a row of the zoo is made: row<"name", Store>(rule, mistake).
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

#include "stores/broken/registry.h"

namespace assay {

// A name, as an argument of a template.
template <std::size_t kSize>
struct Name {
  consteval Name(const char (&text)[kSize]) {  // NOLINT(google-explicit-constructor)
    std::copy_n(text, kSize, letters);
  }
  constexpr std::string_view view() const { return {letters, kSize - 1}; }
  char letters[kSize] = {};
};

// A factory of stores that `open` opens. `name` is never freed.
std::unique_ptr<StoreFactory> make_broken_factory(
    std::string_view name, const Capabilities& capabilities,
    std::unique_ptr<TokenStore> (*open)(const std::string& storage));

template <typename Store>
std::unique_ptr<TokenStore> open_broken(const std::string& storage) {
  if constexpr (std::is_constructible_v<Store, const std::string&>)
    return std::make_unique<Store>(storage);
  else
    return std::make_unique<Store>();
}

// `Store` has a static capabilities(), and is made of nothing or of its storage's path.
template <Name kName, typename Store>
constexpr BrokenStore row(Tag rule, std::string_view mistake) {
  return {kName.view(), rule, mistake, [] {
            return make_broken_factory(kName.view(), Store::capabilities(), &open_broken<Store>);
          }};
}

}  // namespace assay
