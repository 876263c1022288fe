#include "cli/run_command.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <numeric>

#include "cli/canaries.h"
#include "cli/cli.h"
#include "cli/echo.h"
#include "cli/nearest.h"
#include "cli/places.h"
#include "cli/replay_line.h"
#include "cli/shelf.h"
#include "cli/terminal.h"
#include "harness/verdicts.h"
#include "reports/progress.h"
#include "reports/registry.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

std::string seconds_text(double seconds) {
  std::string text = std::to_string(seconds);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text + "s";
}

constexpr int kCanaryWeight = 1;  // as a store in memory has

// A canary is to live by what the harness lacks, not by the luck of a few cases. Nearly all are
// caught at once, and no more cases are tried.
constexpr std::uint64_t kLeastCasesOfCanary = 5000;

std::vector<std::string> without_repeats(const std::vector<std::string>& names) {
  std::vector<std::string> once;
  for (const std::string& name : names)
    if (std::ranges::find(once, name) == once.end()) once.push_back(name);
  return once;
}

class Run {
 public:
  explicit Run(const RunRequest& request)
      : request_(request),
        shelf_(janitor_, request.mysql_url),
        screen_(terminal()),
        names_(without_repeats(request.stores)) {
    if (request.config) add_configured(*request.config);
    if (names_.empty() && !request.exec && !request.plugin) names_ = Shelf::built_in_names();
    if (request.exec) add_name(shelf_.add(*request.exec));
    if (request.plugin) add_name(shelf_.add_plugin(*request.plugin));
    for (const std::string& name : names_) weights_.push_back(shelf_.weight(name));
    run_.version = ASSAY_VERSION;
    run_.seed = request.seed;
    run_.budget = request.cases ? "cases " + std::to_string(*request.cases)
                                : "time " + seconds_text(request.seconds);
    if (request.shard.count > 1)
      run_.shard =
          std::to_string(request.shard.index + 1) + "/" + std::to_string(request.shard.count);
  }

  int execute() {
    prepare_out_directory(request_.out_directory);
    for (const ReportTarget& target : request_.reports)
      if (target.file != "-") require_writable(target.file);
    stop_on_signals();
    began_ns_ = now_ns();
    for (std::size_t i = 0; i < names_.size() && !stop_requested(); ++i)
      run_.stores.push_back(put_to_test(i));
    release_canaries();
    run_.interrupted = stop_requested();
    run_.seconds = seconds();
    clear_progress();
    save_plans();
    if (request_.config) apply(request_.config->expectations, today(), run_);
    write_reports();
    if (unwritten_) throw UsageError(*unwritten_);
    if (request_.update_expectations) update_expectations();
    return exit_code(run_, request_.strict);
  }

 private:
  // All that the file names; where stores are named on the command line, those of them.
  void add_configured(const Config& config) {
    std::vector<std::string> names;
    for (const ConfiguredStore& store : config.stores) {
      const bool asked =
          request_.stores.empty() || std::ranges::find(names_, store.name) != names_.end();
      if (!asked) continue;
      names.push_back(store.exec     ? shelf_.add(*store.exec, store.name)
                      : store.plugin ? shelf_.add_plugin(*store.plugin, store.name)
                      : store.mysql  ? "mysql"
                                     : store.name);
    }
    if (!request_.stores.empty()) return;
    for (const std::string& name : names) add_name(name);
    for (const Expectation& expectation : config.expectations)
      if (std::ranges::find(names, expectation.store) == names.end())
        throw UsageError(std::string(kConfigFile) + ":" + std::to_string(expectation.line) +
                         ": there is no store " + echoed(expectation.store) + " here." +
                         did_you_mean(expectation.store, names));
  }

  void add_name(const std::string& name) {
    if (std::ranges::find(names_, name) != names_.end())
      throw UsageError(
          "two stores of this run are called " + echoed(name) +
          "; run them one after the other, or let the adapter or the plugin say another "
          "name");
    names_.push_back(name);
  }

  double seconds() const { return static_cast<double>(now_ns() - began_ns_) * 1e-9; }

  StoreResult put_to_test(std::size_t index) {
    const std::string directory = janitor_.make_directory("assay");
    StoreResult result;
    try {
      const auto factory = shelf_.make(names_[index]);
      if (shelf_.words(factory->name()).empty()) check_login(*factory, directory);
      result = run_store(*factory, directory, options_for(index));
      factory->drop(directory);
    } catch (const LoginRefused& error) {
      throw UsageError(error.what());
    } catch (const InfraError& error) {
      result = not_there(names_[index], error.what());
    }
    std::error_code ignored;
    fs::remove_all(directory, ignored);
    return result;
  }

  static StoreResult not_there(const std::string& name, const std::string& why) {
    StoreResult result;
    result.store = name;
    result.infra = why;
    result.capabilities.medium = Medium::kServer;
    result.capabilities.persistent = result.capabilities.shared = result.capabilities.sql = true;
    result.verdicts = verdicts(result);
    return result;
  }

  RunOptions options_for(std::size_t index) {
    RunOptions options;
    options.seed = request_.seed;
    options.cases = request_.cases;
    const int rest = std::accumulate(weights_.begin() + static_cast<std::ptrdiff_t>(index),
                                     weights_.end(), kCanaryWeight);
    options.seconds = std::max(0.1, (request_.seconds - seconds()) * weights_[index] / rest);
    most_seconds_ = std::max(most_seconds_, options.seconds);
    options.jobs = request_.jobs;
    options.shard = request_.shard;
    options.stop = &stop_requested();
    if (screen_.progress)
      options.on_progress = [this, index](const RunProgress& now) { show_progress(index, now); };
    return options;
  }

  // Each may take as long as the store that got the most; nearly all are caught at once.
  void release_canaries() {
    if (stop_requested() || run_.stores.empty()) return;
    run_.canaries = draw_canaries(run_, request_.strict);
    RunOptions options;
    options.seed = request_.seed;
    if (request_.cases) options.cases = std::max(*request_.cases, kLeastCasesOfCanary);
    options.seconds = most_seconds_;
    options.jobs = request_.jobs;
    options.shard = request_.shard;
    options.stop = &stop_requested();
    for (Canary& canary : run_.canaries) {
      if (stop_requested()) return run_.canaries.clear();
      const std::string directory = janitor_.make_directory("assay");
      run_canary(canary, directory, options);
      std::error_code ignored;
      fs::remove_all(directory, ignored);
    }
  }

  void show_progress(std::size_t index, const RunProgress& now) {
    const double elapsed = seconds();
    if (elapsed - shown_at_ < 0.1) return;
    shown_at_ = elapsed;
    const Progress progress{
        names_[index], index,        names_.size(), now.cases,
        now.calls,     now.findings, elapsed,       request_.cases ? 0 : request_.seconds};
    std::cerr << '\r' << progress_line(progress, screen_.width - 1) << std::flush;
  }

  void clear_progress() const {
    if (screen_.progress) std::cerr << "\r\x1b[K" << std::flush;
  }

  // What cannot be written is told once all else was.
  template <typename Body>
  void write(Body&& body) {
    try {
      body();
    } catch (const UsageError& error) {
      if (!unwritten_) unwritten_ = error.what();
    }
  }

  // Each finding's plan becomes a file, and one line replays it.
  void save_plans() {
    for (StoreResult& store : run_.stores) {
      int nth = 0;
      for (Finding& finding : store.findings) {
        if (!finding.replay.empty()) continue;
        std::string path;
        write([&] { path = save_plan(request_.out_directory, store.store, ++nth, finding); });
        finding.replay =
            replay_line(request_.program, finding.plan, path, shelf_.option(store.store));
      }
    }
  }

  // What fails now is expected from now on, and what passes no longer.
  void update_expectations() const {
    const bool partial = run_.interrupted || is_void(run_) ||
                         std::ranges::any_of(run_.stores, [](const StoreResult& store) {
                           return !store.infra.empty();
                         });
    if (partial)
      throw std::runtime_error(std::string(kConfigFile) +
                               " is left as it was: only a whole run may change expectations");
    const std::vector<Expectation>& known = request_.config->expectations;
    std::vector<Expectation> removed;
    std::ranges::copy_if(known, std::back_inserter(removed),
                         [this](const Expectation& expected) { return is_mended(expected, run_); });
    const auto added = unexpected(known, run_, request_.strict);
    const std::string text = with_expectations(
        read_file(kConfigFile, "let it be a file that may be read"), removed, added);
    write_file(kConfigFile, text);
    std::cerr << "assay: " << kConfigFile << ": " << removed.size() << " expectations taken out, "
              << added.size() << " added; say why in each\n";
  }

  void write_reports() {
    ReportOptions options;
    options.strict = request_.strict;
    const auto write_report = [&](const std::string& file, std::string_view format) {
      write([&] { write_file(file, rendered(format, options)); });
    };
    write_report(request_.out_directory + "/report.json", "json");
    write_report(request_.out_directory + "/junit.xml", "junit");
    for (const ReportTarget& target : request_.reports) {
      if (target.file == "-")
        std::cout << rendered(target.format, options);
      else
        write_report(target.file, target.format);
    }
    options.color = screen_.color;
    options.width = screen_.width;
    options.coverage = request_.explain_coverage;
    std::cout << rendered("console", options) << std::flush;
  }

  std::string rendered(std::string_view format, const ReportOptions& options) const {
    for (const ReportRow& row : reports())
      if (row.name == format) return row.render(run_, options);
    throw UsageError("there is no report '" + std::string(format) + "'");
  }

  const RunRequest& request_;
  Janitor janitor_;
  Shelf shelf_;
  Terminal screen_;
  std::vector<std::string> names_;
  std::vector<int> weights_;  // of each name
  RunResult run_;
  std::int64_t began_ns_ = 0;
  double shown_at_ = 0;
  double most_seconds_ = 0;               // that a store was given
  std::optional<std::string> unwritten_;  // the first that could not be, and what to do
};

}  // namespace

int run_command(const RunRequest& request) { return Run(request).execute(); }

}  // namespace assay
