// Serves a good store by a broken adapter: broken_adapter MODE. The modes are the rows of
// broken_adapters.h. What it gets is kept, where BROKEN_ADAPTER_LOG names a file.
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "adapters/broken/broken_adapters.h"
#include "stores/list.h"

namespace assay {
namespace {

using Json = nlohmann::json;

Json json_of(const Token& token) {
  Json out = Json::object();
  for (const Field field : kFields)
    if (token[field]) out[std::string(name_of(field))] = *token[field];
  return out;
}

Token token_of(const Json& json) {
  Token token;
  for (const Field field : kFields)
    if (const std::string name(name_of(field)); json.contains(name))
      token[field] = json[name].get<std::string>();
  return token;
}

[[noreturn]] void wait_for_ever() {
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

class Adapter {
 public:
  explicit Adapter(std::string mode) : mode_(std::move(mode)) {}

  int serve() {
    begin();
    for (std::string line; std::getline(std::cin, line);) {
      if (const char* log = std::getenv("BROKEN_ADAPTER_LOG"))
        std::ofstream(log, std::ios::app) << line << '\n';
      const Json request = Json::parse(line);
      method_ = request["method"];
      id_ = request["id"];
      if (method_ == "initialize") announces_ = request["params"].value("announce", false);
      misbehave();
      Json answer = {{"jsonrpc", "2.0"}, {"id", id_}};
      answer.update(answered(request["params"]));
      spoil(answer);
      write(answer.dump(-1, ' ', is("escapes-everything")));
      if (method_ == "shutdown") break;
    }
    if (is("ignores-sigterm")) wait_for_ever();
    return 0;
  }

 private:
  bool is(std::string_view mode) const { return mode_ == mode; }
  bool is(std::string_view mode, std::string_view method) const {
    return mode_ == mode && method_ == method;
  }

  void begin() {
    if (is("ends-at-once")) _exit(4);
    if (is("never-answers")) wait_for_ever();
    if (is("answers-before-it-is-asked")) put(R"({"jsonrpc":"2.0","id":2,"result":{"tokens":[]}})");
    if (is("ignores-sigterm")) signal(SIGTERM, SIG_IGN);
    if (is("leaves-a-daemon") && fork() == 0) {
      setsid();
      if (fork() == 0) wait_for_ever();
      _exit(0);
    }
    if (is("ignores-storage-with-files") || is("ignores-storage"))
      somebodys_ = {Token().with(Field::kId, "1").with(Field::kAccessToken, "do-not-show-4711")};
  }

  // What is done in place of an answer, or before it.
  void misbehave() {
    if (method_ == "close" && is("close-never-ends")) wait_for_ever();
    if (method_ == "get_tokens" && saved_ && is("store-never-lists")) enter_and_stay();
    if (method_ != "save_token") return;
    saved_ = true;
    if (is("exits-in-a-call")) _exit(3);
    if (is("returns-in-a-call")) std::exit(0);
    if (is("killed-in-a-call")) raise(SIGKILL);
    if (is("silent-in-a-call")) wait_for_ever();
    if (is("prints-to-standard-output")) put("saving a token");
    if (is("prints-a-blank-line")) put("");
    if (is("sends-a-request")) put(R"({"jsonrpc":"2.0","id":1,"method":"save_token","params":{}})");
    if (is("store-never-comes-back")) enter_and_stay();
    if (is("store-ends-its-process")) {
      announce();
      raise(SIGKILL);
    }
    if (is("allocates-without-end")) allocate();
    if (is("floods-standard-error")) std::cerr << std::string(1 << 20, '!') << "\nthe last line\n";
    if (is("closes-standard-output")) {
      close(1);
      wait_for_ever();
    }
    if (is("exits-and-its-child-holds-the-pipe")) {
      if (fork() == 0) wait_for_ever();
      _exit(0);
    }
  }

  void announce() {
    if (announces_) put(R"({"jsonrpc":"2.0","method":"calling"})");
  }

  void enter_and_stay() {
    announce();
    wait_for_ever();
  }

  [[noreturn]] static void allocate() {
    std::vector<std::string> all;
    for (;;) all.emplace_back(4U << 20U, 'x');
  }

  Json answered(const Json& params) {
    try {
      return {{"result", result(params)}};
    } catch (const std::exception& error) {
      return {{"error", {{"code", -32000}, {"message", error.what()}}}};
    }
  }

  Json result(const Json& params) {
    if (method_ == "initialize") return who();
    if (method_ == "open" && is("open-is-refused")) throw refused("no such place");
    if (method_ == "open" && (!store_ || !keeps())) store_ = factory_->open("");
    if (method_ == "close" && !keeps()) store_.reset();
    if (method_ == "save_token") {
      Token token = token_of(params["token"]);
      if (is("store-logs-and-refuses")) std::cerr << "refusing a token\n";
      if (is("store-always-refuses") || is("store-logs-and-refuses")) throw refused("not today");
      store_->save_token(token);
      return {{"token", json_of(token)}};
    }
    if (method_ == "find_token") return one(store_->find_token(token_of(params["token"])));
    if (method_ == "find_token_by_id")
      return one(store_->find_token_by_id(params["id"].get<std::string>()));
    if (method_ == "delete_token") store_->delete_token(params["id"].get<std::string>());
    if (method_ == "delete_tokens") store_->delete_tokens();
    if (method_ == "get_tokens") return list();
    return Json::object();
  }

  bool keeps() const { return is("keeps-what-it-says-it-loses"); }

  Json one(const std::optional<Token>& token) const {
    if (!token) return {{"token", nullptr}};
    Json json = json_of(*token);
    if (is("writes-nulls-for-absent"))
      for (const Field field : kFields)
        if (const std::string name(name_of(field)); !json.contains(name)) json[name] = nullptr;
    return {{"token", json}};
  }

  Json list() const {
    Json all = Json::array();
    for (const Token& token : somebodys_) all.push_back(json_of(token));
    for (const Token& token : store_->get_tokens()) all.push_back(json_of(token));
    if (is("ignores-storage-and-errs"))
      all.push_back({{"access_token", "do-not-show-4711"}, {"x", 1}});
    return {{"tokens", all}};
  }

  Json who() const {
    Json capabilities = Json::object();
    if (is("capabilities-are-a-list")) capabilities = {"persistent"};
    if (is("capability-of-a-wrong-type")) capabilities["persistent"] = "yes";
    if (is("capability-nobody-knows")) capabilities["persistant"] = true;
    if (is("storage-nobody-knows")) capabilities["storage"] = "disk";
    if (is("capacity-of-no-field")) capabilities["capacity"] = {{"username", 255}};
    if (is("store-is-not-persistent")) capabilities["persistent"] = true;
    if (is("ignores-storage-with-files")) capabilities["storage"] = "file";
    Json told = {{"name", mode_}, {"capabilities", capabilities}};
    if (is("name-is-a-number")) told["name"] = 7;
    if (is("speaks-another-protocol")) told["protocol"] = 2;
    return told;
  }

  void fail(Json& answer, const Json& error) const {
    answer.erase("result");
    answer["error"] = error;
  }

  // What is wrong with an answer that is one.
  void spoil(Json& answer) const {
    if (is("refuses-the-protocol", "initialize"))
      fail(answer, {{"code", -32602}, {"message", "protocol 2 only"}});
    if (is("lacks-a-method", "find_token_by_id"))
      fail(answer, {{"code", -32601}, {"message", "no such method"}});
    if (is("find-answers-nothing", "find_token")) answer["result"] = Json::object();
    if (method_ == "get_tokens") spoil_list(answer);
    if (method_ != "save_token") return;
    if (is("no-id")) answer.erase("id");
    if (is("id-is-a-text")) answer["id"] = std::to_string(id_);
    if (is("id-nobody-sent")) answer["id"] = id_ + 1000;
    if (is("no-jsonrpc")) answer.erase("jsonrpc");
    if (is("jsonrpc-1")) answer["jsonrpc"] = "1.0";
    if (is("neither-result-nor-error")) answer.erase("result");
    if (is("result-and-error")) answer["error"] = nullptr;
    if (is("result-is-null")) answer["result"] = nullptr;
    if (is("save-answers-nothing")) answer["result"] = Json::object();
    if (is("error-without-a-code")) fail(answer, {{"message", "no"}});
    if (is("error-is-a-text")) fail(answer, "no");
    if (is("error-message-is-null")) fail(answer, {{"code", -32000}, {"message", nullptr}});
    if (is("code-nobody-knows")) fail(answer, {{"code", 13}, {"message", "no"}});
    if (is("store-never-knows")) fail(answer, {{"code", -32001}, {"message", "who knows"}});
    if (is("token-with-another-key")) answer["result"]["token"]["expires"] = "1";
  }

  void spoil_list(Json& answer) const {
    Json& tokens = answer["result"]["tokens"];
    if (is("list-is-null")) tokens = nullptr;
    if (tokens.empty()) return;
    if (is("list-of-ids")) tokens = {"1"};
    if (is("id-is-a-number")) tokens[0]["id"] = 17;
  }

  void write(const std::string& line) {
    const bool save = method_ == "save_token";
    if (save && is("half-a-surrogate-pair")) return put(R"({"jsonrpc":"2.0","id":1,"x":"\ud800"})");
    if (save && is("no-utf8")) return put("{\"x\":\"\xff\"}");
    if (save && is("single-quotes")) return put("{'jsonrpc': '2.0'}");
    if (save && is("nests-without-end")) return put(std::string(100'000, '['));
    if (save && is("line-without-end")) return put(std::string(std::size_t{2} << 20U, 'x'));
    if (save && is("ends-within-a-line")) {
      std::cout << line.substr(0, 20) << std::flush;
      std::exit(0);
    }
    if (is("answers-out-of-order") && save) {
      late_ = line;
      return;
    }
    if (is("no-line-end")) {
      std::cout << line << std::flush;
    } else if (is("never-flushes")) {
      std::cout << line << '\n';
    } else {
      put(line + (is("ends-lines-with-crlf") ? "\r" : ""));
      if (save && is("answers-twice")) put(line);
      if (!late_.empty()) put(std::exchange(late_, {}));
    }
  }

  static void put(const std::string& line) { std::cout << line << '\n' << std::flush; }

  std::string mode_;
  std::unique_ptr<StoreFactory> factory_ = make_list_factory();
  std::unique_ptr<TokenStore> store_;
  std::vector<Token> somebodys_;
  std::string method_;
  std::uint64_t id_ = 0;
  bool announces_ = false;
  bool saved_ = false;
  std::string late_;  // an answer that is kept back
};

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  std::ios::sync_with_stdio(false);
  std::cin.tie(nullptr);  // else every read would flush
  for (const assay::BrokenAdapter& row : assay::kBrokenAdapters)
    if (row.mode == mode) return assay::Adapter(mode).serve();
  std::cerr << "there is no mode '" << mode << "'\n";
  return 2;
}
