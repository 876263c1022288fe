// What a custom mutator needs of the engine that calls it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace assay {

// `text` as the engine mutates bytes, by its dictionary too; at most `most` bytes. As it is where
// there is no engine, or one that offers no mutation.
std::string mutated_by_engine(std::string text, std::size_t most);

// Puts what `mutate` makes of the input in its place, cut off after `most` bytes; gives its size.
std::size_t mutate_in_place(std::uint8_t* data, std::size_t size, std::size_t most,
                            const std::function<std::string(std::string)>& mutate);

}  // namespace assay
