#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "cli/embedded.h"
#include "cli/emit/emit.h"
#include "spec/utf8.h"

namespace assay {

namespace {

std::string python_arguments(const Operation& operation, std::size_t column) {
  const Call& call = operation.call;
  const std::string id = operation.id_of ? step_name(*operation.id_of) + ".id" : "";
  if (takes_id(call.method)) return id.empty() ? python_literal(call.id) : id;
  if (call.method == Method::kFill) return std::to_string(call.count);
  if (!takes_token(call.method)) return "";
  if (operation.again) return step_name(*operation.again) + ".token";
  std::vector<std::string> fields;
  for (const Field field : kFields) {
    if (field == Field::kId && !id.empty())
      fields.push_back("id=" + id);
    else if (call.token[field])
      fields.push_back(fmt::format("{}={}", name_of(field), python_literal(*call.token[field])));
  }
  std::size_t length = column;
  for (const std::string& field : fields) length += field.size() + 2;
  const std::string joint = length > kColumns ? ",\n        " : ", ";
  std::string out = length > kColumns ? "\n        " : "";
  for (std::size_t i = 0; i < fields.size(); ++i) out += (i > 0 ? joint : "") + fields[i];
  return out;
}

// An embedded file from its first section on.
std::string_view sections_of(std::string_view path) {
  for (const EmbeddedFile& file : embedded_files())
    if (file.path == path) return file.content.substr(file.content.find("# ----"));
  throw std::logic_error("no embedded file " + std::string(path));
}

constexpr std::string_view kPythonHead = R"(#!/usr/bin/env python3
# A regression test, written by assay {version}. It takes Python 3.8 and nothing else.
#
#     python3 THIS_FILE python3 my_adapter.py
#
# starts the adapter (docs/protocol.md), makes the calls of scenario(), and exits with 0 where every
# step did what the rules allow, 1 where one did not, 2 where that cannot be said.
#
{told}import itertools, json, queue, re, shutil, subprocess, sys, tempfile, threading

RULE = {rule}  # that the scenario is about


# Each call is held against the rules, below, as soon as it has returned.
def scenario(store):
)";

}  // namespace

std::string python_literal(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    at += character.size;
    const char32_t value = character.valid ? character.value : 0xFFFD;
    if (value == '"' || value == '\\')
      out += {'\\', static_cast<char>(value)};
    else if (value >= ' ' && value <= '~')
      out += static_cast<char>(value);
    else if (value <= 0xFFFF)
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(value));
    else
      out += fmt::format("\\U{:08x}", static_cast<std::uint32_t>(value));
  }
  return out + '"';
}

std::string emit_python(const Regression& regression) {
  const std::string_view rule = regression.finding ? regression.finding->bucket.rule.id() : "";
  std::string out = fmt::format(kPythonHead, fmt::arg("version", ASSAY_VERSION),
                                fmt::arg("told", told_in_comments(regression, "#")),
                                fmt::arg("rule", python_literal(rule)));
  const auto steps = emitted_steps(regression);
  if (steps.empty()) out += "    store.get_tokens()\n";
  for (std::size_t k = 0; k < steps.size(); ++k) {
    out += comments_at_step(regression, k, "    #");
    const std::string before =
        is_named_later(steps, k) ? fmt::format("    {} = store.", step_name(k)) : "    store.";
    const std::string_view method = name_of(steps[k].call.method);
    out += fmt::format("{}{}({})\n", before, method,
                       python_arguments(steps[k], before.size() + method.size() + 2));
  }
  out += "\n\n";
  out += sections_of("cli/emit/lawful.py");
  out += "\n\n";
  out += sections_of("cli/emit/checked_store.py");
  return out;
}

}  // namespace assay
