// `assay list`, `assay explain` and `assay replay`.
#pragma once

#include <optional>
#include <string>

namespace assay {

// Each returns the exit code, and throws UsageError with one line.
int list_command(const std::string& what, bool broken);
int explain_command(const std::string& name);
int replay_command(const std::string& program, const std::string& file,
                   const std::optional<std::string>& store,
                   const std::optional<std::string>& mysql_url);

}  // namespace assay
