#!/usr/bin/env bash
# What plan_fuzz finds of the zoo: each broken store, from an empty corpus.
#
#   fuzz/hunt.sh ASSAY PLAN_FUZZ [SECONDS [SEED [STORE...]]]
#
# ASSAY is the command, PLAN_FUZZ the target as libFuzzer drives it, SECONDS how long each store is
# fuzzed at the most (30). A row for each store: how long it took, and what was found; a sum last.
# Rules of files that no plan changes (TS-SEC-01, TS-DUR-04, TS-DUR-05) are out of its sight, and
# counted apart. Ends with 1 where less than nine in ten of the others were found.
set -euo pipefail

if (($# < 2)); then
  sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" >&2
  exit 2
fi
assay=$(readlink -f -- "$1") target=$(readlink -f -- "$2") seconds=${3-30} seed=${4-1}
shift $(($# < 4 ? $# : 4))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

found=0 seen=0 hidden=0
while read -r store rule _; do
  if (($#)) && [[ " $* " != *" $store "* ]]; then continue; fi
  rm -rf corpus && mkdir corpus
  begin=$(date +%s%N)
  status=0
  # A hang is a finding too. Advice counts: some stores break a SHOULD rule alone.
  ASSAY_FUZZ_STORES=zoo/$store ASSAY_FUZZ_ADVICE=1 timeout -k 1 $((seconds + 15)) "$target" \
    -max_total_time="$seconds" -seed="$seed" -timeout=5 -artifact_prefix="$work/" corpus \
    >"$work/log" 2>&1 </dev/null || status=$?
  took=$((($(date +%s%N) - begin) / 1000000))
  what=$(sed -n 's/.* breaks \(TS-[A-Z]*-[0-9]*\) at step.*/\1/p' "$work/log" | head -n 1)
  if [[ -z $what && $status != 0 ]]; then
    what=$(sed -n 's/.*ERROR: \(libFuzzer: [a-z ]*\|AddressSanitizer: [a-zA-Z-]*\).*/\1/p' \
      "$work/log" | head -n 1)
    what=${what:-exit $status}
  fi
  case $rule in
    TS-SEC-01 | TS-DUR-04 | TS-DUR-05)
      if [[ -z $what ]]; then
        hidden=$((hidden + 1))
        printf '%-42s %-12s %8s  out of sight\n' "$store" "$rule" -
        continue
      fi
      ;;
  esac
  seen=$((seen + 1))
  if [[ -n $what ]]; then found=$((found + 1)); fi
  printf '%-42s %-12s %5d.%ds  %s\n' "$store" "$rule" $((took / 1000)) $((took % 1000 / 100)) \
    "${what:-NOT FOUND}"
done < <("$assay" list stores --broken | awk '$2 ~ /^TS-/')

if ((!seen)); then
  echo "no such store: assay list stores --broken" >&2
  exit 2
fi
printf '%d of %d found (%d.%d %%); %d out of sight\n' "$found" "$seen" \
  $((found * 100 / seen)) $((found * 1000 / seen % 10)) "$hidden"
((found * 10 >= seen * 9))
