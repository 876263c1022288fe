#include "stores/variants/record_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "spec/token_store.h"
#include "stores/scratch_directory.h"

namespace assay {

namespace {

Token record(std::string id) {
  return Token()
      .with(Field::kId, std::move(id))
      .with(Field::kUserName, std::string("a\0b\nend\n", 8))
      .with(Field::kAccessToken, "enter-alpha");
}

TEST(RecordFiles, GiveBackWhatWasPutIn) {
  EXPECT_EQ(from_record_file(to_record_file(record("7"))), record("7"));
}

TEST(RecordFiles, AreRefusedWhereverTheyAreCutOff) {
  const std::string whole = to_record_file(record("7"));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_THROW(from_record_file(whole.substr(0, size)), StoreError) << size;
}

TEST(RecordFiles, AreRefusedWithMoreBehindThemWithoutAnIdAndWithAFalseLength) {
  EXPECT_THROW(from_record_file(to_record_file(record("7")) + "x"), StoreError);
  EXPECT_THROW(from_record_file(to_record_file(record(""))), StoreError);
  EXPECT_THROW(from_record_file("token record 1\nid 99999999999999999999\n7\nend\n"), StoreError);
  EXPECT_THROW(from_record_file("token record 1\nid 9\n7\nend\n"), StoreError);
}

TEST(RecordFolder, KeepsReplacesAndRemovesRecords) {
  const ScratchDirectory storage;
  const RecordFolder folder(storage.path());
  EXPECT_TRUE(folder.read().empty());
  folder.write("one", record("1"));
  folder.write("two", record("2"));
  folder.write("one", record("3"));
  EXPECT_EQ(RecordFolder(storage.path()).read(),
            (std::map<std::string, Token>{{"one", record("3")}, {"two", record("2")}}));
  folder.remove("two");
  EXPECT_EQ(folder.read().size(), 1U);
  folder.clear();
  folder.clear();
  EXPECT_TRUE(folder.read().empty());
}

TEST(RecordFolder, ShowsItsFilesToTheirOwnerAlone) {
  const ScratchDirectory storage;
  const mode_t before = umask(0);
  RecordFolder(storage.path()).write("one", record("1"));
  umask(before);
  struct stat status {};
  ASSERT_EQ(stat((storage / "records/one").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
}

TEST(RecordFolder, RemovesWhatAKillHasLeftAndReadsNoneOfIt) {
  const ScratchDirectory storage;
  RecordFolder(storage.path()).write("one", record("1"));
  std::ofstream(storage / "records/two.draft") << "token rec";
  std::filesystem::create_directory(storage / "records.gone");
  std::ofstream(storage / "records.gone/three") << to_record_file(record("3"));
  EXPECT_EQ(RecordFolder(storage.path()).read().size(), 1U);
  EXPECT_FALSE(std::filesystem::exists(storage / "records/two.draft"));
  EXPECT_FALSE(std::filesystem::exists(storage / "records.gone"));
}

TEST(RecordFolder, RefusesAFileThatIsNoRecordAndLeavesIt) {
  const ScratchDirectory storage;
  const RecordFolder folder(storage.path());
  folder.write("one", record("1"));
  std::ofstream(storage / "records/one", std::ios::trunc) << "a note";
  EXPECT_THROW(folder.read(), StoreError);
  EXPECT_EQ(std::filesystem::file_size(storage / "records/one"), 6U);
}

}  // namespace

}  // namespace assay
