// The known word that an unknown one is nearest to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

// " Did you mean 'sqlite'?", or "" where nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace assay
