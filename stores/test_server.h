// The MySQL-compatible server of a test program: started for the first test that needs it.
#pragma once

#include <string>

#include "stores/janitor.h"
#include "stores/mysql_link.h"
#include "stores/private_server.h"

namespace assay {

inline PrivateServer& test_server() {
  static Janitor janitor;
  static PrivateServer server(janitor);
  return server;
}

// Ends every login but `link`'s own, as an administrator would. Returns how many there were.
inline int kill_other_logins(MysqlLink& link) {
  int killed = 0;
  for (const MysqlRow& row : link.query({"SELECT ID FROM information_schema.PROCESSLIST WHERE USER "
                                         "= ? AND ID <> CONNECTION_ID()",
                                         {test_server().options().user}})) {
    try {
      link.command("KILL " + row.at(0).value());
      ++killed;
    } catch (const MysqlFault& fault) {
      constexpr int kNoSuchLogin = 1094;  // it was on its way out
      if (fault.code() != kNoSuchLogin) throw;
    }
  }
  return killed;
}

}  // namespace assay
