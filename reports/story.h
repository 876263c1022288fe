// A finding as a numbered story that needs no other page: what was done, what was allowed, what
// happened, and the command that shows it again.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "spec/finding.h"

namespace assay {

struct StoryOptions {
  bool color = false;
  std::size_t width = 100;
};

// Lines of `width` columns at the most, each with its line end; the replay command alone may be
// longer, so that it can be copied. Nothing in it but line ends (and colour) controls a terminal.
std::string story(const Finding& finding, const StoryOptions& options);

// The arguments of one step as a person reads them, piece by piece: `user_name "a"`,
// `id: the id of step 2`, `with 1000 tokens`. None for a step that takes none.
std::vector<std::string> arguments_of(const Operation& operation);

}  // namespace assay
