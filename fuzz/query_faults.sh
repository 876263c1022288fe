#!/usr/bin/env bash
# Has query_fuzz look for each planted fault, from the seed corpus: how long it takes, and which
# oracle finds it. Exits with 1 where one is not found in SECONDS_EACH, and with 2 where it cannot
# be told.
#
#   fuzz/query_faults.sh PROGRAM [FAULT]...
#
# PROGRAM is a query_fuzz that a fuzzing engine drives: build/fuzz/query_fuzz after
# `cmake --preset fuzz && cmake --build --preset fuzz --target query_fuzz`.
set -u

seconds_each=${SECONDS_EACH:-60}
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-}
if [ ! -x "$program" ]; then
  echo "query_faults.sh: name the program query_fuzz of the preset fuzz first" >&2
  exit 2
fi
shift
if [ $# -eq 0 ]; then
  mapfile -t names < <(ASSAY_QUERY_FAULT=list "$program")
else
  names=("$@")
fi
if [ ${#names[@]} -eq 0 ]; then
  echo "query_faults.sh: $program lists no faults" >&2
  exit 2
fi

scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
found=0 slowest_ms=0 slowest=none missed=()
for name in "${names[@]}"; do
  mkdir "$scratch/corpus"
  begin=$(date +%s%N)
  ASSAY_QUERY_FAULT=$name "$program" -seed=1 -max_total_time="$seconds_each" -max_len=4096 \
    -dict="$here/dictionaries/query_fuzz.dict" -artifact_prefix="$scratch/" \
    -print_final_stats=0 "$scratch/corpus" "$here/corpus/query_fuzz" \
    >"$scratch/log" 2>&1
  code=$?
  took_ms=$((($(date +%s%N) - begin) / 1000000))
  oracle=$(sed -n 's/^fuzz: \([a-z-]*\):.*/\1/p' "$scratch/log")
  if [ -n "$oracle" ]; then
    found=$((found + 1))
    if [ "$took_ms" -gt "$slowest_ms" ]; then slowest_ms=$took_ms slowest=$name; fi
    printf '%-45s %4d.%03d s  %s\n' "$name" $((took_ms / 1000)) $((took_ms % 1000)) "$oracle"
  elif [ "$code" -eq 0 ]; then
    missed+=("$name")
    printf '%-45s NOT FOUND in %d s\n' "$name" "$seconds_each"
  else
    echo "query_faults.sh: $program ended with $code and no finding:" >&2
    tail -n 20 "$scratch/log" >&2
    exit 2
  fi
  rm -rf "$scratch/corpus"
done

printf '%d of %d found; the slowest, %s, in %d.%03d s\n' "$found" "${#names[@]}" "$slowest" \
  $((slowest_ms / 1000)) $((slowest_ms % 1000))
[ ${#missed[@]} -eq 0 ]
