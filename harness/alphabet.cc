#include "harness/alphabet.h"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace assay {

namespace {

constexpr std::array kUsers = {"ann", "bob"};
constexpr std::array kValues = {"v1", "v2"};
constexpr std::array<std::pair<const char*, const char*>, 2> kClients = {
    {{"app1", "secret1"}, {"app2", "secret2"}}};
constexpr const char* kOther = "v0";  // a value that no renaming touches
constexpr const char* kThatId = "7";

Token user(const char* name) { return Token().with(Field::kUserName, name); }
Token client(const std::pair<const char*, const char*>& client) {
  return Token().with(Field::kClientId, client.first).with(Field::kClientSecret, client.second);
}

Token with_details(Token token) {
  return std::move(token)
      .with(Field::kExpiresIn, "1")
      .with(Field::kRedirectUrl, "https://r")
      .with(Field::kApiDomain, "https://d");
}

// Collects letters.
class Letters {
 public:
  void save(Token token, From from = From::kNothing) {
    add({Method::kSaveToken, std::move(token), "", 0}, from);
  }
  void find(Token token, From from = From::kNothing) {
    add({Method::kFindToken, std::move(token), "", 0}, from);
  }
  void by_id(Method method, std::string id, From from = From::kNothing) {
    add({method, {}, std::move(id), 0}, from);
  }
  void plain(Method method) { add({method, {}, "", 0}, From::kNothing); }
  std::vector<Letter> take() { return std::move(all_); }

 private:
  void add(Call call, From from) {
    Letter& letter = all_.emplace_back();
    letter.call = std::move(call);
    letter.from = from;
  }
  std::vector<Letter> all_;
};

std::vector<Letter> core_letters(bool reopens) {
  Letters letters;
  for (const char* name : kUsers) {
    for (const char* value : kValues) {
      letters.save(with_details(user(name).with(Field::kRefreshToken, value)));
      letters.save(user(name).with(Field::kAccessToken, value));
    }
    letters.save(user(name).with(Field::kId, kThatId).with(Field::kRefreshToken, kOther));
    letters.save(user(name).with(Field::kAccessToken, kOther), From::kFirstId);
    letters.save(user(name).with(Field::kAccessToken, kOther).with(Field::kRefreshToken, ""));
  }
  for (const auto& each : kClients) {
    for (const char* value : kValues) {
      letters.save(client(each).with(Field::kRefreshToken, value));
      letters.save(client(each).with(Field::kGrantToken, value));
      letters.save(client(each).with(Field::kAccessToken, value));
      letters.save(client(each)
                       .with(Field::kRefreshToken, value)
                       .with(Field::kGrantToken, value == kValues[0] ? kValues[1] : kValues[0]));
    }
  }
  for (const char* value : kValues) {
    letters.save(Token().with(Field::kAccessToken, value).with(Field::kExpiresIn, "2"));
    letters.save(Token().with(Field::kRefreshToken, value));
  }
  letters.save(Token().with(Field::kUserName, "").with(Field::kRefreshToken, kOther));
  letters.save(Token().with(Field::kId, kThatId).with(Field::kAccessToken, kOther));
  letters.save(Token().with(Field::kId, kThatId));
  letters.save(Token().with(Field::kAccessToken, kOther), From::kFirstId);
  letters.save(Token());
  letters.save(Token(), From::kLastGiven);
  letters.save(Token(), From::kLastRead);
  letters.by_id(Method::kDeleteToken, "", From::kFirstId);
  letters.by_id(Method::kDeleteToken, "", From::kLastId);
  letters.by_id(Method::kDeleteToken, kThatId);
  letters.plain(Method::kDeleteTokens);
  if (reopens) letters.plain(Method::kReopen);
  return letters.take();
}

// Finds for each kind of selector, and of such as name nothing while another field would; for each
// text that a renaming exchanges.
std::vector<Letter> core_looks() {
  Letters letters;
  for (const char* name : kUsers) letters.find(user(name));
  for (const char* value : kValues) letters.find(Token().with(Field::kAccessToken, value));
  for (const auto& each : kClients)
    for (const char* value : kValues) letters.find(client(each).with(Field::kRefreshToken, value));
  for (const char* value : kValues) letters.find(Token().with(Field::kRefreshToken, value));
  for (const char* value : kValues) {
    for (const char* name : kUsers) letters.find(user(name).with(Field::kAccessToken, value));
    for (const auto& each : kClients)
      letters.find(client(each).with(Field::kRefreshToken, "v9").with(Field::kAccessToken, value));
  }
  for (const char* value : kValues)
    for (std::size_t i = 0; i < kClients.size(); ++i)
      letters.find(Token()
                       .with(Field::kClientId, kClients[i].first)
                       .with(Field::kClientSecret, kClients[1 - i].second)
                       .with(Field::kRefreshToken, value));
  for (const auto& each : kClients) letters.find(client(each));
  letters.find(Token().with(Field::kUserName, ""));
  letters.find(Token());
  letters.find(Token().with(Field::kId, kThatId));
  letters.by_id(Method::kFindTokenById, "");
  letters.by_id(Method::kFindTokenById, "", From::kFirstId);
  return letters.take();
}

using Exchange = std::vector<std::pair<std::string, std::string>>;

std::string exchanged(const std::string& text, const Exchange& exchange) {
  for (const auto& [a, b] : exchange) {
    if (text == a) return b;
    if (text == b) return a;
  }
  return text;
}

Letter exchanged(Letter letter, const Exchange& exchange) {
  for (Field field : kFields)
    if (auto& text = letter.call.token[field]) text = exchanged(*text, exchange);
  return letter;
}

// "Not set" and "empty" told apart.
bool same(const Letter& a, const Letter& b) {
  return a.from == b.from && a.call.method == b.call.method && a.call.id == b.call.id &&
         identical(a.call.token, b.call.token);
}

std::vector<std::size_t> images(const std::vector<Letter>& letters, const Exchange& exchange) {
  std::vector<std::size_t> images;
  for (const Letter& letter : letters) {
    const Letter image = exchanged(letter, exchange);
    const auto at =
        std::ranges::find_if(letters, [&](const Letter& other) { return same(other, image); });
    if (at == letters.end()) throw std::logic_error("an alphabet lacks the image of a letter");
    images.push_back(static_cast<std::size_t>(at - letters.begin()));
  }
  return images;
}

std::vector<std::vector<std::size_t>> core_renamings(const std::vector<Letter>& letters) {
  const std::array<Exchange, 3> kExchanges = {{
      {{kUsers[0], kUsers[1]}},
      {{kClients[0].first, kClients[1].first}, {kClients[0].second, kClients[1].second}},
      {{kValues[0], kValues[1]}},
  }};
  std::vector<std::vector<std::size_t>> all;
  for (unsigned subset = 1; subset < 1U << kExchanges.size(); ++subset) {
    Exchange exchange;
    for (std::size_t i = 0; i < kExchanges.size(); ++i)
      if ((subset >> i & 1U) != 0)
        exchange.insert(exchange.end(), kExchanges[i].begin(), kExchanges[i].end());
    all.push_back(images(letters, exchange));
  }
  return all;
}

}  // namespace

Alphabet core_alphabet(bool reopens) {
  Alphabet core{"core", core_letters(reopens), core_looks(), {}};
  core.renamings = core_renamings(core.letters);
  return core;
}

Alphabet calls_alphabet(bool reopens) {
  Alphabet calls{"calls", core_letters(reopens), {}, {}};
  for (Letter& look : core_looks()) calls.letters.push_back(std::move(look));
  Letters more;
  more.plain(Method::kGetTokens);
  more.by_id(Method::kDeleteToken, "");
  for (Letter& letter : more.take()) calls.letters.push_back(std::move(letter));
  calls.renamings = core_renamings(calls.letters);
  return calls;
}

std::string in_words(const Letter& letter) {
  constexpr std::array<std::string_view, 5> kFrom = {"", "the first save's id",
                                                     "the last save's id", "the last save again",
                                                     "the last save's token as it reads now"};
  std::string words(kFrom[static_cast<std::size_t>(letter.from)]);
  const auto say = [&](std::string_view name, const std::string& text) {
    words += (words.empty() ? "" : ", ") + std::string(name) + " \"" + text + '"';
  };
  for (Field field : kFields)
    if (const auto& text = letter.call.token[field]) say(name_of(field), *text);
  if (!letter.call.id.empty()) say("id", letter.call.id);
  return std::string(name_of(letter.call.method)) + '(' + words + ')';
}

PlanWriter::PlanWriter(const Alphabet& alphabet, bool with_looks)
    : alphabet_(alphabet), with_looks_(with_looks) {}

// Keeps the first letters, and what follows the last of them, which the next letter decides.
void PlanWriter::cut(std::size_t letters) {
  const std::size_t kept = letters == 0 ? 0 : begins_[letters - 1] + 1;
  plan_.operations.resize(kept);
  observed_.resize(kept);
  begins_.resize(letters);
  while (!saves_.empty() && saves_.back() >= kept) saves_.pop_back();
  changed_at_ = kept;
}

bool PlanWriter::add(const Letter& letter) {
  const bool looks_at_first = letter.from == From::kFirstId;
  if (looks_at_first && saves_.empty()) return false;
  if (letter.from == From::kLastId && saves_.size() < 2) return false;
  const bool repeats = letter.from == From::kLastGiven || letter.from == From::kLastRead;
  if (repeats && (saves_.empty() || saves_.back() + 1 != plan_.operations.size())) return false;
  Operation operation{letter.call, {}, {}};
  if (looks_at_first) operation.id_of = saves_.front();
  if (letter.from == From::kLastId) operation.id_of = saves_.back();
  if (letter.from == From::kLastGiven) operation = plan_.operations[saves_.back()];
  if (letter.from == From::kLastRead) operation.again = saves_.back();
  if (letter.call.method == Method::kSaveToken) saves_.push_back(plan_.operations.size());
  plan_.operations.push_back(std::move(operation));
  observed_.push_back(true);
  return true;
}

void PlanWriter::add_looks() {
  for (const Letter& look : alphabet_.looks)
    if (add(look)) observed_.back() = false;
  observed_.back() = true;
}

bool PlanWriter::write(const std::vector<std::size_t>& word, std::size_t changed_from) {
  cut(std::min(changed_from, begins_.size()));
  for (std::size_t k = begins_.size(); k < word.size(); ++k) {
    const Letter& letter = alphabet_.letters[word[k]];
    const bool repeats = letter.from == From::kLastGiven || letter.from == From::kLastRead;
    if (with_looks_ && k > 0 && !repeats) add_looks();
    begins_.push_back(plan_.operations.size());
    if (!add(letter)) return false;
  }
  if (with_looks_) add_looks();
  return true;
}

}  // namespace assay
