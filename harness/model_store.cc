#include "harness/model_store.h"

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "spec/model.h"

namespace assay {

namespace {

// What a storage holds.
struct Cabinet {
  State state;
  std::uint64_t ids_given = 0;
};

class ModelStore : public TokenStore {
 public:
  ModelStore(std::uint64_t seed, std::shared_ptr<Cabinet> cabinet)
      : random_(seed), cabinet_(std::move(cabinet)), state_(cabinet_->state) {
    state_.last_saved.clear();
  }

  void save_token(Token& token) override {
    const Token given = token;
    const Call call{Method::kSaveToken, token, "", 0};
    const Allowed chosen = choose(call);
    state_.last_saved.clear();
    if (chosen.effect == Effect::kRefused) throw refused("the model may refuse this");
    const bool inserting = chosen.effect == Effect::kInserted;
    const Token record = inserting ? inserted(token, chosen) : changed(token, chosen);
    // After an update the caller's token may keep the id that it had. [LAT-m]
    if (inserting || coin()) token[Field::kId] = record[Field::kId];
    for (Field field : kFields)
      if (field != Field::kId && !token.has(field) && record.has(field) && coin())
        token[field] = record[field];
    state_.last_saved = {given, token};
  }

  std::optional<Token> find_token(const Token& token) override {
    auto found = answer({Method::kFindToken, token, "", 0});
    if (!found) return found;
    Token echoed = *found;  // [LAT-j]
    for (Field field : kFields)
      if (field != Field::kId && token.has(field) && coin()) echoed[field] = token[field];
    return echoed;
  }

  std::optional<Token> find_token_by_id(std::string_view id) override {
    return answer({Method::kFindTokenById, {}, std::string(id), 0});
  }

  void delete_token(std::string_view id) override {
    const Allowed chosen = choose({Method::kDeleteToken, {}, std::string(id), 0});
    state_.last_saved.clear();
    if (chosen.effect == Effect::kRefused) throw refused("the model may refuse this");
    if (chosen.effect == Effect::kDeleted)
      state_.records.erase(state_.records.begin() + static_cast<std::ptrdiff_t>(chosen.record));
  }

  void delete_tokens() override {
    state_.last_saved.clear();
    state_.records.clear();
  }

  std::vector<Token> get_tokens() override {
    std::vector<Token> listed = state_.records;
    if (coin()) std::ranges::shuffle(listed, random_);
    return listed;
  }

 private:
  bool coin() { return (random_() & 1U) != 0; }

  Allowed choose(const Call& call) {
    const auto allowed = step(state_, call, {});
    return allowed[random_() % allowed.size()];
  }

  std::optional<Token> answer(const Call& call) {
    const Allowed chosen = choose(call);
    state_.last_saved.clear();
    if (chosen.effect == Effect::kRefused) throw refused("the model may refuse this");
    if (chosen.effect == Effect::kNone) return std::nullopt;
    return state_.records[chosen.record];
  }

  Token inserted(const Token& token, const Allowed& chosen) {
    Token record = token;
    if (chosen.generates_id) record[Field::kId] = fresh_id();
    state_.records.push_back(record);
    return record;
  }

  Token changed(const Token& token, const Allowed& chosen) {
    FieldSet cleared;
    for (Field field : kFields)
      if (chosen.may_clear.contains(field) && coin()) cleared.add(field);
    Token& record = state_.records[chosen.record];
    record = updated(record, token, cleared);
    return record;
  }

  std::string fresh_id() {
    for (;;) {
      std::string id = std::to_string(++cabinet_->ids_given);
      if (std::ranges::none_of(state_.records,
                               [&](const Token& r) { return r.text(Field::kId) == id; }))
        return id;
    }
  }

  std::mt19937_64 random_;
  std::shared_ptr<Cabinet> cabinet_;
  State& state_;
};

class ModelFactory : public StoreFactory {
 public:
  ModelFactory(std::uint64_t seed, bool persistent) : seed_(seed) {
    capabilities_.persistent = persistent;
  }

  std::string_view name() const override { return "model"; }
  Capabilities capabilities() const override { return capabilities_; }

  std::unique_ptr<TokenStore> open(const std::string& storage) override {
    auto& cabinet = cabinets_[storage];
    if (!cabinet || !capabilities_.persistent) cabinet = std::make_shared<Cabinet>();
    return std::make_unique<ModelStore>(seed_++, cabinet);
  }

  void drop(const std::string& storage) override { cabinets_.erase(storage); }

 private:
  std::uint64_t seed_;
  Capabilities capabilities_;
  std::map<std::string, std::shared_ptr<Cabinet>> cabinets_;
};

}  // namespace

std::unique_ptr<StoreFactory> make_model_factory(std::uint64_t seed, bool persistent) {
  return std::make_unique<ModelFactory>(seed, persistent);
}

}  // namespace assay
