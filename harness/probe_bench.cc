#include "harness/probe_bench.h"

#include <fstream>
#include <iterator>

#include "harness/bridge.h"
#include "spec/json.h"
#include "spec/text.h"

namespace assay {

using literals::operator""_rule;

namespace fs = std::filesystem;

std::vector<Token> sample_tokens() {
  std::vector<Token> tokens;
  for (const std::string name : {"amber", "birch", "coral"}) {
    Token token;
    for (Field field : kFields)
      if (field != Field::kId) token[field] = name + "-" + std::string(name_of(field)).substr(0, 6);
    token[Field::kExpiresIn] = "1700000000000";
    token[Field::kClientSecret] = "hush-" + name + "-4711";
    token[Field::kRefreshToken] = "renew-" + name + "-4711";
    token[Field::kAccessToken] = "enter-" + name + "-4711";
    token[Field::kGrantToken] = "grant-" + name + "-4711";
    tokens.push_back(std::move(token));
  }
  return tokens;
}

Plan sample_plan() {
  Plan plan;
  for (Token& token : sample_tokens())
    plan.operations.push_back({{Method::kSaveToken, std::move(token), "", 0}, {}, {}});
  plan.operations.push_back({{Method::kReopen, {}, "", 0}, {}, {}});
  return plan;
}

std::string probe_replay(const StoreFactory& factory, std::uint64_t seed) {
  return "assay run " + words_for(factory) + " --cases 1 --seed " + std::to_string(seed);
}

std::unique_ptr<TokenStore> ProbeBench::open(const std::string& storage) {
  std::unique_ptr<TokenStore> store;
  timed([&] { store = bench_.factory.open(storage); });
  return store;
}

std::unique_ptr<TokenStore> ProbeBench::open_with_samples(const std::string& storage) {
  auto store = open(storage);
  for (Token& token : sample_tokens()) timed([&] { store->save_token(token); });
  return store;
}

void ProbeBench::timed(const std::function<void()>& body) {
  // Ends when the call does, however that is.
  struct Began {
    explicit Began(Pulse& pulse) : pulse_(pulse) { pulse_.call_began_ns = now_ns(); }
    Began(const Began&) = delete;
    Began& operator=(const Began&) = delete;
    ~Began() { pulse_.call_began_ns = 0; }
    Pulse& pulse_;
  };
  const Began began(pulse_);
  body();
}

bool ProbeBench::call(const std::function<void()>& body, std::string& message) {
  was_unknown_ = false;
  bool returned = true;
  try {
    timed(body);
  } catch (const InfraError&) {
    throw;
  } catch (const AdapterFault&) {
    throw;
  } catch (const StoreError& error) {
    returned = false;
    was_unknown_ = error.failure() == Failure::kUnknown;
    message = error.what();
  } catch (const std::exception& error) {
    returned = false;
    message = error.what();
  }
  return returned;
}

void ProbeBench::put_to_test(Tag rule) { out_.write("+" + std::to_string(rule.index)); }

void ProbeBench::took(Way way) { out_.write("%" + std::to_string(way.index)); }

void ProbeBench::found(Tag rule, Method method, Divergence divergence, const std::string& allowed,
                       const std::string& happened) {
  Finding finding;
  finding.bucket = {rule, method, divergence};
  finding.plan = sample_plan();
  finding.step = finding.plan.operations.size() - 1;
  finding.outcomes.assign(finding.step, "returned");
  finding.outcomes.push_back(happened);
  finding.allowed = {allowed};
  finding.happened = happened;
  finding.replay = probe_replay(bench_.factory, seed_);
  out_.write(to_json(finding));
}

void ProbeBench::look_for_secrets(const std::string& message, const std::string& what_was_done) {
  put_to_test("TS-SEC-02"_rule);
  for (const Token& token : sample_tokens())
    for (Field field : kFields)
      if (is_secret(field) && message.find(token.text(field)) != std::string::npos)
        return found("TS-SEC-02"_rule, Method::kReopen, Divergence::kSecretShown,
                     "an error text without secrets", what_was_done + "; " + quoted(message, 200));
}

std::map<fs::path, std::string> files_below(const std::string& directory) {
  std::map<fs::path, std::string> files;
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(directory, ignored)) {
    if (!entry.is_regular_file(ignored)) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files[entry.path()] = std::string(std::istreambuf_iterator<char>(in), {});
  }
  return files;
}

}  // namespace assay
