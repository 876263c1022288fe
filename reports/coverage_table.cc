#include "reports/coverage_table.h"

#include <algorithm>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "reports/layout.h"
#include "spec/evidence.h"
#include "spec/text.h"

namespace assay {
namespace {

constexpr std::size_t kCellWidth = 13;  // with the gap before it
constexpr std::size_t kLeastOfLabel = 30;

struct SheetCell {
  std::string text;
  Tone tone = Tone::kPlain;
};
using CellOf = std::function<SheetCell(const StoreResult&)>;

// A block of stores, row by row.
class Sheet {
 public:
  Sheet(std::span<const StoreResult> stores, std::size_t width, bool color)
      : stores_(stores),
        width_(width),
        label_width_(width - stores.size() * kCellWidth),
        color_(color) {}

  // A heading, with the names of the stores above the cells.
  void head(std::string_view title) {
    if (!out_.empty()) out_ += '\n';
    std::string line = padded(title, label_width_);
    for (const StoreResult& store : stores_)
      line += "  " + padded(wrapped(visible(store.store), kCellWidth - 2).front(), kCellWidth - 2);
    line.erase(line.find_last_not_of(' ') + 1);
    out_ += painted(line, Tone::kStrong, color_) + '\n';
  }

  void say(std::string_view text) {
    for (const std::string& line : wrapped(text, width_))
      out_ += painted(line, Tone::kQuiet, color_) + '\n';
  }

  // A label, which may take several lines, and a cell for each store on the last.
  void row(std::string_view label, std::size_t indent, const CellOf& cell_of) {
    const std::string blanks(indent, ' ');
    const auto lines = wrapped(label, label_width_ - indent);
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) out_ += blanks + lines[i] + '\n';
    std::string line = padded(blanks + lines.back(), label_width_);
    std::size_t owed = 0;  // blanks that stand before the next cell
    for (const StoreResult& store : stores_) {
      const SheetCell cell = cell_of(store);
      line += std::string(owed + 2, ' ') + painted(cell.text, cell.tone, color_);
      owed = kCellWidth - 2 - std::min(kCellWidth - 2, length_in_characters(cell.text));
    }
    out_ += line + '\n';
  }

  const std::string& text() const { return out_; }

 private:
  std::span<const StoreResult> stores_;
  std::size_t width_;
  std::size_t label_width_;
  bool color_;
  std::string out_;
};

bool has_verdict(const StoreResult& store, Tag rule) {
  const auto verdict = std::ranges::find(store.verdicts, rule, &Verdict::rule);
  return verdict != store.verdicts.end() && verdict->judgement != Judgement::kNotApplicable &&
         verdict->judgement != Judgement::kNotBuilt;
}

SheetCell tries_cell(const StoreResult& store, Situation situation) {
  if (!has_verdict(store, situation.rule())) return {"n/a", Tone::kQuiet};
  if (!why_out_of_reach(situation, store.capabilities, store.tally).empty())
    return {"n/a", Tone::kQuiet};
  const Tries& tries = store.tally.situations[situation.index];
  std::string text = short_count(tries.all);
  if (situation.row().company == Company::kOthers) text += '/' + short_count(tries.with_two);
  const bool thin = shortfall(situation, store.capabilities, store.tally).has_value();
  return {text + (thin ? " !" : ""), thin ? Tone::kWarning : Tone::kPlain};
}

void add_situations(std::span<const StoreResult> stores, Sheet& sheet) {
  sheet.head("Situations");
  sheet.say("a/b: tried a times, b of them with two records or more.  !: too seldom for a PASS.");
  std::string_view rule;
  for (std::uint8_t i = 0; i < kSituationCount; ++i) {
    const Situation situation{i};
    if (std::ranges::none_of(
            stores, [&](const StoreResult& store) { return has_verdict(store, situation.rule()); }))
      continue;
    if (situation.rule().id() != rule) {
      rule = situation.rule().id();
      sheet.say(rule);
    }
    sheet.row(situation.row().words, 2,
              [&](const StoreResult& store) { return tries_cell(store, situation); });
  }
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0 || part == 0) return "-";
  const std::uint64_t percent = part * 100 / whole;
  return percent == 0 ? "<1%" : std::to_string(percent) + '%';
}

// A distribution: a row for each class, the cells in parts of the store's whole.
template <typename Rows, typename Words, typename Counts>
void add_shares(std::string_view title, const Rows& rows, Words words, Counts counts,
                Sheet& sheet) {
  sheet.head(title);
  for (std::size_t i = 0; i < rows.size(); ++i)
    sheet.row(words(rows[i]), 2, [&](const StoreResult& store) {
      std::uint64_t whole = 0;
      for (const std::uint64_t count : counts(store.tally)) whole += count;
      return SheetCell{share(counts(store.tally)[i], whole), Tone::kPlain};
    });
}

void add_coverage(Sheet& sheet) {
  sheet.head("Orders of three calls");
  sheet.row("tried", 2, [](const StoreResult& store) {
    const Orders orders = assay::orders(store.capabilities, store.tally);
    return SheetCell{std::to_string(orders.tried) + " of " + std::to_string(orders.possible),
                     Tone::kPlain};
  });
  add_shares(
      "Records in the store", kRecordCounts,
      [](const RecordCountRow& row) { return std::string(row.words); },
      [](const Tally& tally) { return tally.record_counts; }, sheet);
  add_shares(
      "Texts of the calls", kValueClasses, [](std::string_view name) { return std::string(name); },
      [](const Tally& tally) { return tally.value_classes; }, sheet);
}

void add_fingerprint(Sheet& sheet) {
  sheet.head("Fingerprint");
  sheet.say("What a store does where it may choose: always, never, or n times in 100.");
  std::string_view situation;
  for (std::size_t i = 0; i < kWayCount; ++i) {
    const WayRow& row = kWays[i];
    if (row.situation != situation) {
      situation = row.situation;
      sheet.say(std::string(row.latitude()) + "  " + std::string(situation));
    }
    sheet.row(row.outcome, 2, [i](const StoreResult& store) {
      const Turns& turns = store.tally.ways[i];
      std::string text(habit(turns));
      if (text == "sometimes") text = share(turns.taken, turns.possible);
      return SheetCell{text, text == "always" ? Tone::kStrong : Tone::kPlain};
    });
  }
}

}  // namespace

std::string coverage_table(const RunResult& run, const ReportOptions& options) {
  const auto width = static_cast<std::size_t>(std::max(options.width, 1));
  const std::size_t room = width > kLeastOfLabel ? width - kLeastOfLabel : 0;
  const std::size_t most = std::max<std::size_t>(room / kCellWidth, 1);
  std::string out;
  for (std::span<const StoreResult> rest = run.stores; !rest.empty();) {
    const auto stores = rest.first(std::min(most, rest.size()));
    Sheet sheet(stores, std::max(width, kLeastOfLabel + kCellWidth), options.color);
    add_situations(stores, sheet);
    add_coverage(sheet);
    add_fingerprint(sheet);
    out += (out.empty() ? "" : "\n") + sheet.text();
    rest = rest.subspan(stores.size());
  }
  return out;
}

}  // namespace assay
