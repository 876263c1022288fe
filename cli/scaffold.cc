#include "cli/scaffold.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>
#include <map>

#include "cli/cli.h"
#include "cli/echo.h"
#include "cli/embedded.h"
#include "cli/nearest.h"
#include "cli/places.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

std::string_view embedded(std::string_view path) {
  const auto file = std::ranges::find(embedded_files(), path, &EmbeddedFile::path);
  if (file == embedded_files().end()) throw std::logic_error("not embedded: " + std::string(path));
  return file->content;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

const Scaffold& scaffold_for(const std::string& language) {
  std::vector<std::string> known;
  for (const Scaffold& scaffold : scaffolds()) {
    if (scaffold.word == language) return scaffold;
    known.emplace_back(scaffold.word);
  }
  std::string all;
  for (const std::string& word : known) all += (all.empty() ? "" : ", ") + word;
  throw UsageError("there is no language " + echoed(language) + "." +
                   did_you_mean(language, known) + " There are: " + all +
                   ". docs/adapters.md tells how to add one");
}

void check_name(const std::string& name) {
  const auto fits = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0 ||
      !std::ranges::all_of(name, fits))
    throw UsageError(echoed(name) +
                     " is no name for a store; use letters, digits and _, such as shop");
  if (fs::exists(name))
    throw UsageError("there is a " + echoed(name) + " here already; it is left as it is");
}

const std::vector<Scaffold> kScaffolds = {
    {"python",
     "Python",
     {{"adapters/python/assay_adapter.py", "assay_adapter.py"},
      {"adapters/python/list_store.py", "{name}_store.py"}},
     "{name}_store.py",
     "assay_adapter.py",
     "python3 {name}_store.py",
     "python3",
     ""},
    {"node",
     "JavaScript",
     {{"adapters/node/assay_adapter.js", "assay_adapter.js"},
      {"adapters/node/assay_adapter.d.ts", "assay_adapter.d.ts"},
      {"adapters/node/list_store.js", "{name}_store.js"}},
     "{name}_store.js",
     "assay_adapter.js",
     "node {name}_store.js",
     "nodejs",
     ""},
    {"php",
     "PHP",
     {{"adapters/php/assay_adapter.php", "assay_adapter.php"},
      {"adapters/php/list_store.php", "{name}_store.php"}},
     "{name}_store.php",
     "assay_adapter.php",
     "php {name}_store.php",
     "php-cli",
     ""},
    {"ruby",
     "Ruby",
     {{"adapters/ruby/assay_adapter.rb", "assay_adapter.rb"},
      {"adapters/ruby/list_store.rb", "{name}_store.rb"}},
     "{name}_store.rb",
     "assay_adapter.rb",
     "ruby {name}_store.rb",
     "ruby",
     ""},
    {"java",
     "Java",
     {{"adapters/java/AssayAdapter.java", "AssayAdapter.java"},
      {"adapters/java/TokenStore.java", "TokenStore.java"},
      {"adapters/java/Json.java", "Json.java"},
      {"adapters/java/ListStore.java", "ListStore.java"}},
     "ListStore.java",
     "AssayAdapter.java",
     "java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp build ListStore",
     "default-jdk-headless",
     "javac -d build *.java"},
    {"go",
     "Go",
     {{"adapters/go/go.mod", "go.mod"},
      {"adapters/go/assay/adapter.go", "assay/adapter.go"},
      {"adapters/go/assay/store.go", "assay/store.go"},
      {"adapters/go/list/store.go", "list/store.go"},
      {"adapters/go/list_store/main.go", "list_store/main.go"}},
     "list/store.go",
     "assay/adapter.go",
     "build/store",
     "golang-go",
     "go build -o build/store ./list_store"},
    {"csharp",
     "C#",
     {{"adapters/csharp/AssayAdapter.cs", "AssayAdapter.cs"},
      {"adapters/csharp/ITokenStore.cs", "ITokenStore.cs"},
      {"adapters/csharp/Json.cs", "Json.cs"},
      {"adapters/csharp/ListStore.cs", "ListStore.cs"},
      {"adapters/csharp/ListStoreMain.cs", "ListStoreMain.cs"}},
     "ListStore.cs",
     "AssayAdapter.cs",
     "mono build/store.exe",
     "mono-mcs mono-runtime",
     "mcs -out:build/store.exe -main:ListStoreMain *.cs"},
    {"cpp",
     "C++",
     {{"adapters/cpp/assay_adapter.h", "assay_adapter.h"},
      {"adapters/cpp/list_store.cc", "{name}_store.cc"}},
     "{name}_store.cc",
     "assay_adapter.h",
     "build/store",
     "g++ nlohmann-json3-dev",
     "g++ -std=c++20 -O1 -o build/store {name}_store.cc"},
};

// All of them, or none. REQUIRES: there is no such folder.
void write_folder(const std::string& folder, const std::map<std::string, std::string>& files) {
  try {
    for (const auto& [path, content] : files) {
      const std::string whole = folder + "/" + path;
      std::error_code error;
      fs::create_directories(fs::path(whole).parent_path(), error);
      write_file(whole, content);
    }
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    throw;
  }
}

}  // namespace

const std::vector<Scaffold>& scaffolds() { return kScaffolds; }

int new_command(const std::string& language, const std::string& name) {
  const Scaffold& scaffold = scaffold_for(language);
  check_name(name);
  const bool built = !scaffold.build.empty();
  const auto filled = [&](std::string_view text) {
    std::string out(text);
    out = replaced(std::move(out), "{exec}", built ? "sh run.sh" : scaffold.exec);
    out = replaced(std::move(out), "{language}", scaffold.language);
    out = replaced(std::move(out), "{edit}", scaffold.edit);
    out = replaced(std::move(out), "{adapter}", scaffold.adapter);
    out = replaced(std::move(out), "{packages}", scaffold.packages);
    out = replaced(std::move(out), "{build}", scaffold.build);
    out = replaced(std::move(out), "{start}", scaffold.exec);
    return replaced(std::move(out), "{name}", name);
  };
  std::map<std::string, std::string> files;
  for (const ScaffoldFile& file : scaffold.files) {
    const std::string text =
        replaced(std::string(embedded(file.from)), "list_store.", name + "_store.");
    files[filled(file.to)] = replaced(text, "#include \"adapters/cpp/", "#include \"");
  }
  files["assay.toml"] = filled(embedded("cli/scaffold/assay.toml"));
  files["README.md"] = filled(embedded("cli/scaffold/README.md"));
  files[".github/workflows/assay.yml"] = filled(embedded("cli/scaffold/workflow.yml"));
  if (built) files["run.sh"] = filled(embedded("cli/scaffold/run.sh"));
  write_folder(name, files);
  std::cout << "assay: wrote " << name << "/, a store in " << scaffold.language << ": now\n  cd "
            << name << " && assay run\n";
  return kExitPass;
}

}  // namespace assay
