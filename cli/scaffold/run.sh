#!/bin/sh
# Starts the store, and builds it first where it changed. What the compiler says goes to the log.
set -e
cd "$(dirname "$0")"
mkdir -p build
if [ ! -e build/done ] || [ -n "$(find . -path ./build -prune -o -path ./assay-results -prune \
  -o -type f -newer build/done -print)" ]; then
  echo "building the store ..." >&2
  {build} >&2
  touch build/done
fi
exec {start}
