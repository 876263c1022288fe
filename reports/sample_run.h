// A run made by hand that holds whatever a report must cope with: input of the reports' tests.
#pragma once

#include "spec/verdict.h"

namespace assay {

// Every judgement; a broken MUST and a broken SHOULD with their findings; a store that could not be
// reached; names, values and messages with control characters, markup and text beyond the basic
// plane; a shard.
RunResult sample_run();

// A run of one store that Ctrl-C ended.
RunResult interrupted_run();

// Three stores on which all is well.
RunResult good_run();

// The smallest plan that shows a lost refresh_token, as docs/formats.md prints it.
Finding sample_finding();

}  // namespace assay
