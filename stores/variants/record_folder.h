// A directory with a file for each record, for the scattered store.
#pragma once

#include <map>
#include <string>

#include "spec/token.h"

namespace assay {

// Every file has mode 0600 and comes into place by rename, whole. Methods throw StoreError with the
// reason and no text of a record: refused, and all is as it was, but where it says unknown.
class RecordFolder {
 public:
  // Below `storage`, which exists; made with the first record. Removes what a process that was
  // killed has left.
  explicit RecordFolder(const std::string& storage);

  // Every record, by the name of its file. Throws where a file is no record.
  std::map<std::string, Token> read() const;

  // Writes a record to the file `name`, a new one or one that is there.
  void write(const std::string& name, const Token& record) const;
  void remove(const std::string& name) const;
  // Removes every record at once.
  void clear() const;

 private:
  void sync(const std::string& directory) const;

  std::string storage_;
  std::string path_;
};

// A record as its file holds it: for each present field its name, its length and its bytes.
std::string to_record_file(const Token& record);
// The reverse. Throws StoreError for anything else.
Token from_record_file(std::string_view content);

}  // namespace assay
