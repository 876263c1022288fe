#!/usr/bin/env bash
# A new user's path, timed: from nothing to a verdict, with an Assay that is installed.
#
#   tests/new_user.sh [BIN [LANGUAGE]]
#
# BIN is the folder where `assay` is (else PATH finds it), LANGUAGE one that `assay new` knows
# (python). Prints what the user sees and how long it took; ends with 1 where that was a minute or
# more, or the verdict was not that all is well.
set -euo pipefail

if (($#)); then PATH=$(readlink -f -- "$1"):$PATH; fi
language=${2-python}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

begin=$(date +%s%N)
status=0
(assay new "$language" shop && cd shop && assay run) || status=$?
took=$((($(date +%s%N) - begin) / 1000000))
printf '\nassay new %s shop && cd shop && assay run: exit code %d after %d.%d s\n' "$language" \
  "$status" $((took / 1000)) $((took % 1000 / 100))
((status == 0 && took < 60000))
