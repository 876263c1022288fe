// Where the records of a storage are on the server: one table each.
//
// Its name is the configured one and a hash of the storage's path, so every process finds it. Its
// comment lists hashes of the directories above the storage: so the tables of a whole run are found
// by the directory of the run, even those whose process was killed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "stores/mysql_link.h"

namespace assay {

// Bytes that the configured name may have: a suffix of 17 makes it the most that MySQL takes.
inline constexpr std::size_t kMostTableName = 64 - 17;

// Sixteen hexadecimal digits of FNV-1a.
std::string hash_name(std::string_view text);

std::string table_name(const MysqlOptions& options, const std::string& storage);

// Makes the table of `storage` where there is none, and looks at it where there is one.
//
// Throws StoreError (refused), and leaves the table as it is, when it is not one of this store's.
// [TS-DUR-05] Throws MysqlFault.
void open_table(MysqlLink& link, const MysqlOptions& options, const std::string& storage);

// Removes the table of `storage`, and those of all storages below that directory. Throws
// MysqlFault.
void drop_tables(MysqlLink& link, const MysqlOptions& options, const std::string& storage);

}  // namespace assay
