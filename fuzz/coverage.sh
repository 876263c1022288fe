#!/usr/bin/env bash
# What the corpora reach: replays them through the targets of a coverage build, and reports by
# folder. ./assay coverage runs it: coverage.sh CHECKOUT BUILD [--html DIR] [CORPUS...]
#
# Each CORPUS is a folder more to replay, through every target: TARGET/corpus in it is for that
# target alone, as `assay fuzz` leaves it in assay-results/fuzz.
set -euo pipefail

die() {
  printf 'assay coverage: %s\n' "$*" >&2
  exit 2
}

root=$1 build=$2
shift 2
html="" more=()
while (($#)); do
  case $1 in
    --html) (($# > 1)) || die "--html needs a folder to write to"
      html=$2
      shift ;;
    -*) die "there is no option '$1'; there is --html DIR" ;;
    *) [[ -d $1 ]] || die "$1 is no folder; name one with inputs, such as assay-results/fuzz"
      more+=("$1") ;;
  esac
  shift
done

tool() {
  local path
  path=$(clang++ -print-prog-name="$1")
  command -v "$path" || command -v "$1" || die "there is no $1; install llvm"
}
cov=$(tool llvm-cov)
profdata=$(tool llvm-profdata)

counts=$build/counts
rm -rf "$counts"
mkdir -p "$counts"
targets=()
for source in "$root"/fuzz/*_fuzz.cc "$root"/cli/*_fuzz.cc; do
  name=$(basename "$source" .cc)
  if [[ -x $build/$name ]]; then targets+=("$name"); fi
done
((${#targets[@]})) || die "no target is built in $build"

inputs=0
for name in "${targets[@]}"; do
  folders=()
  for folder in "$root/fuzz/corpus/$name" "$root/fuzz/bugs/$name"; do
    if [[ -d $folder ]]; then folders+=("$folder"); fi
  done
  for folder in "${more[@]}"; do
    if [[ -d $folder/$name/corpus ]]; then folder=$folder/$name/corpus; fi
    folders+=("$folder")
  done
  if ((!${#folders[@]})); then
    printf '%s: no corpus\n' "$name" >&2
    continue
  fi
  number=$(find -L "${folders[@]}" -type f | wc -l)
  inputs=$((inputs + number))
  if ! LLVM_PROFILE_FILE=$counts/$name-%p.profraw "$build/$name" "${folders[@]}" \
    >"$counts/$name.log" 2>&1; then
    tail -n 5 "$counts/$name.log" >&2
    die "$name fails on its corpus; its words are in $counts/$name.log"
  fi
done
compgen -G "$counts/*.profraw" >/dev/null || die "no target has a corpus"
"$profdata" merge -sparse "$counts"/*.profraw -o "$counts/all.profdata"

objects=()
for name in "${targets[@]}"; do objects+=(-object "$build/$name"); done
# What is not in these folders is left out.
own=()
for folder in spec stores harness fuzz; do own+=("$root/$folder"); done
"$cov" export -format=lcov -instr-profile="$counts/all.profdata" "${objects[@]:1}" \
  "${own[@]}" >"$counts/all.lcov"
if [[ -n $html ]]; then
  "$cov" show -format=html -output-dir="$html" -instr-profile="$counts/all.profdata" \
    "${objects[@]:1}" "${own[@]}" >/dev/null
fi

printf '%s inputs through %s targets (%s)\n\n' "$inputs" "${#targets[@]}" "${targets[*]}"
(cd "$root" && find spec stores harness fuzz -name '*.cc' ! -name '*_test.cc' ! -name '*_fuzz.cc' \
  ! -path 'fuzz/replay/*' | sort) |
  awk -v root="$root/" -v list="$counts/unreached.txt" -f "$root/fuzz/coverage.awk" \
    - "$counts/all.lcov"
if command -v c++filt >/dev/null; then
  c++filt <"$counts/unreached.txt" >"$counts/names"
  mv "$counts/names" "$counts/unreached.txt"
fi
printf '\nEvery function that is not reached: %s\n' "$counts/unreached.txt"
if [[ -n $html ]]; then printf 'Line by line: %s/index.html\n' "$html"; fi
