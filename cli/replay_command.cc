#include "cli/replay_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <utility>

#include "cli/cli.h"
#include "cli/echo.h"
#include "cli/emit/emit.h"
#include "cli/nearest.h"
#include "cli/places.h"
#include "cli/replay_input.h"
#include "cli/replay_line.h"
#include "cli/replay_target.h"
#include "cli/small_languages.h"
#include "cli/terminal.h"
#include "fuzz/replay_token.h"
#include "reports/layout.h"
#include "reports/story.h"
#include "spec/json.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

std::string in_words(const Bucket& bucket) {
  return fmt::format("{} {}: {}", bucket.rule.id(), name_of(bucket.method),
                     name_of(bucket.divergence));
}

const EmitForm& form_named(const std::string& name) {
  std::vector<std::string> known;
  for (const EmitForm& form : emit_forms()) {
    if (form.name == name) return form;
    known.emplace_back(form.name);
  }
  throw UsageError("--emit: there is no form " + echoed(name) + "." + did_you_mean(name, known) +
                   " The forms are json, gtest, python and markdown.");
}

// Throws UsageError where a file to be written is one that is read.
void spare_inputs(const std::vector<std::string>& inputs, const std::string& path,
                  const char* option) {
  std::error_code ignored;
  for (const std::string& input : inputs)
    if (fs::equivalent(input, path, ignored))
      throw UsageError(std::string(option) + ": " + path +
                       " is the input itself, and is left as it is; name another file");
}

bool names_one_store(const ReplayRequest& request) {
  const std::size_t count =
      request.stores.size() + request.exec.has_value() + request.plugin.has_value();
  return count == 1 && (request.stores.empty() || request.stores.front() != "all");
}

class Replay {
 public:
  explicit Replay(const ReplayRequest& request)
      : request_(request),
        targets_(request.mysql_url),
        screen_(terminal()),
        inputs_(replay_inputs(request.inputs)),
        out_(request.emit && request.output == "-" ? std::cerr : std::cout),
        one_store_(names_one_store(request)) {
    if (request.emit) form_ = &form_named(*request.emit);
    if (request.rule) rule_ = parse_rule(*request.rule);
    if (inputs_.size() > 1 && (request.emit || request.save))
      throw UsageError("--emit and --save take one plan at a time; name one file");
    if (request.save) spare_inputs(inputs_, *request.save, "--save");
    if (request.output != "-") spare_inputs(inputs_, request.output, "--output");
  }

  int execute() {
    stop_on_signals();
    bool unreadable = false;
    for (const std::string& argument : inputs_) {
      if (stop_requested()) return kExitInterrupted;
      try {
        replay(read_input(argument));
      } catch (const UsageError& error) {
        if (inputs_.size() == 1) throw;
        std::cerr << "assay: " << error.what() << '\n';
        unreadable = true;
      }
    }
    if (inputs_.size() > 1)
      out_ << fmt::format("{}: {} of {}\n", plural(inputs_.size(), "file"),
                          plural(findings_, "finding"), plural(met_.size(), "kind"));
    if (stop_requested()) return kExitInterrupted;
    if (unreadable) return kExitUsage;
    if (request_.emit) return kExitPass;
    if (findings_ > 0) return kExitFindings;
    return missing_ || nothing_tried_ ? kExitInfra : kExitPass;
  }

 private:
  void replay(const ReplayInput& input) {
    const auto names = targets_.names(request_, input);
    if (inputs_.size() == 1)
      out_ << fmt::format("replaying {} on {}\n\n", visible(input.name),
                          names.size() == 1 ? names.front() : plural(names.size(), "store"));
    std::vector<Tried> all;
    for (const std::string& name : names) {
      all.push_back(try_on(name, input));
      all.back().among_others = names.size() > 1;
    }
    if (names.size() > 1 && inputs_.size() == 1) print_table(all);
    for (Tried& tried : all) tell(input, tried);
    if (inputs_.size() == 1) finish(input, all);
  }

  Tried try_on(const std::string& name, const ReplayInput& input) {
    ReplayTarget& target = targets_.target(name);
    const bool one_alone = inputs_.size() == 1 && !request_.minimises;
    const Depth depth = one_alone            ? Depth::kAsItIs
                        : request_.minimises ? Depth::kMinimise
                                             : Depth::kSettle;
    Tried tried = target.execute(input.plan, depth);
    if (rule_)
      std::erase_if(tried.findings, [&](const Shortened& shortened) {
        return shortened.finding.bucket.rule != *rule_;
      });
    nothing_tried_ = nothing_tried_ && !tried.note.empty();
    missing_ = missing_ || tried.is_missing;
    findings_ += tried.findings.size();
    return tried;
  }

  void print_table(const std::vector<Tried>& all) {
    std::size_t width = 0;
    for (const Tried& tried : all) width = std::max(width, tried.store.size());
    for (const Tried& tried : all) {
      std::string verdict = tried.note;
      for (const Shortened& shortened : tried.findings)
        verdict += (verdict.empty() ? "" : "; ") + in_words(shortened.finding.bucket);
      out_ << fmt::format("  {}  {}\n", padded(tried.store, width),
                          verdict.empty() ? "every step did what is allowed" : visible(verdict));
    }
    out_ << '\n';
  }

  // The story of each finding; of one whose kind was met before, where that was.
  void tell(const ReplayInput& input, Tried& tried) {
    const bool alone = inputs_.size() == 1;
    const std::string place = alone        ? "on " + tried.store
                              : one_store_ ? visible(input.name)
                                           : visible(input.name) + " on " + tried.store;
    if (!alone && tried.findings.empty())
      out_ << place << ": "
           << (tried.note.empty() ? "every step did what is allowed" : visible(tried.note))
           << "\n\n";
    for (Shortened& shortened : tried.findings) {
      Finding& finding = shortened.finding;
      const auto [first, is_new] = met_.emplace(finding.bucket, place);
      if (!is_new) {
        out_ << fmt::format("{}: the same as {} ({})\n\n", place, first->second,
                            in_words(finding.bucket));
        continue;
      }
      if (!alone || tried.among_others) out_ << place << ":\n";
      print_story(input, tried, shortened);
    }
  }

  void print_story(const ReplayInput& input, const Tried& tried, Shortened& shortened) {
    Finding& finding = shortened.finding;
    if (request_.minimises)
      out_ << fmt::format(
          "{} became {}, after {}\n\n", plural(input.plan.operations.size(), "operation"),
          finding.plan.operations.size(), plural(shortened.experiments, "experiment"));
    finding.replay = command_for(request_.program, input, tried, finding.plan);
    const bool color = screen_.color && &out_ == &std::cout;
    out_ << story(finding, {color, static_cast<std::size_t>(screen_.width)}) << '\n';
    const std::string why = why_no_token(finding.plan);
    if (!why.empty()) out_ << fmt::format("There is no replay token: {}. {}\n\n", why, kept_in());
  }

  std::string kept_in() const {
    if (request_.save) return "The plan is in " + visible(*request_.save) + ".";
    if (request_.emit && form_->name == "json" && request_.output != "-")
      return "The plan is in " + visible(request_.output) + ".";
    return request_.minimises ? "--save FILE keeps the plan." : "The plan is in its file.";
  }

  // The command that shows it again: by a token, which needs no file, where the plan has one.
  std::string command_for(const std::string& program, const ReplayInput& input, const Tried& tried,
                          const Plan& plan) const {
    const bool unsaved = request_.minimises && !request_.save;
    const std::string file = request_.minimises && request_.save ? *request_.save : input.name;
    std::string command = replay_line(program, plan, file, tried.words);
    if (unsaved && !why_no_token(plan).empty()) command += " --minimise";
    return command;
  }

  // What is written of a single plan, and the last line.
  void finish(const ReplayInput& input, const std::vector<Tried>& all) {
    const auto was_tried = [](const Tried& tried) { return tried.note.empty(); };
    const auto first = std::ranges::find_if(all, was_tried);
    const Tried* shown = first == all.end() ? &all.front() : &*first;
    const Shortened* chosen = nullptr;
    for (const Tried& tried : all)
      for (const Shortened& shortened : tried.findings) {
        const bool must = shortened.finding.bucket.rule.rule().level == Level::kMust;
        const bool better =
            chosen == nullptr || (must && chosen->finding.bucket.rule.rule().level != Level::kMust);
        if (!better) continue;
        chosen = &shortened;
        shown = &tried;
      }
    if (chosen == nullptr && all.size() == 1) print_steps(input.plan, all.front());
    if (request_.save || request_.emit) write(input, *shown, chosen);
    if (chosen != nullptr && !request_.emit) out_ << plural(findings_, "finding") << ".\n";
  }

  void print_steps(const Plan& plan, const Tried& tried) {
    if (!tried.note.empty()) {
      out_ << visible(tried.note) << ".\n";
      return;
    }
    for (std::size_t k = 0; k < tried.outcomes.size() && k < plan.operations.size(); ++k) {
      std::string arguments;
      for (const std::string& argument : arguments_of(plan.operations[k]))
        arguments += (arguments.empty() ? "" : ", ") + argument;
      out_ << fmt::format("{:>3}. {:<16} {}\n     -> {}\n", k + 1,
                          name_of(plan.operations[k].call.method), arguments, tried.outcomes[k]);
    }
    out_ << (rule_ ? "\nNo finding under this rule.\n" : "\nEvery step did what is allowed.\n");
  }

  void write(const ReplayInput& input, const Tried& tried, const Shortened* chosen) {
    Regression regression{input.plan, tried.store, std::nullopt, ""};
    if (chosen != nullptr) regression.finding = chosen->finding;
    if (chosen != nullptr && request_.minimises) regression.plan = chosen->finding.plan;
    regression.replay = command_for("assay", input, tried, regression.plan);
    if (request_.save) {
      write_file(*request_.save, emit_json(regression));
      out_ << "the plan is in " << visible(*request_.save) << '\n';
    }
    if (form_ == nullptr) return;
    if (!tried.note.empty() && form_->name != "json")
      throw UsageError("--emit " + std::string(form_->name) + ": " + tried.note);
    if (form_->needs_finding && chosen == nullptr)
      throw UsageError("--emit " + std::string(form_->name) + ": on " + tried.store +
                       " every step did what is allowed; there is nothing to tell");
    if (findings_ > 1 && chosen != nullptr && form_->name != "json")
      std::cerr << fmt::format("assay: of {}, this is {}; name another by --rule\n",
                               plural(findings_, "finding"), in_words(chosen->finding.bucket));
    const std::string text = form_->render(regression);
    if (request_.output == "-") {
      std::cout << text;
      return;
    }
    write_file(request_.output, text);
    out_ << "written: " << visible(request_.output) << '\n';
  }

  const ReplayRequest& request_;
  ReplayTargets targets_;
  Terminal screen_;
  std::vector<std::string> inputs_;
  std::ostream& out_;  // standard output, unless that is the emitted file
  bool one_store_;     // every plan is replayed there
  const EmitForm* form_ = nullptr;
  std::optional<Tag> rule_;
  std::map<Bucket, std::string> met_;  // each kind, and where it was met first
  std::size_t findings_ = 0;
  bool missing_ = false;  // a server was not there
  bool nothing_tried_ = true;
};

}  // namespace

int replay_command(const ReplayRequest& request) { return Replay(request).execute(); }

}  // namespace assay
