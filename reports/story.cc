#include "reports/story.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "reports/layout.h"
#include "spec/rule_book.h"
#include "spec/text.h"

namespace assay {
namespace {

constexpr std::size_t kLongValue = 40;      // characters of a value that is shown whole
constexpr std::size_t kMostOfValue = 24;    // characters shown of a longer one
constexpr std::size_t kMostSteps = 60;      // steps shown, the last ones
constexpr std::size_t kMostAllowed = 8;     // allowed outcomes shown
constexpr std::size_t kMostOfOutcome = 44;  // columns kept free beside the arguments

std::string shown(std::string_view text) {
  return quoted(text, length_in_characters(text) <= kLongValue ? kLongValue : kMostOfValue);
}

std::string step_number(std::size_t step) { return std::to_string(step + 1); }

// `pieces` with commas between, broken between pieces where the line is full.
std::vector<std::string> filled(const std::vector<std::string>& pieces, std::size_t width) {
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    std::string piece = pieces[i] + (i + 1 < pieces.size() ? "," : "");
    const std::size_t length = length_in_characters(lines.back());
    if (length > 0 && length + 1 + length_in_characters(piece) > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    // Broken where the line ends, not at a blank: that is part of a value, and would not show.
    for (; length_in_characters(piece) > width; lines.emplace_back()) {
      const std::size_t end = after_characters(piece, width);
      lines.back() += piece.substr(0, end);
      piece.erase(0, end);
    }
    lines.back() += piece;
  }
  return lines;
}

// The steps of a plan in columns: a mark, the number, the method, the arguments, the outcome.
class StepTable {
 public:
  StepTable(const Finding& finding, const StoryOptions& options)
      : finding_(finding),
        options_(options),
        count_(std::min(finding.step + 1, finding.plan.operations.size())),
        first_(count_ - std::min(count_, kMostSteps)),
        number_width_(std::to_string(count_).size()) {
    for (std::size_t i = first_; i < count_; ++i)
      method_width_ = std::max(method_width_, name_of(operation(i).call.method).size());
    left_ = 4 + number_width_ + 2 + method_width_ + 2;
    room_ = std::max<std::size_t>(options.width, left_ + kMostOfOutcome) - left_;
    measure();
  }

  std::string text() const {
    std::string out;
    if (first_ > 0) out += "    (" + plural(first_, "step") + " before these: see the plan)\n";
    for (std::size_t i = first_; i < count_; ++i) out += step(i);
    const std::size_t rest = finding_.plan.operations.size() - count_;
    if (rest > 0) out += "    (the plan goes on for " + plural(rest, "step") + ")\n";
    return out;
  }

 private:
  const Operation& operation(std::size_t i) const { return finding_.plan.operations[i]; }

  std::string outcome(std::size_t i) const {
    return i < finding_.outcomes.size() ? "-> " + visible(finding_.outcomes[i]) : std::string();
  }

  // The outcomes stand in one column, as far left as the arguments that leave them room allow.
  void measure() {
    std::size_t longest = 0;
    for (std::size_t i = first_; i < count_; ++i)
      longest = std::max(longest, length_in_characters(outcome(i)));
    const std::size_t most = room_ - std::min(longest + 2, kMostOfOutcome);
    for (std::size_t i = first_; i < count_; ++i) {
      const auto lines = filled(arguments_of(operation(i)), std::string::npos);
      const std::size_t length = length_in_characters(lines.front());
      if (length <= most) arguments_width_ = std::max(arguments_width_, length);
    }
  }

  std::string head(std::size_t i) const {
    std::string number = step_number(i);
    number.insert(0, number_width_ - number.size(), ' ');
    return (i == finding_.step ? "  > " : "    ") + number + ". " +
           padded(name_of(operation(i).call.method), method_width_) + "  ";
  }

  std::string step(std::size_t i) const {
    const std::string indent(left_, ' ');
    std::vector<std::string> lines = filled(arguments_of(operation(i)), room_);
    std::string text;
    const bool beside =
        lines.size() == 1 && length_in_characters(lines.front()) <= arguments_width_;
    if (beside) {
      const std::string before =
          head(i) + padded(lines.front(), arguments_width_) + (arguments_width_ > 0 ? "  " : "");
      text = hanging(before, outcome(i), options_.width);
    } else {
      text = head(i);
      for (std::size_t k = 0; k < lines.size(); ++k)
        text += (k > 0 ? indent : "") + lines[k] + '\n';
      text += hanging(indent, outcome(i), options_.width);
    }
    return i == finding_.step ? marked(text) : text;
  }

  // The line of the step that went wrong, in colour.
  std::string marked(const std::string& text) const {
    const std::size_t end = text.find('\n');
    return painted(text.substr(0, end), Tone::kStrong, options_.color) + text.substr(end);
  }

  const Finding& finding_;
  const StoryOptions& options_;
  std::size_t count_;  // the steps up to the one that went wrong
  std::size_t first_;  // the first of them that is shown
  std::size_t number_width_;
  std::size_t method_width_ = 0;
  std::size_t left_ = 0;             // columns before the arguments
  std::size_t room_ = 0;             // columns from there on
  std::size_t arguments_width_ = 0;  // of those columns, for arguments beside an outcome
};

std::string headline(const Finding& finding, bool color) {
  const Tag rule = finding.bucket.rule;
  const Tone tone = rule.rule().level == Level::kMust ? Tone::kBad : Tone::kWarning;
  std::string out = painted(rule.id(), tone, color) + " (" +
                    std::string(name_of(rule.rule().level)) + ")  " +
                    std::string(name_of(finding.bucket.method)) + ": " +
                    std::string(name_of(finding.bucket.divergence));
  if (finding.count > 1) out += ", met " + plural(finding.count, "time");
  return out + '\n';
}

// A word before its lines: "  allowed:  ...".
std::string labelled(std::string_view label, Tone tone, std::string_view text,
                     const StoryOptions& options) {
  const std::string head = "  " + padded(label, 11);
  const std::string lines = hanging(head, text, options.width);
  return "  " + painted(label, tone, options.color) + lines.substr(2 + label.size());
}

std::string allowed_lines(const Finding& finding, const StoryOptions& options) {
  std::string out;
  const std::size_t count = std::min(finding.allowed.size(), kMostAllowed);
  for (std::size_t i = 0; i < count; ++i)
    out += labelled(i == 0 ? "allowed:" : "or", Tone::kGood, visible(finding.allowed[i]), options);
  const std::size_t rest = finding.allowed.size() - count;
  if (rest > 0) out += labelled("or", Tone::kGood, "one of " + grouped(rest) + " more", options);
  return out;
}

// Why a plan is called the shortest.
std::string shortness(std::uint64_t shorter_tried) {
  if (shorter_tried == 0) return "possible: it is one step";
  return "possible: none of the " + plural(shorter_tried, "shorter plan") +
         " over its letters shows it";
}

}  // namespace

std::vector<std::string> arguments_of(const Operation& operation) {
  const Call& call = operation.call;
  if (operation.again)
    return {"the token of step " + step_number(*operation.again) + " as it reads now"};
  if (call.method == Method::kFill) return {"with " + std::to_string(call.count) + " tokens"};
  const std::string the_id =
      operation.id_of ? "the id of step " + step_number(*operation.id_of) : std::string();
  if (takes_id(call.method)) return {operation.id_of ? the_id : shown(call.id)};
  if (!takes_token(call.method)) return {};
  std::vector<std::string> pieces;
  if (operation.id_of) pieces.push_back("id: " + the_id);
  for (const Field field : kFields) {
    if (!call.token[field] || (field == Field::kId && operation.id_of)) continue;
    pieces.push_back(std::string(name_of(field)) + ' ' + shown(*call.token[field]));
  }
  if (pieces.empty()) pieces.emplace_back("a token with nothing set");
  return pieces;
}

std::string story(const Finding& finding, const StoryOptions& options) {
  std::string out = headline(finding, options.color);
  out += hanging("", finding.bucket.rule.rule().text, options.width) + '\n';
  const std::string steps = StepTable(finding, options).text();
  if (!steps.empty()) out += steps + '\n';
  out += allowed_lines(finding, options);
  out += labelled("happened:", Tone::kBad, visible(finding.happened), options);
  if (finding.shorter_tried)
    out += labelled("shortest:", Tone::kGood, shortness(*finding.shorter_tried), options);
  if (!finding.replay.empty())
    out += "\n  see it again:\n  " +
           painted(visible(finding.replay), Tone::kStrong, options.color) + '\n';
  return out;
}

}  // namespace assay
