// The adapters of adapters/, each with the example stores that stand beside it, under the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kAdapters = ASSAY_SOURCE_DIR "/adapters/";

// `{here}` is the folder of the language, `{built}` one for what a compiler makes.
struct Adapter {
  std::string language;
  std::string folder;
  std::string file;                            // the adapter itself
  std::vector<std::string> programs;           // what must be there
  std::string packages;                        // of Debian, that bring them
  std::vector<std::vector<std::string>> made;  // what is run once, in the folder, before
  std::vector<std::string> stores;             // commands of stores that keep every rule
  std::string broken;                          // of one that does not,
  std::string rule;                            // but breaks this
  std::vector<std::string> beside = {};        // files that the adapter needs
};

std::ostream& operator<<(std::ostream& out, const Adapter& adapter) {
  return out << adapter.language;
}

// A shim that looks for the right python3 takes longer to start than a run to end.
std::string python() {
  return ::access("/usr/bin/python3", X_OK) == 0 ? "/usr/bin/python3" : "python3";
}

// A virtual machine that lives for a second had better not compile much.
const std::string kJava = "java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp {built} ";

std::vector<Adapter> adapters() {  // NOLINT(readability-function-size): a table
  return {
      {"Python",
       "python",
       "assay_adapter.py",
       {"python3"},
       "python3",
       {},
       {python() + " {here}/list_store.py", python() + " {here}/sqlite_store.py"},
       python() + " {here}/broken_store.py",
       "TS-SAVE-07"},
      {"Node",
       "node",
       "assay_adapter.js",
       {"node"},
       "nodejs",
       {},
       {"node {here}/list_store.js", "node {here}/async_store.js"},
       "node {here}/broken_store.js",
       "TS-DEL-03",
       {"assay_adapter.d.ts"}},
      {"Php",
       "php",
       "assay_adapter.php",
       {"php"},
       "php-cli",
       {},
       {"php {here}/list_store.php", "php {here}/object_store.php"},
       "php {here}/broken_store.php",
       "TS-ID-03"},
      {"Ruby",
       "ruby",
       "assay_adapter.rb",
       {"ruby"},
       "ruby",
       {},
       {"ruby {here}/list_store.rb", "ruby {here}/object_store.rb"},
       "ruby {here}/broken_store.rb",
       "TS-BYID-02"},
      {"Java",
       "java",
       "AssayAdapter.java",
       {"javac", "java"},
       "default-jdk-headless",
       {{"javac", "-d", "{built}", "AssayAdapter.java", "TokenStore.java", "Json.java",
         "ListStore.java", "BrokenStore.java"}},
       {kJava + "ListStore"},
       kJava + "BrokenStore",
       "TS-BYID-03",
       {"TokenStore.java", "Json.java"}},
      {"Go",
       "go",
       "assay/adapter.go",
       {"go"},
       "golang-go",
       {{"go", "build", "-o", "{built}/list_store", "./list_store"},
        {"go", "build", "-o", "{built}/broken_store", "./broken_store"}},
       {"{built}/list_store"},
       "{built}/broken_store",
       "TS-SAVE-14",
       {"assay/store.go", "go.mod"}},
      {"CSharp",
       "csharp",
       "AssayAdapter.cs",
       {"mcs", "mono"},
       "mono-mcs mono-runtime",
       {{"mcs", "-out:{built}/ListStore.exe", "-main:ListStoreMain", "AssayAdapter.cs",
         "ITokenStore.cs", "Json.cs", "ListStore.cs", "ListStoreMain.cs"},
        {"mcs", "-out:{built}/BrokenStore.exe", "-main:BrokenStore", "AssayAdapter.cs",
         "ITokenStore.cs", "Json.cs", "ListStore.cs", "BrokenStore.cs"}},
       {"mono {built}/ListStore.exe"},
       "mono {built}/BrokenStore.exe",
       "TS-FIND-01",
       {"ITokenStore.cs", "Json.cs"}},
  };
}

bool is_there(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (::access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  return false;
}

class Adapters : public ::testing::TestWithParam<Adapter> {
 protected:
  std::string here() const { return kAdapters + GetParam().folder; }

  std::string filled_in(std::string text) const {
    for (const auto& [name, value] : {std::pair{std::string("{here}"), here()},
                                      std::pair{std::string("{built}"), scratch_.path()}})
      for (std::size_t at = 0; (at = text.find(name)) != std::string::npos;)
        text.replace(at, name.size(), value);
    return text;
  }

  // What is missing of the language, or nothing.
  std::optional<std::string> missing() const {
    for (const std::string& program : GetParam().programs)
      if (!is_there(program))
        return "there is no " + program + ": apt-get install --no-install-recommends " +
               GetParam().packages;
    return std::nullopt;
  }

  void make() const {
    for (std::vector<std::string> words : GetParam().made) {
      for (std::string& word : words) word = filled_in(word);
      const CommandResult made = run({words, here(), {{"GOCACHE", scratch_ / "go-cache"}}});
      ASSERT_EQ(made.code, 0) << made.out << made.err;
    }
  }

  CommandResult assay_with(const std::string& command, const std::string& cases) const {
    return run({{ASSAY_BINARY, "run", "--exec", filled_in(command), "--cases", cases, "--seed", "1",
                 "--out", scratch_ / "results"},
                scratch_.path(),
                {{"PYTHONDONTWRITEBYTECODE", "1"}}});  // nothing is left in the tree
  }

  ScratchDirectory scratch_;
};

TEST_P(Adapters, PassWithTheirExampleStores) {
  if (const auto what = missing()) GTEST_SKIP() << *what;
  make();
  for (const std::string& store : GetParam().stores) {
    const CommandResult result = assay_with(store, "40");
    // So few cases do not put every rule to the test: 3 says so.
    EXPECT_THAT(result.code, AnyOf(0, 3)) << store << "\n" << result.out << result.err;
    EXPECT_THAT(result.out, Not(HasSubstr("FAIL"))) << store;
  }
}

// It also prints where it is broken, on standard output: no answer, and no harm.
TEST_P(Adapters, CatchTheirBrokenStore) {
  if (const auto what = missing()) GTEST_SKIP() << *what;
  make();
  const CommandResult result = assay_with(GetParam().broken, "40");
  EXPECT_EQ(result.code, 1) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("\n" + GetParam().rule + " (MUST)"));
}

// What is answered where no store is to blame: a line for each request, in its order.
TEST_P(Adapters, AnswerWhatMayNotComeNowWithTheCodesOfTheProtocol) {
  if (const auto what = missing()) GTEST_SKIP() << *what;
  make();
  const struct {
    std::string method;
    std::string params;
    int code;  // 0: a result
  } kTalk[] = {
      {"initialize", R"({"protocol":1})", 0},
      {"get_tokens", "{}", -32600},
      {"close", "{}", -32600},
      {"open", R"({"storage":")" + scratch_.path() + R"("})", 0},
      {"open", R"({"storage":")" + scratch_.path() + R"("})", -32600},
      {"drop", R"({"storage":")" + scratch_.path() + R"("})", -32600},
      {"mend_token", "{}", -32601},
      {"save_token", R"({"token":{"expires_in":null}})", -32000},
      {"find_token_by_id", R"({"id":"\ud83d\ude00\u2028 e\u0301\u0000"})", 0},
      {"close", "{}", 0},
      {"drop", R"({"storage":")" + scratch_.path() + R"("})", 0},
      {"shutdown", "{}", 0},
  };
  std::ofstream requests(scratch_ / "requests");
  int id = 0;
  for (const auto& [method, params, code] : kTalk)
    requests << R"({"jsonrpc":"2.0","id":)" << ++id << R"(,"method":")" << method
             << R"(","params":)" << params << "}\n";
  requests.close();

  const std::string store = filled_in(GetParam().stores.front());
  const CommandResult result = run({{"sh", "-c", store + " < " + (scratch_ / "requests")},
                                    scratch_.path(),
                                    {{"PYTHONDONTWRITEBYTECODE", "1"}}});
  EXPECT_EQ(result.code, 0) << result.err;
  std::istringstream answers(result.out);
  id = 0;
  for (const auto& [method, params, code] : kTalk) {
    std::string line;
    ASSERT_TRUE(std::getline(answers, line)) << method;
    const auto answer = nlohmann::json::parse(line);
    EXPECT_EQ(answer.at("id"), ++id) << line;
    EXPECT_EQ(answer.contains("result"), code == 0) << method << ": " << line;
    const auto error = answer.value("error", nlohmann::json::object());
    EXPECT_EQ(error.value("code", 0), code) << method << ": " << line;
  }
}

TEST_P(Adapters, HaveSixtyLinesAtTheMost) {
  const std::string text = content_of(here() + "/" + GetParam().file);
  EXPECT_GT(std::ranges::count(text, '\n'), 0) << GetParam().file;
  EXPECT_LE(std::ranges::count(text, '\n'), 60) << GetParam().file;
}

TEST_P(Adapters, AreInTheTableOfTheDocumentation) {
  const std::string page = content_of(ASSAY_SOURCE_DIR "/docs/adapters.md");
  EXPECT_THAT(page, HasSubstr("adapters/" + GetParam().folder + "/" + GetParam().file));
  EXPECT_THAT(page, HasSubstr(GetParam().packages));
  for (const std::string& file : GetParam().beside)
    EXPECT_TRUE(std::filesystem::exists(here() + "/" + file)) << file;
}

INSTANTIATE_TEST_SUITE_P(Languages, Adapters, ::testing::ValuesIn(adapters()),
                         [](const auto& instance) { return instance.param.language; });

TEST(AdaptersTable, HasEveryFolder) {
  // C++'s adapter is compiled with the harness, and tested there.
  std::vector<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator(kAdapters))
    if (entry.is_directory()) folders.push_back(entry.path().filename());
  std::erase(folders, "cpp");
  std::erase(folders, "broken");
  std::vector<std::string> rows;
  for (const Adapter& adapter : adapters()) rows.push_back(adapter.folder);
  EXPECT_THAT(rows, ::testing::UnorderedElementsAreArray(folders));
}

}  // namespace
}  // namespace assay
