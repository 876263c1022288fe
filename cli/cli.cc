#include "cli/cli.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <thread>

#include "cli/echo.h"
#include "cli/fuzz_command.h"
#include "cli/nearest.h"
#include "cli/other_commands.h"
#include "cli/places.h"
#include "cli/replay_command.h"
#include "cli/run_command.h"
#include "cli/scaffold.h"
#include "cli/small_languages.h"
#include "cli/zoo_command.h"
#include "reports/registry.h"

namespace assay {

namespace {

constexpr const char* kExamples = R"(
Examples:
  assay run                                 the five built-in stores, 60 seconds in all
  assay run sqlite --time 5m --jobs 2       one store, longer
  assay run mysql --mysql mysql://root@127.0.0.1:3306/assay
                                            a server of your own (password: ASSAY_MYSQL_PASSWORD,
                                            or a file that ASSAY_MYSQL_PASSWORD_FILE names)
  assay run list --cases 2000 --seed 7      the same findings and report each time
  assay run --report junit=results.xml      a report more; formats: console, json, junit
  assay run --exec "python3 my_adapter.py"  a store of your own, in any language
  assay doctor --exec "python3 my_adapter.py"
                                            whether its adapter speaks the protocol
  assay list stores --broken                the stores that are broken on purpose
  assay explain TS-SAVE-07                  a rule, and a plan that puts it to the test
  assay replay assay-results/PLAN.json --store list
                                            a plan, or a fuzzer's crash file, and what becomes
                                            of it: assay replay --help
  assay prove sqlite --depth 3              every plan of up to 3 operations, not some
  assay zoo                                 what is caught of the stores that are broken on purpose
  assay fuzz plan_fuzz --time 10m           the fuzz targets (docs/fuzzing.md)

Exit codes: 0 every MUST rule passed; 1 findings; 2 usage, a refused login, a place that cannot be
written; 3 inconclusive, or a server that is not there; 130 interrupted.
)";

constexpr const char* kReplayExamples = R"(
Examples:
  assay replay crash-1f3a --store all              which of the built-in stores does it?
  assay replay crash-1f3a --minimise --save it.json
  assay replay it.json --emit gtest --output it_test.cc
  assay replay it.json --emit python > it.py && python3 it.py python3 my_adapter.py
  assay replay assay1-IAARAAALAAAAAAAAARAAAAAAAAAAANz --exec "python3 my_adapter.py"
  assay replay crashes/                            what kinds of fault are in a folder of crashes

Exit codes: 0 every step did what is allowed; 1 findings; 2 usage, or what is no plan; 3 nothing
could be tried.
)";

constexpr const char* kFuzzExitCodes = R"(
Exit codes: 0 nothing was found; 1 something was; 2 usage; 3 a target executed nothing; 130
interrupted.
)";

const std::vector<std::string> kCommands = {"run", "list", "explain", "replay", "prove",
                                            "zoo", "new",  "doctor",  "fuzz"};

// What the command line asks for.
struct Words {
  RunRequest run;
  ReplayRequest replay;
  std::string time, cases, seed, shard, jobs, mysql;
  std::optional<std::string> exec, plugin;
  std::vector<std::string> reports;
  std::string what, rule, store, depth;
  std::string corpus, targets, minimise, fuzz_out = "assay-results/fuzz";
  bool broken = false;
  bool no_minimise = false;
};

void add_exec(CLI::App& command, Words& words) {
  command.add_option("--exec", words.exec,
                     "COMMAND: the store that this command serves, in any language: "
                     "--exec \"python3 my_adapter.py\" (docs/protocol.md)");
}

void add_given_store(CLI::App& command, Words& words) {
  add_exec(command, words);
  command.add_option("--plugin", words.plugin,
                     "FILE: the store of this shared library: --plugin ./libshop.so "
                     "(docs/custom-store.md)");
}

void add_run(CLI::App& app, Words& words) {
  CLI::App* run = app.add_subcommand("run", "put stores to the test");
  run->add_option("STORE", words.run.stores,
                  "names of stores; without any, the five built-in ones");
  add_given_store(*run, words);
  run->add_option("--time", words.time, "wall time of the whole run: 90, 60s, 5m, 1h (60s)");
  run->add_option("--cases", words.cases, "so many cases of each store, in place of a time");
  run->add_option("--seed", words.seed, "a number; the same seed gives the same plans (random)");
  run->add_option("--jobs", words.jobs, "child processes at once (the number of cores)");
  run->add_option("--shard", words.shard,
                  "I/N: the I-th of N parts of the cases (also from GTEST_SHARD_INDEX and "
                  "GTEST_TOTAL_SHARDS, or JOB_COMPLETION_INDEX and JOB_COMPLETIONS)");
  run->add_option("--mysql", words.mysql,
                  "mysql://user@host:port/database, in place of a private server");
  run->add_option("--report", words.reports, "FORMAT=FILE, and '-' for standard output")
      ->allow_extra_args(false);
  run->add_option("--out", words.run.out_directory, "where reports and plans go (assay-results)");
  run->add_flag("--explain-coverage", words.run.explain_coverage,
                "show how often each situation was tried, and what the stores choose");
  run->add_flag("--strict", words.run.strict, "a broken SHOULD fails the run too");
  run->add_flag("--update-expectations", words.run.update_expectations,
                "write into assay.toml what is broken now, and take out what no longer is");
}

void add_others(CLI::App& app, Words& words) {
  CLI::App* list = app.add_subcommand("list", "list stores or rules");
  list->add_option("WHAT", words.what, "stores, or rules")->required();
  list->add_flag("--broken", words.broken, "the stores that are broken on purpose, too");
  CLI::App* explain = app.add_subcommand("explain", "tell what a rule means, with a plan");
  explain->add_option("RULE", words.rule, "such as TS-SAVE-07, or SAVE-07")->required();
}

void add_replay(CLI::App& app, Words& words) {
  ReplayRequest& request = words.replay;
  CLI::App* replay =
      app.add_subcommand("replay", "tell what a plan or a crash file shows, and keep it as a test");
  replay
      ->add_option("FILE", request.inputs,
                   "a plan as JSON, a fuzzer's crash file, a file with a replay token or the token "
                   "itself; a folder with such files; '-' for standard input")
      ->required();
  replay
      ->add_option("--store", request.stores,
                   "on this store, and each that another --store names; 'all': every built-in one "
                   "that needs no server (the one that the plan names)")
      ->allow_extra_args(false);
  add_given_store(*replay, words);
  replay->add_option("--mysql", words.mysql, "as for run");
  replay->add_flag("--minimise,--minimize", request.minimises,
                   "shorten it, operation by operation, and tell the shortest story");
  replay->add_option("--rule", request.rule, "only what is found under this rule");
  replay->add_option("--save", request.save, "FILE: keep the plan, shortened or not, as JSON");
  replay->add_option(
      "--emit", request.emit,
      "json, a plan file; gtest, a test in C++; python, a script against an adapter; "
      "markdown, the text of an issue. The exit code is 0 where it was written");
  replay->add_option("--output", request.output, "FILE: where that goes (standard output)");
  replay->footer(kReplayExamples);
}

void add_new(CLI::App& app, Words& words) {
  std::string languages;
  for (const Scaffold& scaffold : scaffolds())
    languages += (languages.empty() ? "" : ", ") + std::string(scaffold.word);
  CLI::App* command =
      app.add_subcommand("new", "write a store to begin with, its adapter, and what runs it");
  command->add_option("LANGUAGE", words.what, languages)->required();
  command->add_option("NAME", words.store, "of the store, and of its new directory")->required();
}

void add_doctor(CLI::App& app, Words& words) {
  CLI::App* doctor = app.add_subcommand(
      "doctor", "try each method of an adapter once, and tell what is wrong with it");
  add_exec(*doctor, words);
}

int parse_jobs(const std::string& text) {
  if (text.empty())
    return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 16U));
  return static_cast<int>(std::min<std::uint64_t>(parse_count("--jobs", text), 64));
}

void add_prove(CLI::App& app, Words& words) {
  CLI::App* prove = app.add_subcommand(
      "prove", "execute every plan up to a depth on a store: a certificate, or a finding");
  prove->add_option("STORE", words.store, "the name of a store");
  add_given_store(*prove, words);
  prove->add_option("--depth", words.depth, "operations a plan (4)");
  prove->add_option("--jobs", words.jobs, "child processes at once (the number of cores)");
  prove->add_option("--mysql", words.mysql, "as for run");
  prove->add_option("--out", words.run.out_directory,
                    "where a finding's plan goes (assay-results)");
}

void add_zoo(CLI::App& app, Words& words) {
  CLI::App* zoo = app.add_subcommand(
      "zoo", "run the stores that are broken on purpose, and tell which of them are caught");
  zoo->add_option("STORE", words.run.stores, "names of broken stores; without any, all");
  zoo->add_option("--time", words.time, "wall time to find, all together (60s)");
  zoo->add_option("--seed", words.seed, "as for run");
  zoo->add_option("--jobs", words.jobs, "child processes at once (the number of cores)");
  zoo->add_option("--report", words.reports, "json=FILE or markdown=FILE; '-' for standard output")
      ->allow_extra_args(false);
  zoo->add_flag("--no-minimise", words.no_minimise, "leave the counterexamples as they were met");
}

void add_fuzz(CLI::App& app, Words& words) {
  CLI::App* fuzz = app.add_subcommand(
      "fuzz", "run the fuzz targets, which libFuzzer drives, and tell what they find");
  fuzz->footer(kFuzzExitCodes);
  fuzz->add_option("TARGET", words.what, "such as plan_fuzz; without any, all in turn");
  fuzz->add_option("--time", words.time, "wall time of all of it (60s)");
  fuzz->add_option("--jobs", words.jobs, "child processes at once (the number of cores)");
  fuzz->add_option("--corpus", words.corpus,
                   "DIR: the target's working corpus; of all targets, one in a folder for each "
                   "(assay-results/fuzz/TARGET/corpus)");
  fuzz->add_option("--minimise", words.minimise,
                   "FILE: make an input smaller that makes the target fail, in place of fuzzing");
  fuzz->add_option("--targets", words.targets,
                   "DIR: the built targets (ASSAY_FUZZ_TARGETS, or beside the command)");
  fuzz->add_option("--out", words.fuzz_out, "corpora and findings go there (assay-results/fuzz)");
}

FuzzRequest fuzz_request(const Words& words) {
  FuzzRequest fuzz{words.run.program, words.what,     {}, parse_jobs(words.jobs), words.corpus,
                   words.targets,     words.fuzz_out, {}};
  if (!words.time.empty()) fuzz.seconds = parse_seconds(words.time);
  if (!words.minimise.empty()) fuzz.minimise = words.minimise;
  return fuzz;
}

ZooRequest zoo_request(const Words& words) {
  ZooRequest zoo;
  zoo.stores = words.run.stores;
  if (!words.time.empty()) zoo.seconds = parse_seconds(words.time);
  zoo.seed = words.seed.empty() ? std::random_device()() : parse_number("--seed", words.seed);
  zoo.jobs = parse_jobs(words.jobs);
  zoo.minimises = !words.no_minimise;
  for (const std::string& report : words.reports)
    zoo.reports.push_back(parse_report(report, {"json", "markdown"}));
  return zoo;
}

// What the directory's assay.toml says, where the command line does not.
void read_config(Words& words) {
  RunRequest& run = words.run;
  const bool there = std::filesystem::exists(kConfigFile);
  if (run.update_expectations && !there)
    throw UsageError("--update-expectations: there is no assay.toml here; 'assay new' writes one");
  if (run.update_expectations &&
      (!run.stores.empty() || words.exec || words.plugin || !words.shard.empty()))
    throw UsageError(
        "--update-expectations takes a whole run of assay.toml: no STORE, --exec, --plugin or "
        "--shard");
  if (!there || words.exec || words.plugin) return;
  run.config = parse_config(read_file(kConfigFile, "let it be a file that may be read"));
  const Config& config = *run.config;
  if (words.time.empty() && words.cases.empty()) {
    words.time = config.time;
    words.cases = config.cases;
  }
  if (words.seed.empty()) words.seed = config.seed;
  if (words.jobs.empty()) words.jobs = config.jobs;
  if (words.reports.empty()) words.reports = config.reports;
  run.strict = run.strict || config.strict;
  for (const ConfiguredStore& store : config.stores) {
    if (!store.mysql || !words.mysql.empty()) continue;
    words.mysql = *store.mysql;
  }
}

void read_run(Words& words) {
  read_config(words);
  RunRequest& run = words.run;
  run.seconds = words.time.empty() ? run.seconds : parse_seconds(words.time);
  if (!words.cases.empty()) run.cases = parse_count("--cases", words.cases);
  if (!words.cases.empty() && !words.time.empty())
    throw UsageError("--time and --cases exclude each other; give one of them");
  run.seed = words.seed.empty() ? std::random_device()() : parse_number("--seed", words.seed);
  run.jobs = parse_jobs(words.jobs);
  run.shard = words.shard.empty() ? shard_from_environment() : parse_shard(words.shard);
  if (!words.mysql.empty()) run.mysql_url = words.mysql;
  run.exec = words.exec;
  run.plugin = words.plugin;
  std::vector<std::string> formats;
  for (const ReportRow& row : reports()) formats.emplace_back(row.name);
  for (const std::string& report : words.reports)
    run.reports.push_back(parse_report(report, formats));
}

int execute(const CLI::App& app, Words& words) {
  if (app.got_subcommand("run")) {
    read_run(words);
    return run_command(words.run);
  }
  const auto optional = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  if (app.got_subcommand("list")) return list_command(words.what, words.broken);
  if (app.got_subcommand("explain")) return explain_command(words.rule);
  if (app.got_subcommand("new")) return new_command(words.what, words.store);
  if (app.got_subcommand("fuzz")) return fuzz_command(fuzz_request(words));
  if (app.got_subcommand("zoo")) return zoo_command(zoo_request(words));
  if (app.got_subcommand("prove")) {
    ProofRequest proof{words.run.program,
                       words.store,
                       4,
                       parse_jobs(words.jobs),
                       words.exec,
                       words.plugin,
                       optional(words.mysql),
                       words.run.out_directory};
    if (!words.depth.empty()) proof.depth = parse_count("--depth", words.depth);
    return prove_command(proof);
  }
  if (app.got_subcommand("doctor")) {
    if (!words.exec) throw UsageError("doctor looks at an adapter; name its command with --exec");
    return doctor_command(words.run.program, *words.exec);
  }
  words.replay.program = words.run.program;
  words.replay.exec = words.exec;
  words.replay.plugin = words.plugin;
  words.replay.mysql_url = optional(words.mysql);
  return replay_command(words.replay);
}

// The line for what CLI11 did not understand.
std::string in_one_line(const CLI::App& app, const CLI::ParseError& error,
                        const std::vector<std::string>& arguments) {
  if (!arguments.empty() && !arguments.front().starts_with('-') &&
      std::ranges::find(kCommands, arguments.front()) == kCommands.end())
    return "there is no command " + echoed(arguments.front()) + "." +
           did_you_mean(arguments.front(), kCommands) + " 'assay --help' lists them.";
  // Those of the command that was given, or of all.
  const bool names_none = arguments.empty() || arguments.front().starts_with('-');
  std::vector<std::string> options;
  for (const CLI::App* command : app.get_subcommands(
           [&](const CLI::App* c) { return names_none || c->get_name() == arguments.front(); }))
    for (const CLI::Option* option : command->get_options())
      for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
  for (const std::string& argument : arguments) {
    const std::string option = argument.substr(0, argument.find('='));
    if (option.starts_with("--") && std::ranges::find(options, option) == options.end())
      return "there is no option " + echoed(option) + "." + did_you_mean(option, options) +
             " 'assay " + (names_none ? "" : arguments.front() + " ") + "--help' lists them.";
  }
  return on_one_line(error.what()) + ". 'assay --help' tells more.";
}

int parse_and_execute(const std::string& program, const std::vector<std::string>& arguments) {
  CLI::App app("Assay puts OAuth token stores to the test.", "assay");
  Words words;
  words.run.program = program;
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("assay ") + ASSAY_VERSION);
  app.footer(kExamples);
  add_run(app, words);
  add_others(app, words);
  add_replay(app, words);
  add_new(app, words);
  add_prove(app, words);
  add_zoo(app, words);
  add_fuzz(app, words);
  add_doctor(app, words);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    std::cout << (chosen.empty() ? app.help() : chosen.front()->help());
    return kExitPass;
  } catch (const CLI::CallForVersion&) {
    std::cout << "assay " << ASSAY_VERSION << '\n';
    return kExitPass;
  } catch (const CLI::ParseError& error) {
    throw UsageError(in_one_line(app, error, arguments));
  }
  return execute(app, words);
}

}  // namespace

int run_cli(const std::string& program, const std::vector<std::string>& arguments) {
  try {
    const int code = parse_and_execute(program, arguments);
    if (!std::cout.flush()) throw UsageError("cannot write to standard output; it may be full");
    return code;
  } catch (const std::exception& error) {
    std::cerr << "assay: " << error.what() << '\n';
    return kExitUsage;
  }
}

}  // namespace assay
