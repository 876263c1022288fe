// What the command knows of where it prints.
#pragma once

#include <atomic>

namespace assay {

struct Terminal {
  bool color = false;     // colours are welcome on standard output: a terminal, and no NO_COLOR
  bool progress = false;  // standard error is a terminal
  int width = 100;        // columns
};

Terminal terminal();

// While it lives, standard error goes nowhere: stores that crash have much to say.
class Silence {
 public:
  Silence();
  ~Silence();
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  int kept_;
};

// Set by SIGINT and SIGTERM once stop_on_signals() was called; a second one ends the process with
// 130 at once.
const std::atomic<bool>& stop_requested();
void stop_on_signals();

}  // namespace assay
