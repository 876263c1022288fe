#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "cli/cli.h"
#include "cli/other_commands.h"
#include "cli/places.h"
#include "cli/replay_line.h"
#include "cli/shelf.h"
#include "cli/terminal.h"
#include "harness/minimise.h"
#include "harness/prove.h"
#include "harness/shortest.h"
#include "reports/story.h"

namespace assay {

namespace {

// 1234567 -> "1,234,567".
std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

void print_alphabet(const Alphabet& alphabet) {
  std::cout << fmt::format("alphabet \"{}\": {} letters\n", alphabet.name, alphabet.letters.size());
  for (std::size_t i = 0; i < alphabet.letters.size(); ++i)
    std::cout << fmt::format("  {:>2}. {}\n", i + 1, in_words(alphabet.letters[i]));
  std::cout << fmt::format("after each of them: get_tokens, these {}, and get_tokens again\n",
                           alphabet.looks.size());
  for (const Letter& look : alphabet.looks) std::cout << "      " << in_words(look) << '\n';
}

void print_counts(const Proof& proof) {
  std::cout << "\noperations        plans     executed\n";
  for (std::size_t n = 1; n < proof.plans.size(); ++n)
    std::cout << fmt::format("{:>10} {:>12} {:>12}\n", n, grouped(proof.plans[n]),
                             grouped(proof.executed[n]));
  std::cout << "(of plans that differ by the names of users, clients or values alone, one is "
               "executed)\n";
  std::cout << fmt::format("{} calls in {:.1f} s, {} a second\n", grouped(proof.calls),
                           proof.seconds,
                           grouped(static_cast<std::uint64_t>(static_cast<double>(proof.calls) /
                                                              std::max(proof.seconds, 1e-9))));
}

// Shortens the finding, and keeps its plan as a file.
void print_finding(const ProofRequest& request, const Bench& bench, Finding finding) {
  const Experiment again = [&](const Plan& plan) { return experiment(bench, plan).findings; };
  const auto stopped = [] { return stop_requested().load(); };
  finding = shortest(minimise(finding, again, {500, stopped}).finding, bench, stopped);
  prepare_out_directory(request.out_directory);
  const std::string file = save_plan(request.out_directory, request.store, 1, finding);
  const bool added = request.exec || request.plugin;
  finding.replay = replay_line(request.program, finding.plan, file,
                               (added ? "" : "--store ") + words_for(bench.factory));
  const Terminal screen = terminal();
  std::cout << '\n' << story(finding, {screen.color, static_cast<std::size_t>(screen.width)});
}

int prove_on(const ProofRequest& request, StoreFactory& factory, const std::string& directory) {
  const Bench bench{factory, directory};
  const Alphabet alphabet = core_alphabet(factory.capabilities().persistent);
  const Terminal screen = terminal();
  ProofOptions options;
  options.depth = request.depth;
  options.jobs = request.jobs;
  options.stop = &stop_requested();
  if (screen.progress)
    options.on_progress = [](std::uint64_t plans) {
      std::cerr << '\r' << grouped(plans) << " plans" << std::flush;
    };
  const Proof proof = prove(bench, alphabet, options);
  if (screen.progress) std::cerr << "\r\x1b[K" << std::flush;
  if (!proof.complete && !proof.finding) {
    std::cout << fmt::format("{}: interrupted, nothing is certified\n", request.store);
    return kExitInterrupted;
  }
  print_alphabet(alphabet);
  print_counts(proof);
  if (proof.finding) {
    print_finding(request, bench, *proof.finding);
    std::cout << fmt::format("\n{}: NOT certified\n", request.store);
    return kExitFindings;
  }
  std::cout << fmt::format(
      "\n{}: CERTIFIED to depth {}: no plan of at most {} operations over \"{}\" breaks a MUST "
      "rule\n",
      request.store, request.depth, request.depth, alphabet.name);
  return kExitPass;
}

}  // namespace

int prove_command(const ProofRequest& request) {
  constexpr std::size_t kMostDepth = 12;
  if (request.depth < 1 || request.depth > kMostDepth)
    throw UsageError(fmt::format("--depth must be from 1 to {}", kMostDepth));
  if (request.exec.has_value() + request.plugin.has_value() + !request.store.empty() != 1)
    throw UsageError(
        "name one store to prove, or give its adapter with --exec, or its library with --plugin");
  Janitor janitor;
  Shelf shelf(janitor, request.mysql_url);
  const std::string directory = janitor.make_directory("assay");
  stop_on_signals();
  try {
    ProofRequest named = request;
    if (request.exec) named.store = shelf.add(*request.exec);
    if (request.plugin) named.store = shelf.add_plugin(*request.plugin);
    const auto factory = shelf.make(named.store);
    const int code = prove_on(named, *factory, directory);
    factory->drop(directory);
    return code;
  } catch (const LoginRefused& error) {
    throw UsageError(error.what());
  } catch (const InfraError& error) {
    std::cerr << "assay: " << error.what() << '\n';
    return kExitInfra;
  }
}

}  // namespace assay
