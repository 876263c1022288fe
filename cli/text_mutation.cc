#include "cli/text_mutation.h"

#include <array>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

namespace {

constexpr auto kLines = std::to_array<std::string_view>({
    "[run]",
    "[[store]]",
    "[[expect]]",
    "[[expect]] # [[expect]]",
    " [[ expect ]]",
    "[store]",
    "[expect]",
    "[[\"expect\"]]",
    "[[expect]]\nstore = \"shop\"\nrule = \"SAVE-07\"\nreason = \"it is so\"",
    "[[expect]]\nstore = \"shop\"\nrule = \"SAVE-07\"\nreason = \"\"\"\n[[expect]]\n\"\"\"",
    "[[expect]]\nrule = \"SAVE-07\"\nreason = \"a\"\nstore = '''\n[x]\n# y\n\n'''",
    "[[store]]\nexec = \"python3 shop.py\"",
    "expect = [{store = \"shop\", rule = \"SAVE-07\", reason = \"a\"}]",
    "store = [{name = \"list\"}]",
    "expect = []",
    "expect.store = \"shop\"",
    "run.time = \"5m\"",
    "run = {time = \"1s\"}",
    "reports = [\n\"junit=a\",\n# b\n]",
    "reports = [\n[\"junit=a\"]\n]",
    "name = \"list\"",
    "store = \"shop\"",
    "rule = \"TS-VAL-03\"",
    "method = \"save_token\"",
    "divergence = \"field-lost\"",
    "reason = \"it is so\"",
    "link = \"https://example.org/1\"",
    "until = 2027-03-31",
    "until = \"2027-03-31\"",
    "time = \"5m\"",
    "cases = 100",
    "seed = 7",
    "jobs = 2",
    "strict = true",
    "# [[expect]]",
    "",
    "   ",
});

constexpr auto kValues = std::to_array<std::string_view>({
    "\"\"",
    "\"a\"",
    "'a'",
    "\"\"\"\na\n[b]\n\"\"\"",
    "'''\n[[expect]]\n'''",
    "\"\\n\"",
    "\"\\u0000\"",
    "\"\\u2028\"",
    "\"\\\"\"",
    "\"\\u001b[31m\"",
    "7",
    "-1",
    "1.5",
    "true",
    "false",
    "2027-03-31",
    "2027-13-45",
    "07:32:00",
    "[]",
    "{}",
    "[\n\"a\"\n]",
    "{a = {b = 1}}",
    "inf",
    "0x7f",
    "9223372036854775808",
    "\"shop\"",
    "\"SAVE-07\"",
    "\"\u00e9\"",
    "2027-03-31T00:00:00Z",
    "\"\"\"\\\n   a\"\"\"",
});

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void change(std::vector<std::string>& lines, FuzzRandom& random) {
  const std::size_t at = random.below(lines.size());
  const auto place = lines.begin() + static_cast<std::ptrdiff_t>(at);
  switch (random.below(8)) {
    case 0: lines.erase(place); break;
    case 1: lines.insert(place, std::string(*place)); break;
    case 2: std::swap(*place, random.of(lines)); break;
    case 3:
    case 4: lines.insert(place, std::string(random.of(kLines))); break;
    case 5:
      if (const auto is = place->find('='); is != place->npos)
        *place = place->substr(0, is + 1) + " " + std::string(random.of(kValues));
      break;
    case 6: *place += random.one_in(2) ? "\r" : " # [x]"; break;
    default: lines.emplace_back(random.of(kLines)); break;
  }
}

}  // namespace

std::string mutated_config(const std::string& text, FuzzRandom& random) {
  std::vector<std::string> lines = lines_of(text);
  for (std::size_t steps = 1 + random.below(4); steps > 0; --steps) {
    if (lines.empty()) lines.emplace_back("[[store]]\nname = \"list\"");
    change(lines, random);
  }
  std::string out;
  for (const std::string& line : lines) out += line + '\n';
  if (!out.empty() && random.one_in(10)) out.pop_back();
  return out;
}

}  // namespace assay
