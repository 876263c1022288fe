#include <fmt/format.h>

#include <iostream>
#include <span>

#include "cli/cli.h"
#include "cli/echo.h"
#include "cli/nearest.h"
#include "cli/other_commands.h"
#include "harness/verdicts.h"
#include "spec/rule_book.h"
#include "spec/rules.h"
#include "stores/broken/registry.h"
#include "stores/registry.h"
#include "stores/variants/registry.h"

namespace assay {

namespace {

void list_rules() {
  for (std::size_t i = 0; i < kTagCount; ++i) {
    const Tag tag{static_cast<std::uint8_t>(i)};
    std::cout << fmt::format("{:<11} {:<7} {}{}\n", tag.id(), name_of(tag.rule().level),
                             tag.rule().text, has_driver(tag) ? "" : " (not built yet)");
  }
}

void list_rows(std::span<const StoreRow> rows) {
  for (const StoreRow& row : rows) std::cout << fmt::format("{:<14} {}\n", row.name, row.summary);
}

void list_stores(bool broken) {
  list_rows(built_in_stores());
  std::cout << "\nand, as good and made otherwise, to see that no good store is accused:\n\n";
  list_rows(variant_stores());
  if (!broken) {
    std::cout << fmt::format(
        "\nand {} stores that are broken on purpose: "
        "'assay list stores --broken' lists them.\n",
        broken_stores().size());
    return;
  }
  std::cout << '\n';
  for (const BrokenStore& row : broken_stores())
    std::cout << fmt::format("{:<42} {:<11} {}\n", row.name, row.rule.id(), row.mistake);
}

}  // namespace

int list_command(const std::string& what, bool broken) {
  if (what == "rules") {
    list_rules();
  } else if (what == "stores") {
    list_stores(broken);
  } else {
    throw UsageError("cannot list " + echoed(what) + "." + did_you_mean(what, {"stores", "rules"}) +
                     " There are 'assay list stores' and 'assay list rules'.");
  }
  return kExitPass;
}

}  // namespace assay
