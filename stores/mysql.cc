#include "stores/mysql.h"

#include <utility>

#include "stores/mysql_connection.h"
#include "stores/mysql_table.h"
#include "stores/sql_store.h"

namespace assay {
namespace {

class MysqlFactory final : public StoreFactory {
 public:
  explicit MysqlFactory(const MysqlOptions& options)
      : pool_(std::make_shared<MysqlPool>(options)) {}

  std::string_view name() const override { return "mysql"; }

  Capabilities capabilities() const override {
    Capabilities capabilities;
    capabilities.medium = Medium::kServer;
    capabilities.persistent = true;
    capabilities.shared = true;
    capabilities.sql = true;
    capabilities.capacity = capacity_of(Dialect::kMysql);
    return capabilities;
  }

  std::unique_ptr<TokenStore> open(const std::string& storage) override {
    with_link([&](MysqlLink& link) { open_table(link, pool_->options(), storage); });
    const std::string table = table_name(pool_->options(), storage);
    return make_sql_store(std::make_unique<MysqlConnection>(pool_, table),
                          Query(Dialect::kMysql, table));
  }

  void drop(const std::string& storage) override {
    with_link([&](MysqlLink& link) { drop_tables(link, pool_->options(), storage); });
  }

 private:
  void with_link(const std::function<void(MysqlLink&)>& work) {
    try {
      pool_->with_link(work);
    } catch (const MysqlFault& fault) {
      throw InfraError("the MySQL server at " + address_of(pool_->options()) + ": " +
                       fault.explanation());
    }
  }

  std::shared_ptr<MysqlPool> pool_;
};

}  // namespace

std::unique_ptr<StoreFactory> make_mysql_factory(const MysqlOptions& options) {
  return std::make_unique<MysqlFactory>(options);
}

}  // namespace assay
