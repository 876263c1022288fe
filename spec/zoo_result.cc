#include "spec/zoo_result.h"

namespace assay {

int exit_code(const ZooResult& zoo) {
  bool lived = false;
  bool untried = false;
  for (const Exhibit& exhibit : zoo.exhibits) {
    lived = lived || (exhibit.tried && !exhibit.found);
    untried = untried || !exhibit.tried;
  }
  if (zoo.interrupted) return 130;
  return lived ? 1 : untried ? 3 : 0;
}

}  // namespace assay
