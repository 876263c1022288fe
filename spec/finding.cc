#include "spec/finding.h"

namespace assay {

std::string_view name_of(Divergence divergence) {
  switch (divergence) {
    case Divergence::kRefused: return "refused";
    case Divergence::kNotRefused: return "not-refused";
    case Divergence::kUnknown: return "unknown";
    case Divergence::kBroken: return "broken";
    case Divergence::kTimedOut: return "timed-out";
    case Divergence::kNoEffect: return "no-effect";
    case Divergence::kInserted: return "inserted";
    case Divergence::kWrongRecord: return "wrong-record";
    case Divergence::kRecordLost: return "record-lost";
    case Divergence::kFieldLost: return "field-lost";
    case Divergence::kFieldKept: return "field-kept";
    case Divergence::kFieldAltered: return "field-altered";
    case Divergence::kWrongId: return "wrong-id";
    case Divergence::kNotFound: return "not-found";
    case Divergence::kFound: return "found";
    case Divergence::kRecordsChanged: return "records-changed";
    case Divergence::kDuplicate: return "duplicate";
    case Divergence::kCallerToken: return "caller-token";
    case Divergence::kSecretShown: return "secret-shown";
    case Divergence::kFileMode: return "file-mode";
    case Divergence::kFileTouched: return "file-touched";
    case Divergence::kFileAccepted: return "file-accepted";
  }
  return "?";
}

}  // namespace assay
