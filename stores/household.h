// The janitor's own side, in its own process, and how it is talked to. See stores/janitor.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

// The verbs of a request, which its words follow. The answer is '+' and a text, or '-' and an
// errno.
inline constexpr char kGreet = 'g';          // -> ""
inline constexpr char kMakeDirectory = 'd';  // prefix -> path
inline constexpr char kStart = 's';  // directory, log, user, group, patience, argv... -> process id
inline constexpr char kWait = 'w';   // process id, milliseconds -> exit code, or "" while it runs
inline constexpr char kStop = 'e';   // process id -> ""

// Words, each ended by a NUL: none of them holds one.
std::string pack(const std::vector<std::string>& words);
std::vector<std::string> unpack(std::string_view packed);

// Answers requests from `socket` until it is shut, or until `owner` (-1: none) becomes readable;
// then cleans up and ends the process. REQUIRES: a fresh child, which has one thread.
[[noreturn]] void keep_house(int socket, int owner);

}  // namespace assay
