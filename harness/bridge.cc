#include "harness/bridge.h"

#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "harness/adapter.h"
#include "harness/bridge_line.h"
#include "harness/child.h"
#include "harness/perform.h"
#include "harness/plain_name.h"
#include "harness/plugin.h"

namespace assay {

namespace {

// Who it is, asked in a child: whatever it does, this process goes on.
Introduction ask(const ExecCommand& command, const AdapterLimits& limits) {
  find_program(command);
  Child child([&](const LineWriter& out) {
    Adapter adapter(command, limits, false);
    out.write(adapter.first_line());
    adapter.shut_down();
  });
  while (child.read()) wait_for_any({&child}, 1000);
  const ChildEnd end = child.end();
  const auto lines = child.take_lines();
  if (!lines.empty() && lines.back().starts_with('!')) throw AdapterFault(lines.back().substr(1));
  if (!end.well || lines.empty())
    throw std::runtime_error("the process that asks the adapter " + end.in_words());
  return read_answer(lines.front(), Verb::kInitialize).introduction;
}

// A store at the other end of the line.
class RemoteStore : public TokenStore, public LookAhead {
 public:
  explicit RemoteStore(BridgeLine& line) : line_(line) {}
  RemoteStore(const RemoteStore&) = delete;
  RemoteStore& operator=(const RemoteStore&) = delete;
  ~RemoteStore() override { line_.close(); }

  void get_tokens_follows() override { line_.get_tokens_follows(); }

  std::optional<Token> find_token(const Token& token) override {
    return line_.call(Verb::kFindToken, token_params(token)).token;
  }
  void save_token(Token& token) override {
    token = std::move(*line_.call(Verb::kSaveToken, token_params(token)).token);
  }
  void delete_token(std::string_view id) override { line_.call(Verb::kDeleteToken, id_params(id)); }
  std::vector<Token> get_tokens() override { return line_.get_tokens(); }
  void delete_tokens() override { line_.call(Verb::kDeleteTokens, no_params()); }
  std::optional<Token> find_token_by_id(std::string_view id) override {
    return line_.call(Verb::kFindTokenById, id_params(id)).token;
  }

 private:
  BridgeLine& line_;
};

}  // namespace

BridgeFactory::BridgeFactory(const ExecCommand& command, const AdapterLimits& limits)
    : BridgeFactory(command, limits, ask(command, limits)) {}

BridgeFactory::BridgeFactory(const ExecCommand& command, const AdapterLimits& limits,
                             const Introduction& introduction)
    : command_(command), limits_(limits), introduction_(introduction) {
  name_ = plain_name(introduction.name.empty() ? last_path_part(command) : introduction.name,
                     "adapter");
}

BridgeFactory::~BridgeFactory() { forget_others_lines(); }

// What another process began is not this one's to end.
void BridgeFactory::forget_others_lines() {
  for (const auto& line : lines_)
    if (!line->is_of_this_process()) line->forget();
  std::erase_if(lines_, [](const auto& line) { return !line->is_of_this_process(); });
}

BridgeLine& BridgeFactory::idle_line() {
  forget_others_lines();
  std::erase_if(lines_, [](const auto& line) { return !line->is_up() && !line->is_open(); });
  const auto idle = std::ranges::find_if(lines_, [](const auto& line) { return !line->is_open(); });
  if (idle != lines_.end()) {
    std::rotate(idle, idle + 1, lines_.end());
    return *lines_.back();
  }
  if (!lines_.empty() && !introduction_.capabilities.shared)
    throw std::logic_error(name_ + " is not shared: close the store that is open before the next");
  return *lines_.emplace_back(std::make_unique<BridgeLine>(command_, limits_, name_, announce_));
}

std::unique_ptr<TokenStore> BridgeFactory::open(const std::string& storage) {
  BridgeLine& line = idle_line();
  if (std::ranges::any_of(lines_, [&](const auto& each) { return each->has_seen_empty(storage); }))
    line.take_for_seen_empty(storage);
  line.open(storage);
  return std::make_unique<RemoteStore>(line);
}

void BridgeFactory::drop(const std::string& storage) {
  // What is in memory goes with the process; files go with their directory.
  forget_others_lines();
  const bool is_up = !lines_.empty() && lines_.back()->is_up();
  if (!is_up && introduction_.capabilities.medium != Medium::kServer) return;
  idle_line().drop(storage);
}

void BridgeFactory::brief(bool announce, std::int64_t call_limit_ms) {
  announce_ = announce;
  limits_.call_ms = call_limit_ms;
}

std::vector<std::string> BridgeFactory::log_lines() const {
  if (lines_.empty() || !lines_.back()->is_of_this_process()) return {};
  return lines_.back()->log_lines();
}

std::int64_t brief_adapter(StoreFactory& factory, bool announce, std::int64_t call_limit_ms) {
  auto* bridge = dynamic_cast<BridgeFactory*>(&factory);
  if (bridge == nullptr) return call_limit_ms;
  bridge->brief(announce, call_limit_ms);
  // A step may be several calls, and the start of an adapter.
  return bridge->limits().start_ms + 4 * call_limit_ms;
}

std::vector<std::string> log_lines_of(const StoreFactory& factory) {
  const auto* bridge = dynamic_cast<const BridgeFactory*>(&factory);
  return bridge == nullptr ? std::vector<std::string>() : bridge->log_lines();
}

void add_log(const StoreFactory& factory, Finding& finding) {
  constexpr std::size_t kMostLines = 3;
  std::vector<std::string> lines = log_lines_of(factory);
  if (lines.empty()) return;
  if (lines.size() > kMostLines) lines.erase(lines.begin(), lines.end() - kMostLines);
  finding.happened += "; its log ends: ";
  for (const std::string& line : lines)
    finding.happened += (&line == &lines.front() ? "" : " / ") + line;
}

std::string words_for(const StoreFactory& factory) {
  if (const auto* bridge = dynamic_cast<const BridgeFactory*>(&factory))
    return "--exec " + shell_quoted(bridge->command().line);
  if (const auto* plugin = dynamic_cast<const PluginFactory*>(&factory))
    return "--plugin " + shell_quoted(plugin->path());
  return std::string(factory.name());
}

}  // namespace assay
