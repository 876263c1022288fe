// Serves a token store to Assay over standard input and output: include this, give a store the six
// methods over assay_adapter::Token, and call serve(). Needs nlohmann/json.
#pragma once
#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>
namespace assay_adapter {
using Json = nlohmann::json;
using Token = std::map<std::string, std::string>;  // the fields that are there, by their names
// Thrown by a store where a call may have happened or not. All else that it throws is a refusal.
struct UnknownOutcome : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// `who` answers initialize; `make(storage)` gives a pointer to a store; `make.drop(storage)`, where
// it has that, removes what the storage holds outside its directory.
template <typename Make>
int serve(const Json& who, Make make) {
  std::ios::sync_with_stdio(false);
  FILE* out = fdopen(dup(1), "w");  // for the protocol alone: what the store prints goes to the log
  dup2(2, 1);
  decltype(make("")) store{};
  int announces = 0, code = 0;
  const auto found = [](auto token) { return Json{{"token", token ? Json(*token) : Json()}}; };
  const auto call = [&](const std::string& method, const Json& params) -> Json {
    if (method == "shutdown") return Json::object();
    if ((method == "open" || method == "drop") == !!store) throw std::logic_error("not now");
    code = -32000;
    if (method == "open") store = make(params["storage"].get<std::string>());
    if (method == "close") store = {};
    if constexpr (requires { make.drop(""); })
      if (method == "drop") make.drop(params["storage"].get<std::string>());
    if (method == "get_tokens") return {{"tokens", store->get_tokens()}};
    if (method == "delete_tokens") store->delete_tokens();
    if (method == "delete_token") store->delete_token(params["id"]);
    if (method == "find_token_by_id") return found(store->find_token_by_id(params["id"]));
    if (!params.contains("token")) return Json::object();
    auto token = params["token"].get<Token>();
    if (method == "find_token") return found(store->find_token(token));
    return store->save_token(token), Json{{"token", token}};
  };
  for (std::string line, method; method != "shutdown" && std::getline(std::cin, line);) {
    const Json request = Json::parse(line), &params = request["params"];
    method = request["method"], code = -32600;
    Json answer = {{"jsonrpc", "2.0"}, {"id", request["id"]}};
    if (method == "initialize") announces = params.value("announce", false);
    if (method != "initialize" && announces)
      fputs("{\"jsonrpc\":\"2.0\",\"method\":\"calling\"}\n", out), fflush(out);
    try {
      answer["result"] = method == "initialize" ? who : call(method, params);
    } catch (const std::exception& error) {
      const bool unknown = dynamic_cast<const UnknownOutcome*>(&error) != nullptr;
      answer["error"] = {{"code", unknown ? -32001 : code}, {"message", error.what()}};
    }
    fputs((answer.dump() + "\n").c_str(), out);
    if (std::cin.rdbuf()->in_avail() <= 0) fflush(out);  // the next request is not here yet
  }
  return fflush(out);
}
}  // namespace assay_adapter
