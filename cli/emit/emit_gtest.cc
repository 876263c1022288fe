#include <fmt/format.h>

#include <algorithm>

#include "cli/emit/emit.h"

namespace assay {

namespace {

bool is_printable(char c) { return c >= ' ' && c <= '~'; }

// "kUserName" of user_name.
std::string enumerator(Field field) {
  std::string out = "k";
  bool capital = true;
  for (const char c : name_of(field)) {
    if (c != '_') out += capital ? static_cast<char>(c - 'a' + 'A') : c;
    capital = c == '_';
  }
  return out;
}

// Token().with(...).with(...), a field on each line where one line is too short.
std::string token_of(const Token& token, std::size_t column) {
  std::vector<std::string> fields;
  std::size_t length = column;
  for (const Field field : kFields) {
    if (!token[field]) continue;
    fields.push_back(
        fmt::format(".with(Field::{}, {})", enumerator(field), cpp_literal(*token[field])));
    length += fields.back().size();
  }
  const std::string joint = length + 10 > kColumns ? "\n      " : "";
  std::string out = "Token()";
  for (const std::string& field : fields) out += joint + field;
  return out;
}

std::string cpp_arguments(const Operation& operation, std::size_t column) {
  const Call& call = operation.call;
  const std::string id =
      operation.id_of ? fmt::format("id_of({})", step_name(*operation.id_of)) : "";
  if (takes_token(call.method)) {
    if (operation.again) return fmt::format("again({})", step_name(*operation.again));
    return token_of(call.token, column) + (id.empty() ? "" : ", " + id);
  }
  if (takes_id(call.method)) return id.empty() ? cpp_literal(call.id) : id;
  return call.method == Method::kFill ? std::to_string(call.count) : "";
}

std::string test_name_of(const Regression& regression) {
  if (!regression.finding) return "EveryStepDoesWhatIsAllowed";
  const Bucket& bucket = regression.finding->bucket;
  std::string name =
      fmt::format("{}_{}_{}", bucket.rule.id(), name_of(bucket.method), name_of(bucket.divergence));
  std::ranges::replace(name, '-', '_');
  return name;
}

constexpr std::string_view kCppHead = R"(// A regression test, written by assay {version}.
//
{told}//
// It takes GoogleTest and find_package(assay): link assay::gtest and GTest::gtest_main.
#include <assay/scenario.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

// The store under test, the one place to edit: a function of yours that makes its factory, such as
//
//   std::unique_ptr<assay::StoreFactory> make_store_factory() {{
//     return assay::store_factory("shop", {{}}, [](const std::string& storage) {{
//       return std::make_unique<ShopStore>(storage);
//     }});
//   }}
std::unique_ptr<assay::StoreFactory> make_store_factory();

namespace {{

using assay::Field;
using assay::Token;

TEST(Regression, {name}) {{
  assay::Scenario scenario;

)";

}  // namespace

// Octal escapes end after three digits, whatever follows; one more letter of a long text does not.
std::string cpp_literal(std::string_view text) {
  const bool repeats = text.size() > 16 && is_printable(text.front()) && text.front() != '\'' &&
                       text.front() != '\\' &&
                       std::ranges::all_of(text, [&](char c) { return c == text.front(); });
  if (repeats) return fmt::format("std::string({}, '{}')", text.size(), text.front());
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += {'\\', c};
    else if (is_printable(c))
      out += c;
    else
      out += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
  }
  out += '"';
  if (text.find('\0') == std::string_view::npos) return out;
  return fmt::format("std::string({}, {})", out, text.size());
}

std::string emit_gtest(const Regression& regression) {
  std::string out = fmt::format(kCppHead, fmt::arg("version", ASSAY_VERSION),
                                fmt::arg("told", told_in_comments(regression, "//")),
                                fmt::arg("name", test_name_of(regression)));
  const auto steps = emitted_steps(regression);
  for (std::size_t k = 0; k < steps.size(); ++k) {
    out += comments_at_step(regression, k, "  //");
    const std::string before = is_named_later(steps, k)
                                   ? fmt::format("  const auto {} = scenario.", step_name(k))
                                   : "  scenario.";
    const std::string_view method = name_of(steps[k].call.method);
    out += fmt::format("{}{}({});\n", before, method,
                       cpp_arguments(steps[k], before.size() + method.size()));
  }
  const std::string advice = advice_of(regression);
  out += fmt::format(
      "\n  const std::string broken = scenario.broken_rules(*make_store_factory(){});\n",
      advice.empty() ? "" : ", \"" + advice + "\"");
  return out + "  EXPECT_TRUE(broken.empty()) << broken;\n}\n\n}  // namespace\n";
}

}  // namespace assay
