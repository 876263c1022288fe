#include "stores/mysql_table.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace assay {
namespace {

namespace fs = std::filesystem;

// MySQL takes 2,048 characters; the directories nearest to the storage have room.
constexpr std::size_t kMostComment = 2000;
constexpr std::string_view kCommentBegin = "assay";

fs::path normal(const std::string& storage) {
  const fs::path path = fs::path(storage).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

// Digits and blanks alone, so no quoting can go wrong.
std::string comment_of(const std::string& storage) {
  std::string comment(kCommentBegin);
  fs::path directory = normal(storage);
  while (directory.has_relative_path() && comment.size() < kMostComment) {
    directory = directory.parent_path();
    comment += " " + hash_name(directory.string());
  }
  return comment;
}

// How our table differs from what the server tells of it, or nothing.
std::optional<std::string> difference(MysqlLink& link, const std::string& name,
                                      const std::string& engine) {
  if (engine != "InnoDB") return "its engine is not InnoDB";
  const auto capacity = capacity_of(Dialect::kMysql);
  std::size_t ours = 0;
  const auto columns =
      link.query({"SHOW COLUMNS FROM " + quoted_identifier(Dialect::kMysql, name), {}});
  for (const MysqlRow& column : columns) {  // name, type, null, key, default, extra
    const std::string text = column.at(0).value_or("");
    const std::optional<Field> field = find_field(text);
    if (!field) {
      ours += text == "position" ? 1 : 0;
      continue;
    }
    const std::size_t bytes = 4 * capacity[index_of(*field)].value_or(0);
    const bool unique = *field == Field::kId || *field == Field::kUserName;
    if (column.at(1) != "varbinary(" + std::to_string(bytes) + ")" ||
        (unique && column.at(3) != "UNI")) {
      return "its column " + text + " is of another kind";
    }
    ++ours;
  }
  if (ours != kFieldCount + 1 || ours != columns.size()) return "it has other columns";
  return std::nullopt;
}

}  // namespace

std::string hash_name(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  std::string name;
  for (int shift = 60; shift >= 0; shift -= 4) name += "0123456789abcdef"[(hash >> shift) & 15U];
  return name;
}

std::string table_name(const MysqlOptions& options, const std::string& storage) {
  return options.table + "_" + hash_name(normal(storage).string());
}

void open_table(MysqlLink& link, const MysqlOptions& options, const std::string& storage) {
  const std::string name = table_name(options, storage);
  const auto engines = link.query(
      {"SELECT ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?",
       {options.database, name}});
  if (engines.empty()) {
    const Statement create = Query(Dialect::kMysql, name).create_table();
    link.command(create.text + " COMMENT = '" + comment_of(storage) + "'");
  } else if (const auto why = difference(link, name, engines[0].at(0).value_or(""))) {
    throw refused("the table " + name + " is not one of this store's: " + *why +
                  "; it is left as it is, give another with ?table=");
  }
}

void drop_tables(MysqlLink& link, const MysqlOptions& options, const std::string& storage) {
  const std::string begin = options.table + "_";
  const std::string name = table_name(options, storage);
  const std::string directory = " " + hash_name(normal(storage).string());
  const auto tables = link.query(
      {"SELECT TABLE_NAME, TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND "
       "LEFT(TABLE_NAME, CHAR_LENGTH(?)) = ?",
       {options.database, begin, begin}});
  for (const MysqlRow& table : tables) {
    const std::string found = table.at(0).value_or("");
    const std::string comment = table.at(1).value_or("");
    const bool below = found.starts_with(begin) && comment.starts_with(kCommentBegin) &&
                       comment.find(directory) != comment.npos;
    if (found == name || below) link.command(Query(Dialect::kMysql, found).drop_table().text);
  }
}

}  // namespace assay
