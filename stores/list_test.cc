#include "stores/list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace assay {
namespace {

TEST(List, IsEmptyAtEveryOpen) {
  const auto factory = make_list_factory();
  {
    const auto store = factory->open("/no/such/directory");
    Token token = Token().with(Field::kAccessToken, "a");
    store->save_token(token);
  }
  EXPECT_TRUE(factory->open("/no/such/directory")->get_tokens().empty());
}

TEST(List, DeclaresNoMoreThanItKeeps) {
  const Capabilities capabilities = make_list_factory()->capabilities();
  EXPECT_EQ(capabilities.medium, Medium::kMemory);
  EXPECT_FALSE(capabilities.persistent || capabilities.shared || capabilities.sql);
  EXPECT_EQ(capabilities.concurrent, 8);
}

TEST(List, LosesNoSaveOfEightThreads) {
  constexpr int kThreads = 8;
  constexpr int kSaves = 200;
  const auto store = make_list_factory()->open("");
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (int thread = 0; thread < kThreads; ++thread)
      threads.emplace_back([&store, thread] {
        for (int i = 0; i < kSaves; ++i) {
          const std::string name = std::to_string(thread) + "-" + std::to_string(i);
          Token token = Token().with(Field::kUserName, name).with(Field::kAccessToken, "a" + name);
          store->save_token(token);
          (void)store->find_token(token);
        }
      });
  }
  EXPECT_EQ(store->get_tokens().size(), std::size_t{kThreads} * kSaves);
}

}  // namespace
}  // namespace assay
