#include "reports/json_report.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "reports/layout.h"
#include "spec/evidence.h"
#include "spec/json.h"
#include "spec/rule_book.h"

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kReportVersion = 1;
constexpr std::size_t kLineWidth = 100;

// In ASCII, so that no value of a store controls a terminal or passes for another.
std::string leaf(const Json& value) {
  return value.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string on_one_line(const Json& value) {
  if (!value.is_structured()) return leaf(value);
  std::string out;
  for (const auto& [key, member] : value.items()) {
    if (!out.empty()) out += ", ";
    if (value.is_object()) out += leaf(key) + ": ";
    out += on_one_line(member);
  }
  return value.is_object() ? '{' + out + '}' : '[' + out + ']';
}

bool holds_structure(const Json& value) {
  return std::ranges::any_of(value, [](const Json& member) { return member.is_structured(); });
}

// What fits on a line stands on one, and so does every flat object, such as a verdict: a report can
// be read, searched and compared line by line.
std::string laid_out(const Json& value, std::size_t indent) {
  std::string line = on_one_line(value);
  const bool is_flat = value.is_object() && !holds_structure(value);
  if (!value.is_structured() || is_flat || indent + line.size() <= kLineWidth) return line;
  std::string out;
  for (const auto& [key, member] : value.items()) {
    out += (out.empty() ? "\n" : ",\n") + std::string(indent + 2, ' ');
    if (value.is_object()) out += leaf(key) + ": ";
    out += laid_out(member, indent + 2);
  }
  out += '\n' + std::string(indent, ' ');
  return value.is_object() ? '{' + out + '}' : '[' + out + ']';
}

std::string_view storage_of(Medium medium) {
  switch (medium) {
    case Medium::kMemory: return "memory";
    case Medium::kFile: return "file";
    case Medium::kServer: return "server";
  }
  return "?";
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json json_of(const Capabilities& capabilities) {
  Json out = {{"storage", storage_of(capabilities.medium)},
              {"persistent", capabilities.persistent},
              {"shared", capabilities.shared},
              {"sql", capabilities.sql},
              {"concurrent", capabilities.concurrent},
              {"capacity", Json::object()}};
  for (const Field field : kFields)
    if (const auto& most = capabilities.capacity[index_of(field)])
      out["capacity"][std::string(name_of(field))] = *most;
  return out;
}

Json json_of(const Verdict& verdict) {
  Json out = {{"rule", verdict.rule.id()},
              {"level", name_of(verdict.rule.rule().level)},
              {"judgement", name_of(verdict.judgement)},
              {"tries", verdict.tries}};
  if (!verdict.reason.empty()) out["reason"] = verdict.reason;
  return out;
}

// Of the rules that have a verdict.
Json situations_of(const StoreResult& store) {
  Json out = Json::array();
  for (std::uint8_t i = 0; i < kSituationCount; ++i) {
    const Situation situation{i};
    if (std::ranges::find(store.verdicts, situation.rule(), &Verdict::rule) == store.verdicts.end())
      continue;
    const SituationRow& row = situation.row();
    const Tries& tries = store.tally.situations[i];
    Json entry = {{"situation", row.key}, {"words", row.words},
                  {"tries", tries.all},   {"with_two", tries.with_two},
                  {"needed", row.least},  {"needed_with_two", least_with_two(row)}};
    const auto why = why_out_of_reach(situation, store.capabilities, store.tally);
    if (!why.empty()) entry["out_of_reach"] = why;
    out.push_back(entry);
  }
  return out;
}

Json coverage_of(const StoreResult& store) {
  const Orders orders = assay::orders(store.capabilities, store.tally);
  Json out = {{"orders", {{"tried", orders.tried}, {"possible", orders.possible}}},
              {"record_counts", Json::array()},
              {"value_classes", Json::array()}};
  for (std::size_t i = 0; i < kRecordCounts.size(); ++i)
    out["record_counts"].push_back(
        {{"records", kRecordCounts[i].words}, {"steps", store.tally.record_counts[i]}});
  for (std::size_t i = 0; i < kValueClasses.size(); ++i)
    out["value_classes"].push_back(
        {{"class", kValueClasses[i]}, {"texts", store.tally.value_classes[i]}});
  return out;
}

Json fingerprint_of(const StoreResult& store) {
  Json out = Json::array();
  for (std::size_t i = 0; i < kWayCount; ++i) {
    const Turns& turns = store.tally.ways[i];
    if (turns.possible > 0)
      out.push_back(
          {{"outcome", kWays[i].key},
           {"words", std::string(kWays[i].situation) + " " + std::string(kWays[i].outcome)},
           {"possible", turns.possible},
           {"taken", turns.taken},
           {"habit", habit(turns)}});
  }
  return out;
}

// The latitudes that the store took.
Json latitudes_of(const Tally& tally) {
  Json out = Json::object();
  for (std::size_t i = 0; i < kTagCount; ++i)
    if (Tag{static_cast<std::uint8_t>(i)}.is_latitude() && tally[i] > 0)
      out[std::string(kRules[i].id)] = tally[i];
  return out;
}

double in_milliseconds(double seconds) { return std::round(seconds * 1000) / 1000; }

Json json_of(const StoreResult& store, const ReportOptions& options) {
  Json out = {{"store", store.store},
              {"capabilities", json_of(store.capabilities)},
              {"infra", text_or_null(store.infra)},
              {"cases", store.cases},
              {"calls", store.calls}};
  if (options.durations) out["seconds"] = in_milliseconds(store.seconds);
  out["latitudes"] = latitudes_of(store.tally);
  out["fingerprint"] = fingerprint_of(store);
  out["verdicts"] = Json::array();
  for (const Verdict& verdict : store.verdicts) out["verdicts"].push_back(json_of(verdict));
  out["situations"] = situations_of(store);
  out["coverage"] = coverage_of(store);
  out["findings"] = Json::array();
  for (const Finding& finding : store.findings)
    out["findings"].push_back(Json::parse(to_json(finding)));
  return out;
}

}  // namespace

std::string json_report(const RunResult& run, const ReportOptions& options) {
  Json out = {{"assay_report", kReportVersion},
              {"version", run.version},
              // Text, for many readers round a number of 64 bits.
              {"seed", std::to_string(run.seed)},
              {"budget", run.budget},
              {"shard", text_or_null(run.shard)},
              {"strict", options.strict},
              {"interrupted", run.interrupted},
              {"exit_code", exit_code(run, options.strict)}};
  if (options.durations) out["seconds"] = in_milliseconds(run.seconds);
  out["stores"] = Json::array();
  for (const StoreResult& store : run.stores) out["stores"].push_back(json_of(store, options));
  if (!run.overdue.empty()) out["overdue_expectations"] = run.overdue;
  out["canaries"] = Json::array();
  for (const Canary& canary : run.canaries)
    out["canaries"].push_back(
        {{"store", canary.store}, {"group", canary.group}, {"caught", canary.caught}});
  return laid_out(out, 0) + '\n';
}

}  // namespace assay
