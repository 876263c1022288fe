#include "harness/difference.h"

#include <algorithm>
#include <string_view>

namespace assay {

namespace {

using Indices = std::vector<std::size_t>;

std::string_view id_of(const Token& record) { return record.text(Field::kId); }

// The indices from `begin` to `end`, sorted by the id of their records.
Indices sorted_by_id(const std::vector<Token>& records, std::size_t begin, std::size_t end) {
  Indices indices;
  for (std::size_t i = begin; i < end; ++i) indices.push_back(i);
  std::ranges::stable_sort(indices, {}, [&](std::size_t i) { return id_of(records[i]); });
  return indices;
}

// Takes the leading run of indices whose records have this id.
Indices take_run(const std::vector<Token>& records, const Indices& sorted, std::size_t& at,
                 std::string_view id) {
  Indices run;
  while (at < sorted.size() && id_of(records[sorted[at]]) == id) run.push_back(sorted[at++]);
  return run;
}

// Pairs records of one id: equal ones first, then whatever is left.
void pair_up(const std::vector<Token>& before, const std::vector<Token>& after, Indices was,
             Indices is, Difference& out) {
  std::erase_if(was, [&](std::size_t b) {
    const auto same =
        std::ranges::find_if(is, [&](std::size_t a) { return after[a] == before[b]; });
    if (same == is.end()) return false;
    is.erase(same);
    return true;
  });
  const std::size_t both = std::min(was.size(), is.size());
  for (std::size_t i = 0; i < both; ++i) out.changed.emplace_back(was[i], is[i]);
  out.removed.insert(out.removed.end(), was.begin() + static_cast<std::ptrdiff_t>(both), was.end());
  out.added.insert(out.added.end(), is.begin() + static_cast<std::ptrdiff_t>(both), is.end());
}

}  // namespace

Difference difference(const std::vector<Token>& before, const std::vector<Token>& after) {
  Difference out;
  // Most calls change one record or none: what is equal in place at both ends needs no sorting.
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  const std::size_t changed_before = before.size() - head - tail;
  const std::size_t changed_after = after.size() - head - tail;
  if (changed_before + changed_after == 0) return out;
  const bool one_id =
      changed_before == 1 && changed_after == 1 && id_of(before[head]) == id_of(after[head]);
  if (one_id || changed_before + changed_after == 1) {
    if (one_id)
      out.changed.emplace_back(head, head);
    else
      (changed_before == 1 ? out.removed : out.added).push_back(head);
    return out;
  }
  const Indices was = sorted_by_id(before, head, head + changed_before);
  const Indices is = sorted_by_id(after, head, head + changed_after);
  std::size_t b = 0;
  std::size_t a = 0;
  while (b < was.size() || a < is.size()) {
    const bool take_before =
        a == is.size() || (b < was.size() && id_of(before[was[b]]) <= id_of(after[is[a]]));
    const std::string_view id = take_before ? id_of(before[was[b]]) : id_of(after[is[a]]);
    Indices old_run = take_run(before, was, b, id);
    Indices new_run = take_run(after, is, a, id);
    pair_up(before, after, std::move(old_run), std::move(new_run), out);
  }
  out.reordered =
      was.size() + is.size() > out.removed.size() + out.added.size() + 2 * out.changed.size();
  return out;
}

std::vector<std::string_view> repeated_texts(const std::vector<Token>& records, Field field) {
  std::vector<std::string_view> texts;
  for (const Token& record : records)
    if (record.has(field)) texts.push_back(record.text(field));
  std::ranges::sort(texts);
  std::vector<std::string_view> repeated;
  for (std::size_t i = 1; i < texts.size(); ++i)
    if (texts[i] == texts[i - 1] && (repeated.empty() || repeated.back() != texts[i]))
      repeated.push_back(texts[i]);
  return repeated;
}

}  // namespace assay
