// The reading half of spec/json.h: strict, and every mistake told in one line.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <vector>

#include "spec/json.h"
#include "spec/text.h"

namespace assay {
namespace {

using Json = nlohmann::ordered_json;
using Names = std::span<const std::string_view>;

// Where in the file a reader is: "operation 3, save_token, id".
class Place {
 public:
  Place() = default;
  Place inside(std::string_view what) const {
    return Place(path_.empty() ? std::string(what) : path_ + ", " + std::string(what));
  }
  [[noreturn]] void fail(const std::string& why) const {
    throw FormatError(path_.empty() ? why : path_ + ": " + why);
  }

 private:
  explicit Place(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

std::string kind_of(const Json& json) {
  switch (json.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::boolean: return "true or false";
    case Json::value_t::string: return "text";
    case Json::value_t::array: return "a list";
    case Json::value_t::object: return "an object";
    default: return "a number";
  }
}

[[noreturn]] void fail_for_kind(const Place& place, const std::string& expected,
                                const Json& found) {
  place.fail("expected " + expected + ", found " + kind_of(found));
}

// What the parser says that it expected: "; expected '}'". Only in its own words, since the text
// that it read last stands before them and may look like them.
std::string expectation_in(std::string_view message) {
  constexpr std::string_view kKinds[] = {
      "']'", "'}'", "':'", "end of input", "string literal", "'[', '{', or a literal"};
  for (const std::string_view kind : kKinds) {
    std::string end = "; expected " + std::string(kind);
    if (message.ends_with(end)) return end;
  }
  return "";
}

// "line 3, column 7: unexpected end of input; expected '}'". What was read last is left out: it may
// be long, no UTF-8, or a secret.
std::string where_and_why(std::string_view message) {
  if (const auto at = message.find("at line "); at != message.npos) message.remove_prefix(at + 3);
  std::string out(message.substr(0, message.find("; last read: '")));
  if (out.size() < message.size()) out += expectation_in(message);
  if (const auto from = out.find("syntax error while parsing "); from != out.npos)
    if (const auto dash = out.find(" - ", from); dash != out.npos) out.erase(from, dash + 3 - from);
  return out;
}

// Reads a text through without keeping it. Refuses an object in which a key stands twice, since
// readers differ in which one they take, and nesting beyond that of any plan. (As a callback of the
// parser it would cost the square of a list's length.)
class Watch : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(std::int64_t) override { return true; }
  bool number_unsigned(std::uint64_t) override { return true; }
  bool number_float(double, const std::string&) override { return true; }
  bool string(std::string&) override { return true; }
  bool binary(Json::binary_t&) override { return true; }
  bool start_object(std::size_t) override { return enter(); }
  bool start_array(std::size_t) override { return enter(); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }
  bool key(std::string& name) override {
    if (keys_.back().insert(name).second) return true;
    throw FormatError("the key " + quoted(name) + " stands twice in one object");
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception& error) override {
    if (dynamic_cast<const Json::parse_error*>(&error) == nullptr)
      throw FormatError("a number in it is too large");
    throw FormatError("this is not JSON: " + where_and_why(error.what()));
  }

 private:
  bool enter() {
    if (keys_.size() == kDeepest) throw FormatError("it is nested deeper than any plan");
    keys_.emplace_back();
    return true;
  }
  bool leave() {
    keys_.pop_back();
    return true;
  }

  static constexpr std::size_t kDeepest = 16;
  std::vector<std::set<std::string>> keys_;  // of each object and list that is open
};

Json parse(std::string_view text) {
  Watch watch;
  Json::sax_parse(text, &watch);
  return Json::parse(text);
}

std::string joined(Names names) {
  std::string out;
  for (const std::string_view name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

void expect_keys(const Json& object, Names known, const Place& place) {
  for (const auto& [key, value] : object.items())
    if (std::ranges::find(known, key) == known.end())
      place.fail("unknown key " + quoted(key) + "; expected one of " + joined(known));
}

const Json& member(const Json& object, const std::string& key, const Place& place) {
  if (!object.contains(key)) place.fail("the key " + quoted(key) + " is missing");
  return object.at(key);
}

std::string read_text(const Json& json, const Place& place) {
  if (!json.is_string()) fail_for_kind(place, "text", json);
  return json.get<std::string>();
}

std::size_t read_number(const Json& json, std::size_t least, std::size_t most, const Place& place) {
  const std::string expected =
      "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  if (!json.is_number()) fail_for_kind(place, expected, json);
  const bool fits = json.is_number_unsigned() && json.get<std::uint64_t>() >= least &&
                    json.get<std::uint64_t>() <= most;
  if (!fits) place.fail("expected " + expected + ", found " + json.dump());
  return json.get<std::size_t>();
}

// The earlier step that `key` names, from 0. REQUIRES: `json` is an object.
std::size_t read_reference(const Json& json, const std::string& key, const Plan& earlier,
                           const Place& place) {
  const std::string_view known[] = {key};
  expect_keys(json, known, place);
  const Place inside = place.inside(key);
  const bool is_id = key == "id_of";
  const std::size_t step = read_number(member(json, key, place), 1, kMostOperations, inside);
  const std::string wanted =
      is_id ? "expected an earlier save_token or fill" : "expected an earlier save_token";
  if (step > earlier.operations.size())
    inside.fail(wanted + ", and step " + std::to_string(step) + " is not earlier");
  const Method method = earlier.operations[step - 1].call.method;
  if (method != Method::kSaveToken && !(is_id && method == Method::kFill))
    inside.fail(wanted + ", and step " + std::to_string(step) + " is a " +
                std::string(name_of(method)));
  return step - 1;
}

constexpr auto kFieldNames = [] {
  std::array<std::string_view, kFieldCount> names;
  std::ranges::transform(kFields, names.begin(), [](Field field) { return name_of(field); });
  return names;
}();

// Fills `token`; an id that is an object is given to `read_id`.
template <typename ReadId>
void read_token(const Json& json, Token& token, const Place& place, ReadId read_id) {
  if (!json.is_object()) fail_for_kind(place, "a token, as an object of its fields", json);
  expect_keys(json, kFieldNames, place);
  for (const Field field : kFields) {
    const std::string name(name_of(field));
    if (!json.contains(name)) continue;
    const Json& value = json.at(name);
    if (field == Field::kId && value.is_object())
      read_id(value, place.inside(name));
    else
      token[field] = read_text(value, place.inside(name));
  }
}

Method read_method(const std::string& name, const Place& place) {
  std::array<std::string_view, kMethodCount> names;
  for (std::size_t i = 0; i < kMethodCount; ++i) {
    const auto method = static_cast<Method>(i);
    names[i] = name_of(method);
    if (names[i] == name) return method;
  }
  place.fail("unknown method " + quoted(name) + "; expected one of " + joined(names));
}

void read_argument(const Json& json, const Plan& earlier, Operation& operation,
                   const Place& place) {
  Call& call = operation.call;
  if (takes_token(call.method) && json.is_object() && json.contains("again")) {
    operation.again = read_reference(json, "again", earlier, place);
  } else if (takes_token(call.method)) {
    read_token(json, call.token, place, [&](const Json& id, const Place& inside) {
      operation.id_of = read_reference(id, "id_of", earlier, inside);
    });
  } else if (takes_id(call.method) && json.is_object()) {
    operation.id_of = read_reference(json, "id_of", earlier, place);
  } else if (takes_id(call.method)) {
    call.id = read_text(json, place);
  } else if (call.method == Method::kFill) {
    call.count = read_number(json, 0, kMostFilled, place);
  } else if (!json.is_null()) {
    fail_for_kind(place, "null", json);
  }
}

Operation read_operation(const Json& json, const Plan& earlier, const Place& plan) {
  const Place place = plan.inside("operation " + std::to_string(earlier.operations.size() + 1));
  if (!json.is_object()) fail_for_kind(place, "an object such as {\"get_tokens\": null}", json);
  if (json.size() != 1)
    place.fail("expected one method, found " + std::to_string(json.size()) + " keys");
  const std::string& name = json.begin().key();
  const Json& argument = json.begin().value();
  Operation operation;
  operation.call.method = read_method(name, place);
  read_argument(argument, earlier, operation, place.inside(name));
  return operation;
}

void check_version(const Json& json, const Place& place) {
  if (!json.is_object()) fail_for_kind(place, "a plan, as an object", json);
  if (!json.contains("assay_plan"))
    place.fail("this is not a plan: the key \"assay_plan\" with its version is missing");
  const Json& version = json.at("assay_plan");
  if (version.is_number_unsigned() && version.get<std::uint64_t>() > kPlanVersion)
    place.fail("this plan is of version " + version.dump() + ", and this assay reads up to " +
               std::to_string(kPlanVersion) + "; take a newer assay");
  read_number(version, 1, kPlanVersion, place.inside("assay_plan"));
}

PlanFile read_plan(const Json& json, const Place& place) {
  check_version(json, place);
  constexpr std::string_view kKnown[] = {"assay_plan", "store", "operations"};
  expect_keys(json, kKnown, place);
  PlanFile file;
  if (json.contains("store")) file.store = read_text(json.at("store"), place.inside("store"));
  const Json& operations = member(json, "operations", place);
  const Place inside = place.inside("operations");
  if (!operations.is_array()) fail_for_kind(inside, "a list", operations);
  if (operations.size() > kMostOperations)
    inside.fail("there are " + std::to_string(operations.size()) + ", and a plan has " +
                std::to_string(kMostOperations) + " at most");
  std::size_t filled = 0;
  for (const Json& operation : operations) {
    file.plan.operations.push_back(read_operation(operation, file.plan, place));
    filled += file.plan.operations.back().call.count;
  }
  if (filled > kMostFilled)
    inside.fail("the fills come to " + std::to_string(filled) + " tokens, and a plan fills " +
                std::to_string(kMostFilled) + " at most");
  return file;
}

std::vector<std::string> read_lines(const Json& json, const Place& place) {
  if (!json.is_array()) fail_for_kind(place, "a list", json);
  std::vector<std::string> lines;
  for (const Json& line : json) lines.push_back(read_text(line, place));
  return lines;
}

// "?" is the name of what is no divergence.
Divergence read_divergence(const std::string& name, const Place& place) {
  for (int i = 0; name_of(static_cast<Divergence>(i)) != "?"; ++i)
    if (name_of(static_cast<Divergence>(i)) == name) return static_cast<Divergence>(i);
  place.fail("unknown divergence " + quoted(name));
}

Tag read_rule(const std::string& id, const Place& place) {
  if (const auto tag = find_tag(id)) return *tag;
  place.fail("unknown rule " + quoted(id));
}

}  // namespace

Token token_from_json(std::string_view text) {
  Token token;
  read_token(parse(text), token, Place(),
             [](const Json& id, const Place& place) { fail_for_kind(place, "text", id); });
  return token;
}

PlanFile plan_from_json(std::string_view text) { return read_plan(parse(text), Place()); }

Finding finding_from_json(std::string_view text) {
  constexpr std::string_view kKnown[] = {"rule",   "method",  "divergence",   "step",
                                         "count",  "allowed", "happened",     "outcomes",
                                         "replay", "plan",    "shorter_tried"};
  constexpr std::size_t kMostCounted = std::size_t{1} << 53U;  // what every JSON reader keeps exact
  const Json json = parse(text);
  const Place top;
  if (!json.is_object()) fail_for_kind(top, "a finding, as an object", json);
  expect_keys(json, kKnown, top);
  const auto text_of = [&](const char* key) {
    return read_text(member(json, key, top), top.inside(key));
  };
  const auto number_of = [&](const char* key) {
    return read_number(member(json, key, top), 1, kMostCounted, top.inside(key));
  };
  Finding finding;
  finding.bucket.rule = read_rule(text_of("rule"), top.inside("rule"));
  finding.bucket.method = read_method(text_of("method"), top.inside("method"));
  finding.bucket.divergence = read_divergence(text_of("divergence"), top.inside("divergence"));
  finding.step = number_of("step") - 1;
  finding.count = number_of("count");
  finding.allowed = read_lines(member(json, "allowed", top), top.inside("allowed"));
  finding.happened = text_of("happened");
  finding.outcomes = read_lines(member(json, "outcomes", top), top.inside("outcomes"));
  finding.replay = text_of("replay");
  if (json.contains("shorter_tried"))
    finding.shorter_tried =
        read_number(json["shorter_tried"], 0, kMostCounted, top.inside("shorter_tried"));
  finding.plan = read_plan(member(json, "plan", top), top.inside("plan")).plan;
  return finding;
}

}  // namespace assay
