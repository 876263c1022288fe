#include <fcntl.h>

#include <string>
#include <vector>

#include "cli/cli.h"

namespace {

// Where a standard stream is closed, the next file that is opened would be taken for it.
void open_standard_streams() {
  for (int stream = 0; stream <= 2; ++stream)
    if (fcntl(stream, F_GETFD) < 0) open("/dev/null", O_RDWR);
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  return assay::run_cli(argc > 0 ? argv[0] : "assay",
                        std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
}
