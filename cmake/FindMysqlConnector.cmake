# MysqlConnector::mysqlcppconn, the JDBC API of mysql-connector-cpp, which brings no CMake files.

find_path(MysqlConnector_INCLUDE_DIR mysql_driver.h PATH_SUFFIXES mysql-cppconn/jdbc)
find_library(MysqlConnector_LIBRARY mysqlcppconn)
mark_as_advanced(MysqlConnector_INCLUDE_DIR MysqlConnector_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(MysqlConnector
  REQUIRED_VARS MysqlConnector_LIBRARY MysqlConnector_INCLUDE_DIR)

if(MysqlConnector_FOUND AND NOT TARGET MysqlConnector::mysqlcppconn)
  add_library(MysqlConnector::mysqlcppconn UNKNOWN IMPORTED)
  set_target_properties(MysqlConnector::mysqlcppconn PROPERTIES
    IMPORTED_LOCATION ${MysqlConnector_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${MysqlConnector_INCLUDE_DIR})
endif()
