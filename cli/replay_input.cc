#include "cli/replay_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/cli.h"
#include "cli/places.h"
#include "fuzz/plan_bytes.h"
#include "fuzz/replay_token.h"
#include "spec/json.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

bool is_token(std::string_view text) { return text.starts_with(kReplayTokenPrefix); }

PlanForm form_of(std::string_view text) {
  const std::string_view core = trimmed(text);
  if (core.starts_with('{') || core.starts_with('[') || core.starts_with('"'))
    return PlanForm::kJson;
  return is_token(core) ? PlanForm::kToken : PlanForm::kBytes;
}

Plan plan_of_bytes(const std::string& text) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
  if (text.empty()) throw FormatError("it is empty, and so no plan");
  if (data[0] != kPlanBytesVersion)
    throw FormatError(fmt::format(
        "it is no plan: neither JSON, nor a replay token ({}...), nor a fuzzer's bytes, which "
        "begin with their version, {} (here: {})",
        kReplayTokenPrefix, kPlanBytesVersion, data[0]));
  return plan_from_bytes({data, text.size()});
}

void read_text(const std::string& text, ReplayInput& input) {
  input.form = form_of(text);
  if (input.form == PlanForm::kJson) {
    PlanFile file = plan_from_json(text);
    input.plan = std::move(file.plan);
    input.store = std::move(file.store);
  } else if (input.form == PlanForm::kToken) {
    input.plan = plan_from_replay_token(trimmed(text));
  } else {
    input.plan = plan_of_bytes(text);
  }
  if (input.plan.operations.empty()) throw FormatError("a plan without a step: nothing to replay");
}

}  // namespace

std::vector<std::string> replay_inputs(const std::vector<std::string>& arguments) {
  std::vector<std::string> inputs;
  std::error_code ignored;
  for (const std::string& argument : arguments) {
    if (!fs::is_directory(argument, ignored)) {
      inputs.push_back(argument);
      continue;
    }
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(argument, ignored))
      if (entry.is_regular_file(ignored) && !entry.path().filename().string().starts_with('.'))
        files.push_back(entry.path().string());
    // What a campaign has written beside a crash file about it.
    std::erase_if(files, [](const std::string& file) {
      std::error_code failed;
      return file.ends_with(".txt") && fs::is_regular_file(file.substr(0, file.size() - 4), failed);
    });
    if (files.empty())
      throw UsageError("cannot read " + argument +
                       ": no file is in this directory; name a plan file, a crash file of a "
                       "fuzzer, or a folder with such files");
    std::ranges::sort(files);
    inputs.insert(inputs.end(), files.begin(), files.end());
  }
  return inputs;
}

ReplayInput read_input(const std::string& argument) {
  ReplayInput input;
  input.name = argument;
  std::error_code ignored;
  input.is_file = !is_token(argument) || fs::exists(argument, ignored);
  const std::string text =
      input.is_file ? read_file(argument,
                                "name a plan file, such as a run leaves in assay-results/, a crash "
                                "file of a fuzzer, or a replay token")
                    : argument;
  try {
    read_text(text, input);
  } catch (const FormatError& error) {
    throw UsageError(argument + ": " + error.what());
  }
  return input;
}

}  // namespace assay
