// Replays files through a fuzz target, where no fuzzing engine is: each argument is a file, or a
// folder with files. Ends as the target does, and with 2 where there is nothing to replay.

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" __attribute__((weak)) int LLVMFuzzerInitialize(int* argc, char*** argv);
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace {

namespace fs = std::filesystem;

std::string current;  // the file that is being replayed

// Called where the process is about to end: nothing but write().
void tell_current() {
  constexpr char kWords[] = "while replaying ";
  const auto put = [](const char* text, std::size_t size) {
    if (::write(STDERR_FILENO, text, size) < 0) return;
  };
  put(kWords, sizeof(kWords) - 1);
  put(current.data(), current.size());
  put("\n", 1);
}

void on_signal(int number) {
  tell_current();
  std::signal(number, SIG_DFL);
  std::raise(number);
}

// The files of an argument, in the order of their names.
std::vector<std::string> files_of(const std::string& argument) {
  if (!fs::is_directory(argument)) return {argument};
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(argument))
    if (entry.is_regular_file()) files.push_back(entry.path().string());
  std::ranges::sort(files);
  return files;
}

void replay(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  current = path;
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

}  // namespace

int main(int argc, char** argv) try {
  if (LLVMFuzzerInitialize != nullptr) LLVMFuzzerInitialize(&argc, &argv);
  std::signal(SIGABRT, on_signal);
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(tell_current);
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    if (!fs::exists(argv[i])) continue;
    for (const std::string& path : files_of(argv[i])) {
      replay(path);
      ++count;
    }
  }
  if (count == 0) {
    std::cerr << argv[0] << ": nothing to replay; name a file, or a folder with files\n";
    return 2;
  }
  std::cout << count << (count == 1 ? " input\n" : " inputs\n");
  return 0;
} catch (const std::exception& error) {
  std::cerr << argv[0] << ": " << error.what() << '\n';
  return 2;
}
