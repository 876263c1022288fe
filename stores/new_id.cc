#include "stores/new_id.h"

#include <unistd.h>

#include <array>
#include <string_view>

#include "spec/token_store.h"

namespace assay {

std::string new_id() {
  // Lower case alone, without i, l, o and u: ids are read aloud and typed off screens.
  constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";
  static_assert(kLetters.size() == 32);
  std::array<unsigned char, 10> random{};
  // Asked anew for each id: a buffer would be inherited by a forked process, and the ids with it.
  if (getentropy(random.data(), random.size()) != 0)
    throw refused("no id could be made: the system's random source gives nothing");
  std::string id;
  id.reserve(random.size());
  for (unsigned char byte : random) id += kLetters[byte % kLetters.size()];
  return id;
}

}  // namespace assay
