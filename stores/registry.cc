#include "stores/registry.h"

#include <array>

#include "stores/file.h"
#include "stores/list.h"
#include "stores/sqlite.h"

namespace assay {
namespace {

constexpr std::array kStores = {
    StoreRow{"list", "records in a vector, gone when it is closed", false,
             [](const StoreConfig&) { return make_list_factory(); }},
    StoreRow{"sqlite-memory", "an SQLite database in memory", false,
             [](const StoreConfig&) { return make_sqlite_memory_factory(); }},
    StoreRow{"sqlite", "an SQLite database in one file", false,
             [](const StoreConfig&) { return make_sqlite_factory(); }},
    StoreRow{"file", "a CSV file, as the published SDKs keep it", false,
             [](const StoreConfig&) { return make_file_factory(); }},
    StoreRow{"mysql", "a table on a MySQL or MariaDB server", true,
             [](const StoreConfig& config) { return make_mysql_factory(config.mysql); }},
};

}  // namespace

std::span<const StoreRow> built_in_stores() { return kStores; }

}  // namespace assay
