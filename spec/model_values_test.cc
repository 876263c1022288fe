// The stories of users, ids and texts that must be told apart, or that may not fit.
#include "spec/story.h"
#include "spec/token.h"

namespace assay {
namespace {

using namespace std::string_literals;

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

Capabilities with_capacity(Field field, std::size_t characters) {
  Capabilities capabilities;
  capabilities.capacity[index_of(field)] = characters;
  return capabilities;
}

void add_look_alike_ids(std::vector<Story>& stories) {
  for (const std::string id : {"07", "·7", "7·", "7.0", "7e0", "+7", "٧", "1·or·1=1"}) {
    const std::vector<std::string> records = {"id=7 user=ann access=a1"};
    const auto add = [&](std::string_view title, const std::string& call,
                         std::vector<std::string> allowed) {
      stories.push_back({"TS-ID-03", title, records, call, std::move(allowed)});
    };
    add("a save keeps the id as it is", "save id=" + id + " access=a2",
        {"insert id=" + id + " access=a2 | TS-SAVE-01"});
    add("a find does not read it as another", "find id=" + id, {"none | TS-FIND-02"});
    add("nor does a find by id", "find_by_id " + id, {"none | TS-BYID-02"});
    add("nor does a delete", "delete " + id,
        {"done | TS-DEL-02 LAT-k", "refuse | TS-DEL-02 LAT-k"});
  }
}

void add_look_alike_users(std::vector<Story>& stories) {
  for (const std::string user :
       {"ann", "José", "JOSE", "Jose\u0301", "ｊｏｓé", "josé·", "·josé"}) {
    const std::vector<std::string> records = {"id=1 user=josé access=a1"};
    stories.push_back({"TS-USER-04",
                       "a look-alike is inserted",
                       records,
                       "save user=" + user + " access=a1",
                       {"insert id=* user=" + user + " access=a1 | TS-SAVE-01"}});
    stories.push_back({"TS-USER-04",
                       "a look-alike is not found",
                       records,
                       "find user=" + user + " access=a1",
                       {"none | TS-FIND-02"}});
  }
}

std::vector<Story> stories_of_capacity() {
  const std::string full = repeated("é", 255);
  const std::string beyond = repeated("é", 256);
  const std::string insert_beyond = "insert id=* user=ann access=" + beyond + " | TS-SAVE-01";
  return {
      {"TS-VAL-02",
       "two hundred and fifty five characters are accepted",
       {},
       "save user=ann access=" + full,
       {"insert id=* user=ann access=" + full + " | TS-SAVE-01"}},
      {"TS-VAL-02",
       "one more may be refused",
       {},
       "save user=ann access=" + beyond,
       {insert_beyond, "refuse | TS-VAL-02"}},
      {"TS-VAL-02",
       "but not within the capacity that is declared",
       {},
       "save user=ann access=" + beyond,
       {insert_beyond},
       {},
       with_capacity(Field::kAccessToken, 256)},
      {"TS-VAL-02",
       "a capacity below the least does not excuse",
       {},
       "save user=ann access=" + full,
       {"insert id=* user=ann access=" + full + " | TS-SAVE-01"},
       {},
       with_capacity(Field::kAccessToken, 254)},
      {"TS-VAL-02",
       "ten characters fit in an id",
       {},
       "save id=éééééééééé access=a1",
       {"insert id=éééééééééé access=a1 | TS-SAVE-01"}},
      {"TS-VAL-02",
       "eleven may be refused",
       {},
       "save id=12345678901 access=a1",
       {"insert id=12345678901 access=a1 | TS-SAVE-01", "refuse | TS-VAL-02"}},
      {"TS-VAL-02",
       "also where the update ignores the id",
       {"id=1 user=ann access=a1"},
       "save id=12345678901 user=ann access=a2",
       {"update id=1 user=ann access=a2 | TS-SAVE-02", "refuse | TS-VAL-02"}},
      {"TS-VAL-02",
       "nineteen digits may be refused",
       {},
       "save access=a1 expires=1234567890123456789",
       {"insert id=* access=a1 expires=1234567890123456789 | TS-SAVE-01", "refuse | TS-VAL-02"}},
  };
}

const std::string kNul = "a\0b"s;

std::vector<Story> stories_of_exactness() {
  return {
      {"TS-VAL-01",
       "a NUL is kept or refused",
       {},
       "save user=ann access=" + kNul,
       {"insert id=* user=ann access=" + kNul + " | TS-SAVE-01", "refuse | TS-VAL-01"}},
      {"TS-VAL-01",
       "so is an expiry that is no canonical decimal",
       {"id=1 user=ann access=a1"},
       "save user=ann expires=007",
       {"update id=1 user=ann access=a1 expires=007 | TS-SAVE-02", "refuse | TS-VAL-01"}},
      {"TS-VAL-01",
       "eighteen digits are accepted",
       {},
       "save access=a1 expires=123456789012345678",
       {"insert id=* access=a1 expires=123456789012345678 | TS-SAVE-01"}},
      {"TS-VAL-01",
       "what was accepted is not refused the second time",
       {"id=1 user=ann access=" + kNul},
       "save user=ann access=" + kNul,
       {"update id=1 user=ann access=" + kNul + " | TS-SAVE-02 TS-SAVE-09"},
       {"user=ann access=" + kNul}},
  };
}

std::vector<Story> stories_of_texts_apart() {
  return {
      {"TS-VAL-03",
       "quotes and comments are text",
       {"id=1 user=ann access=a1"},
       "save user='·or·1=1·-- access=\"%s\",?",
       {"insert id=* user='·or·1=1·-- access=\"%s\",? | TS-SAVE-01"}},
      {"TS-VAL-03",
       "a wildcard finds nothing",
       {"id=1 user=ann access=a1"},
       "find user=%",
       {"none | TS-FIND-02"}},
      {"TS-VAL-04",
       "characters beyond the basic plane are accepted",
       {},
       "save user=😀\u202E access=e\u0301",
       {"insert id=* user=😀\u202E access=e\u0301 | TS-SAVE-01"}},
      {"TS-VAL-06",
       "clients that look alike are different clients",
       {"id=1 client=c1 secret=s1 refresh=r1"},
       "save client=C1 secret=s1 refresh=r1",
       {"insert id=* client=C1 secret=s1 refresh=r1 | TS-SAVE-01 TS-SAVE-06"}},
      {"TS-VAL-06",
       "credentials that look alike are different",
       {"id=1 access=a1"},
       "save access=A1",
       {"insert id=* access=A1 | TS-SAVE-01"}},
      {"TS-VAL-06",
       "a find takes none for the other",
       {"id=1 client=c1 secret=s1 grant=g1"},
       "find client=c1 secret=s1 grant=g1·",
       {"none | TS-FIND-02"}},
  };
}

std::vector<Story> stories_of_texts_that_do_not_fit() {
  return {
      {"TS-VAL-07",
       "a text that could not be saved finds none or is refused",
       {"id=1 user=a access=a1"},
       "find user=a" + "\0"s,
       {"none | TS-FIND-02 LAT-n", "refuse | LAT-n"}},
      {"TS-VAL-07",
       "but what was saved all the same is found",
       {"id=1 user=" + kNul + " access=a1"},
       "find user=" + kNul,
       {"find id=1 user=" + kNul + " access=a1 | TS-FIND-01"}},
      {"TS-VAL-07",
       "a delete of such an id touches nothing",
       {"id=1234567890 access=a1"},
       "delete 12345678901",
       {"done | TS-DEL-02 LAT-k", "refuse | TS-DEL-02 LAT-k"}},
  };
}

}  // namespace

std::vector<Story> value_stories() {
  std::vector<Story> all = {
      {"TS-USER-01",
       "another user's access token is no match",
       {"id=1 user=ann access=a1"},
       "save user=bob access=a1",
       {"insert id=* user=bob access=a1 | TS-SAVE-01"}},
      {"TS-USER-01",
       "nor is another user's client and refresh token",
       {"id=1 user=ann client=c1 secret=s1 refresh=r1"},
       "save user=bob client=c1 secret=s1 refresh=r1",
       {"insert id=* user=bob client=c1 secret=s1 refresh=r1 | TS-SAVE-01"}},
      {"TS-USER-02",
       "another user's record is not found",
       {"id=1 user=ann client=c1 secret=s1 refresh=r1 access=a1 grant=g1"},
       "find user=bob client=c1 secret=s1 refresh=r1 access=a1 grant=g1",
       {"none | TS-FIND-02"}},
      {"TS-USER-03",
       "its id does not help a save",
       {"id=1 user=ann access=a1"},
       "save id=1 user=bob access=a1",
       {"refuse | LAT-b", "insert id=* user=bob access=a1 | LAT-b"}},
      {"TS-USER-03",
       "nor a find",
       {"id=1 user=ann access=a1"},
       "find id=1 user=bob access=a1",
       {"none | TS-FIND-02"}},
  };
  add_look_alike_users(all);
  add_look_alike_ids(all);
  for (const auto& more : {stories_of_capacity(), stories_of_exactness(), stories_of_texts_apart(),
                           stories_of_texts_that_do_not_fit()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace assay
