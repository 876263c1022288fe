#include "stores/mysql_connection.h"

#include <chrono>
#include <utility>

#include "spec/store_factory.h"
#include "stores/mysql_table.h"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMostAttempts = 20;
constexpr std::chrono::seconds kLongestContention{5};

// A read asks a second question: both must see the same records.
struct NeedsTransaction {};

Token token_of(const MysqlRow& row) {
  Token token;
  for (Field field : kFields) token[field] = row.at(index_of(field));
  return token;
}

}  // namespace

MysqlPool::MysqlPool(MysqlOptions options) : options_(std::move(options)) {}

std::unique_ptr<MysqlLink> MysqlPool::take() {
  while (!waiting_.empty()) {
    std::unique_ptr<MysqlLink> link = std::move(waiting_.back());
    waiting_.pop_back();
    if (link->is_own()) return link;
  }
  return take_new();
}

std::unique_ptr<MysqlLink> MysqlPool::take_new() const {
  return std::make_unique<MysqlLink>(options_);
}

void MysqlPool::give_back(std::unique_ptr<MysqlLink> link) {
  if (!link->is_own()) return;
  link->forget_statements();
  waiting_.push_back(std::move(link));
}

void MysqlPool::with_link(const std::function<void(MysqlLink&)>& work) {
  std::unique_ptr<MysqlLink> link = take();
  try {
    work(*link);
  } catch (const MysqlFault& fault) {
    if (!fault.is_lost_connection()) {
      give_back(std::move(link));
      throw;
    }
    link = take_new();
    work(*link);
  }
  give_back(std::move(link));
}

MysqlConnection::MysqlConnection(std::shared_ptr<MysqlPool> pool, const std::string& table)
    : pool_(std::move(pool)),
      turn_("assay_" + hash_name(pool_->options().database + "." + table)) {}

MysqlConnection::~MysqlConnection() {
  if (link_) pool_->give_back(std::move(link_));
}

void MysqlConnection::ensure_link() {
  if (link_ && link_->is_own()) return;
  try {
    link_ = lost_ ? pool_->take_new() : pool_->take();
  } catch (const InfraError& error) {
    throw refused(std::string(error.what()) + "; nothing was changed");
  }
}

void MysqlConnection::attempt(bool in_turn, const std::function<void()>& body) {
  asked_ = committing_ = false;
  if (in_turn) link_->query({"SELECT GET_LOCK(?, 2)", {turn_}});
  if (in_transaction_) link_->command("START TRANSACTION");
  body();
  committing_ = in_transaction_;
  if (in_transaction_) link_->command("COMMIT");
  committing_ = false;
  if (in_turn) leave_turn();
}

// Never fails: what came before it is done, whatever becomes of the connection.
void MysqlConnection::leave_turn() {
  try {
    link_->query({"SELECT RELEASE_LOCK(?)", {turn_}});
  } catch (const MysqlFault&) {
    link_.reset();
  }
}

// Leaves the connection without transaction and lock, or leaves no connection.
void MysqlConnection::roll_back(bool in_turn) {
  try {
    if (in_transaction_) link_->command("ROLLBACK");
    if (in_turn) leave_turn();
  } catch (const MysqlFault&) {
    link_.reset();
  }
}

void MysqlConnection::transact(bool writes, const std::function<void()>& body) {
  const auto begin = Clock::now();
  bool in_turn = false;
  in_transaction_ = writes;
  lost_ = false;
  for (int attempts = 1;; ++attempts) {
    ensure_link();
    try {
      return attempt(in_turn, body);
    } catch (const NeedsTransaction&) {
      in_transaction_ = true;
    } catch (const MysqlFault& fault) {
      if (committing_ && writes && !fault.is_contention()) {
        link_.reset();
        throw unknown_outcome(fault.explanation() + " in the commit: it may have happened");
      }
      const bool lost = fault.is_lost_connection();
      if (lost)
        link_.reset();
      else
        roll_back(in_turn);
      const bool again = lost || fault.is_lost_statement()
                             ? !std::exchange(lost_, true)
                             : fault.is_contention() && attempts < kMostAttempts &&
                                   Clock::now() - begin < kLongestContention;
      if (!again) throw refused(fault.explanation() + "; nothing was changed");
      if (link_ && fault.is_lost_statement()) link_->forget_statements();
      in_turn = in_turn || (writes && fault.is_contention());
    } catch (...) {
      roll_back(in_turn);
      throw;
    }
  }
}

std::vector<Token> MysqlConnection::query(const Statement& statement) {
  if (std::exchange(asked_, true) && !in_transaction_) throw NeedsTransaction();
  std::vector<Token> tokens;
  for (const MysqlRow& row : link_->query(statement)) tokens.push_back(token_of(row));
  return tokens;
}

void MysqlConnection::execute(const Statement& statement) { link_->execute(statement); }

}  // namespace assay
