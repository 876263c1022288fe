#include "stores/broken/paper.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "stores/new_id.h"

namespace assay {

namespace {

constexpr std::string_view kEndMark = "#end\n";

std::string header() {
  std::string line;
  for (Field field : kFields) line += (line.empty() ? "" : ",") + std::string(name_of(field));
  return line + "\n";
}

// The cell that begins at `at`, which moves to the delimiter after it.
std::string next_cell(std::string_view text, std::size_t& at) {
  std::string cell;
  bool is_first = true;  // of the parts that two quotes in a row, which stand for one, divide
  for (; at < text.size() && text[at] == '"'; is_first = false) {
    const std::size_t end = std::min(text.find('"', at + 1), text.size());
    if (!is_first) cell += '"';
    cell += text.substr(at + 1, end - at - 1);
    at = std::min(end + 1, text.size());
  }
  const std::size_t end = std::min(text.find_first_of(",\n", at), text.size());
  cell += text.substr(at, end - at);
  at = end;
  return cell;
}

std::string reason() { return std::strerror(errno); }

// A file that is written and not yet in place; removed unless it gets there.
class Draft {
 public:
  Draft(std::string path, mode_t mode)
      : path_(std::move(path)),
        fd_(open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)) {
    if (fd_ < 0 || fchmod(fd_, mode) != 0) throw refused("cannot make the file: " + reason());
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (fd_ >= 0) close(fd_);
    unlink(path_.c_str());
  }

  int fd() const { return fd_; }

  void put_in_place(const std::string& path) const {
    if (std::rename(path_.c_str(), path.c_str()) != 0)
      throw refused("cannot replace the file: " + reason());
    const std::string directory = path.substr(0, path.rfind('/'));
    const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) fsync(fd), close(fd);
  }

 private:
  std::string path_;
  int fd_;
};

}  // namespace

Capabilities PaperStore::capabilities() {
  Capabilities capabilities;
  capabilities.medium = Medium::kFile;
  capabilities.persistent = true;
  return capabilities;
}

std::optional<Token> PaperStore::find_token(const Token& token) {
  read();
  return ClayStore::find_token(token);
}

template <typename Body>
void PaperStore::change(Body&& body) {
  read();
  std::vector<Token> before = records_;
  try {
    body();
    keep();
  } catch (...) {
    records_ = std::move(before);
    throw;
  }
}

void PaperStore::save_token(Token& token) {
  Token told = token;
  change([&] { ClayStore::save_token(told); });
  token = std::move(told);
}

void PaperStore::delete_token(std::string_view id) {
  change([&] { ClayStore::delete_token(id); });
}

std::vector<Token> PaperStore::get_tokens() {
  read();
  return ClayStore::get_tokens();
}

void PaperStore::delete_tokens() {
  change([&] { ClayStore::delete_tokens(); });
}

std::optional<Token> PaperStore::find_token_by_id(std::string_view id) {
  read();
  return ClayStore::find_token_by_id(id);
}

// No counter: there would be no place for it.
std::string PaperStore::generated_id() {
  std::string id;
  do id = new_id();
  while (place_of_id(id));
  return id;
}

void PaperStore::parse(const std::string& text) {
  records_.clear();
  if (text.empty()) return;
  const std::string head = header();
  if (!text.starts_with(head) || !text.ends_with("\n" + std::string(kEndMark)))
    return damaged("header or end is missing");
  const std::string_view body =
      std::string_view(text).substr(0, text.size() - kEndMark.size()).substr(head.size());
  for (std::size_t at = 0; at < body.size(); ++at) {
    Token& record = records_.emplace_back();
    for (std::size_t column = 0;; ++column) {
      std::string cell = next_cell(body, at);
      if (column < kFieldCount && !cell.empty()) record[kFields[column]] = std::move(cell);
      if (at >= body.size() || body[at] == '\n') break;
      ++at;
    }
  }
}

std::string PaperStore::printed() const {
  std::string text = header();
  for (const Token& record : records_) {
    for (Field field : kFields)
      text += (field == Field::kId ? "" : ",") + cell(std::string(record.text(field)));
    text += '\n';
  }
  return text + std::string(kEndMark);
}

std::string PaperStore::cell(const std::string& text) const {
  if (text.empty()) return text;
  std::string out = text;
  for (std::size_t at = 0; (at = out.find('"', at)) != std::string::npos; at += 2)
    out.insert(at, 1, '"');
  return '"' + out + '"';
}

void PaperStore::damaged(const std::string& why) const {
  throw refused("this is no token file, or it is damaged: " + why);
}

void PaperStore::read() {
  std::ifstream in(path_, std::ios::binary);
  parse(std::string(std::istreambuf_iterator<char>(in), {}));
}

void PaperStore::write_file(const std::string& text) const {
  const Draft draft(path_ + ".new", mode());
  pour(draft.fd(), text);
  draft.put_in_place(path_);
}

void PaperStore::pour(int fd, std::string_view text) const {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0) throw refused("cannot write the file: " + reason());
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fsync(fd) != 0) throw refused("cannot sync the file: " + reason());
}

}  // namespace assay
