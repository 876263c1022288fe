// Memory that a process shares with those that it forks.
#pragma once

#include <cstddef>
#include <new>

namespace assay {

// Memory that a child shares with its parent, set to zero.
template <typename T>
class Shared {
 public:
  Shared();
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  ~Shared();
  T& operator*() const { return *value_; }
  T* operator->() const { return value_; }

 private:
  T* value_;
};

void* map_shared(std::size_t size);
void unmap_shared(void* at, std::size_t size);

template <typename T>
Shared<T>::Shared() : value_(new (map_shared(sizeof(T))) T()) {}
template <typename T>
Shared<T>::~Shared() {
  unmap_shared(value_, sizeof(T));
}

}  // namespace assay
