#include "harness/shared.h"

#include <sys/mman.h>

namespace assay {

void* map_shared(std::size_t size) {
  void* at = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) throw std::bad_alloc();
  return at;
}

void unmap_shared(void* at, std::size_t size) { munmap(at, size); }

}  // namespace assay
