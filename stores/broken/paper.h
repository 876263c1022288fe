// Paper: a right store in one CSV file, taken apart into its decisions.
//
// The file is read before every call and replaced by every change. It is a header, a line a record
// with every cell in quotes, and an end mark that tells a whole file from one that was cut off.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "stores/broken/clay.h"

namespace assay {

// Threads: one, and one store a file.
class PaperStore : public ClayStore {
 public:
  static Capabilities capabilities();
  explicit PaperStore(const std::string& storage) : path_(storage + "/tokens.csv") {}

  std::optional<Token> find_token(const Token& token) override;
  void save_token(Token& token) override;
  void delete_token(std::string_view id) override;
  std::vector<Token> get_tokens() override;
  void delete_tokens() override;
  std::optional<Token> find_token_by_id(std::string_view id) override;

 protected:
  std::string generated_id() override;

  // The file's text -> records_. Throws for a damaged one.
  virtual void parse(const std::string& text);
  // records_ -> the file's text.
  virtual std::string printed() const;
  // A text as it stands in the file.
  virtual std::string cell(const std::string& text) const;
  // What is done about a file that is not the store's.
  virtual void damaged(const std::string& why) const;
  virtual mode_t mode() const { return 0600; }
  // The file -> records_, and back.
  virtual void read();
  virtual void write_file(const std::string& text) const;
  // Writes a whole text to an open file, and onto the disk.
  virtual void pour(int fd, std::string_view text) const;
  // Keeps the change that a call has made.
  virtual void keep() { write_file(printed()); }

  const std::string path_;

 private:
  // Reads, changes and keeps; where that fails, the records are as they were.
  template <typename Body>
  void change(Body&& body);
};

}  // namespace assay
