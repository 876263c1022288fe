#include <string>
#include <vector>

#include "cli/cli.h"

int main(int argc, char** argv) {
  return assay::run_cli(argc > 0 ? argv[0] : "assay",
                        std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
}
