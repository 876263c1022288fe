// The interface under test: the six methods of an OAuth SDK's token store.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "spec/token.h"

namespace assay {

// How a call that raised has ended.
enum class Failure {
  kRefused,  // nothing changed
  kUnknown,  // it may have happened: a connection was lost, a time limit passed
};

// What a store throws. The message is for people and holds no secret. [TS-SEC-02]
class StoreError : public std::runtime_error {
 public:
  StoreError(Failure failure, const std::string& message)
      : std::runtime_error(message), failure_(failure) {}
  StoreError(Failure failure, const char* message)
      : std::runtime_error(message), failure_(failure) {}
  Failure failure() const { return failure_; }

 private:
  Failure failure_;
};

inline StoreError refused(const char* why) { return {Failure::kRefused, why}; }
inline StoreError refused(const std::string& why) { return {Failure::kRefused, why}; }
inline StoreError unknown_outcome(const std::string& why) { return {Failure::kUnknown, why}; }

// A store of tokens.
//
// Every method throws StoreError when it fails; any other std::exception counts as a refusal. A
// throw that is no std::exception, a signal or an exit is broken. [TS-OUT-01] Every method ends
// within the time limit of the harness. [TS-LIVE-01] Threads: one at a time, unless the store's
// Capabilities say more.
class TokenStore {
 public:
  virtual ~TokenStore() = default;

  // The record that `token` names, complete, or nothing. [TS-FIND-01..09]
  //
  // Changes no record. [TS-FIND-04] The id of the answer is the record's; another field is the
  // record's or an echo of `token`'s. [TS-FIND-06]
  virtual std::optional<Token> find_token(const Token& token) = 0;

  // Updates the record that `token` names, else inserts one. [TS-SAVE-01..07]
  //
  // On return the change is visible to every later call, and `token` carries the record's id; an
  // absent field may have been filled from the record. [TS-SAVE-12, TS-SAVE-19] On `refused` every
  // record is as it was. [TS-SAVE-11] Never touches the record of another user. [TS-USER-01]
  virtual void save_token(Token& token) = 0;

  // Removes the record with this id. [TS-DEL-01]
  //
  // With an unknown or empty id nothing is removed; the store may say so by `refused`. [TS-DEL-02]
  virtual void delete_token(std::string_view id) = 0;

  // Every record once, complete, in any order. [TS-LIST-01]
  virtual std::vector<Token> get_tokens() = 0;

  // Removes every record in one operation; an empty store is fine. [TS-DEL-03]
  virtual void delete_tokens() = 0;

  // The complete record with this id, or nothing. [TS-BYID-01..03]
  //
  // Ids are opaque: equal to the last byte, or another id. [TS-ID-03] Changes no record.
  virtual std::optional<Token> find_token_by_id(std::string_view id) = 0;
};

}  // namespace assay
