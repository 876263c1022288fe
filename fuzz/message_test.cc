#include "fuzz/message.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Message, IsOneLineThatShows) {
  EXPECT_FALSE(message_fault("line 3: the id is empty"));
  EXPECT_FALSE(message_fault("expected \"a\\b\" or '\u00e9'"));
  for (const char* message :
       {"", "two\nlines", "a\ttab", "\x1b[31m", "a\x7f", "a\xff", "a\u202e", "a\u2028b"})
    EXPECT_TRUE(message_fault(message)) << message;
  EXPECT_TRUE(message_fault(std::string("nul\0", 4)));
}

TEST(Message, HasABound) {
  EXPECT_FALSE(message_fault(std::string(kMostOfMessage, 'x')));
  EXPECT_TRUE(message_fault(std::string(kMostOfMessage + 1, 'x')));
}

TEST(Message, HoldsNoSecretOfWhatItIsAbout) {
  const std::string source = "1,ann,enter-ann-1,expected\n";
  EXPECT_EQ(shown_secret("line 2: enter-ann-1 again", source), "enter-ann-1");
  EXPECT_FALSE(shown_secret("line 2: expected ann", source));
  EXPECT_FALSE(shown_secret("line 2: enter-ann-2 again", source));
}

}  // namespace
}  // namespace assay
