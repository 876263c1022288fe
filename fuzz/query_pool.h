// The texts and table names that an input of query_fuzz can name in one byte.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

// The text of a number. Past the end of the list it begins anew.
const std::string& pool_text(unsigned number);
std::string_view pool_table(unsigned number);

// The least number with this text, or nothing.
std::optional<std::uint8_t> pool_index(std::string_view text);
std::optional<std::uint8_t> pool_table_index(std::string_view name);

}  // namespace assay
