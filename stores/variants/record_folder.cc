#include "stores/variants/record_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "spec/token_store.h"
#include "stores/descriptor.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFirstLine = "token record 1\n";
constexpr std::string_view kLastLine = "end\n";
constexpr std::string_view kDraft = ".draft";
constexpr std::string_view kGone = "records.gone";

StoreError failure(const std::string& what) {
  return refused("cannot " + what + ": " + std::strerror(errno));
}

StoreError no_record() { return refused("a file in the records' directory is no record"); }

void write_whole(const std::string& path, std::string_view content) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (file.get() < 0) throw failure("make a file");
  while (!content.empty()) {
    const ssize_t written = ::write(file.get(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw failure("write a file");
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) throw failure("sync a file");
}

// Takes `expected` off the front of `rest`.
void take(std::string_view& rest, std::string_view expected) {
  if (!rest.starts_with(expected)) throw no_record();
  rest.remove_prefix(expected.size());
}

std::size_t take_number(std::string_view& rest) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc()) throw no_record();
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return number;
}

}  // namespace

RecordFolder::RecordFolder(const std::string& storage)
    : storage_(storage), path_(storage + "/records") {
  std::error_code ignored;
  fs::remove_all(storage_ + "/" + std::string(kGone), ignored);
  for (const auto& entry : fs::directory_iterator(path_, ignored))
    if (entry.path().extension() == kDraft) fs::remove(entry.path(), ignored);
}

std::map<std::string, Token> RecordFolder::read() const {
  std::map<std::string, Token> records;
  if (!fs::exists(path_)) return records;
  for (const auto& entry : fs::directory_iterator(path_)) {
    std::ifstream in(entry.path(), std::ios::binary);
    if (!in || !entry.is_regular_file()) throw no_record();
    const std::string content(std::istreambuf_iterator<char>(in), {});
    records.emplace(entry.path().filename().string(), from_record_file(content));
  }
  return records;
}

void RecordFolder::write(const std::string& name, const Token& record) const {
  if (::mkdir(path_.c_str(), 0700) == 0)
    sync(storage_);
  else if (errno != EEXIST)
    throw failure("make the records' directory");
  const std::string draft = path_ + "/" + name + std::string(kDraft);
  try {
    write_whole(draft, to_record_file(record));
    if (std::rename(draft.c_str(), (path_ + "/" + name).c_str()) != 0)
      throw failure("put a file in place");
  } catch (...) {
    ::unlink(draft.c_str());
    throw;
  }
  sync(path_);
}

void RecordFolder::remove(const std::string& name) const {
  if (::unlink((path_ + "/" + name).c_str()) != 0) throw failure("remove a file");
  sync(path_);
}

// A directory leaves its place in one step, however many files are in it.
void RecordFolder::clear() const {
  const std::string gone = storage_ + "/" + std::string(kGone);
  std::error_code ignored;
  fs::remove_all(gone, ignored);
  if (std::rename(path_.c_str(), gone.c_str()) != 0) {
    if (errno == ENOENT) return;
    throw failure("remove the records");
  }
  sync(storage_);
  fs::remove_all(gone, ignored);
}

void RecordFolder::sync(const std::string& directory) const {
  const Descriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0 || ::fsync(opened.get()) != 0)
    throw unknown_outcome(std::string("cannot sync a directory: ") + std::strerror(errno));
}

std::string to_record_file(const Token& record) {
  std::string content(kFirstLine);
  for (Field field : kFields) {
    if (!record.has(field)) continue;
    const std::string_view text = record.text(field);
    content += std::string(name_of(field)) + " " + std::to_string(text.size()) + "\n";
    content += text;
    content += '\n';
  }
  return content + std::string(kLastLine);
}

Token from_record_file(std::string_view content) {
  Token record;
  take(content, kFirstLine);
  for (Field field : kFields) {
    const std::string head = std::string(name_of(field)) + " ";
    if (!content.starts_with(head)) continue;
    take(content, head);
    const std::size_t size = take_number(content);
    take(content, "\n");
    if (size > content.size()) throw no_record();
    record[field] = content.substr(0, size);
    content.remove_prefix(size);
    take(content, "\n");
  }
  take(content, kLastLine);
  if (!content.empty() || !record.has(Field::kId)) throw no_record();
  return record;
}

}  // namespace assay
