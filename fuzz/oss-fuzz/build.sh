#!/bin/bash -eu
# Builds every fuzz target into $OUT, as OSS-Fuzz, ClusterFuzzLite and AFL++ want it: with the
# compiler, the flags and the engine of the environment; beside each target its seed corpus, its
# dictionary and its options.
#
#   CXX, CXXFLAGS, LIB_FUZZING_ENGINE   how to compile, and what drives the targets
#   SANITIZER                           names the build; its flags are in CXXFLAGS
#   SRC, OUT, WORK                      $SRC/assay is the checkout; the build goes below $WORK

root=$(cd "${SRC:?}/assay" && pwd -P)
out=${OUT:?}
build=${WORK:-${TMPDIR:-/tmp}}/assay-${FUZZING_ENGINE:-libfuzzer}-${SANITIZER:-address}
# The libraries of Debian and Ubuntu are made for libstdc++.
flags=${CXXFLAGS-}
flags=${flags//-stdlib=libc++/}

mkdir -p "$out" "$build"
# What cannot be linked statically goes to $OUT/lib, with what it needs in turn: so an RPATH.
cmake -G Ninja -S "$root" -B "$build" \
  -D CMAKE_CXX_COMPILER="${CXX:?}" \
  -D CMAKE_CXX_FLAGS="$flags" \
  -D CMAKE_BUILD_TYPE=RelWithDebInfo -D CMAKE_CXX_FLAGS_RELWITHDEBINFO= \
  -D CMAKE_EXE_LINKER_FLAGS="-Wl,--as-needed -Wl,--disable-new-dtags" \
  -D CMAKE_BUILD_RPATH="\$ORIGIN/lib" \
  -D ASSAY_FUZZING_ENGINE="${LIB_FUZZING_ENGINE:--fsanitize=fuzzer}" \
  -D ASSAY_TESTS=OFF -D ASSAY_BENCH=OFF -D ASSAY_WERROR=OFF
cmake --build "$build" --target fuzz_targets --parallel "${JOBS:-$(nproc)}"

# The C library and the loader are the machine's own.
mkdir -p "$out/lib"
libraries_of() {
  ldd "$1" | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' |
    grep -v -E '/(libc|libm|libdl|librt|libpthread|libresolv)\.so' || true
}

for source in "$root"/fuzz/*_fuzz.cc "$root"/cli/*_fuzz.cc; do
  name=$(basename "$source" .cc)
  if [[ ! -x $build/$name ]]; then continue; fi
  cp "$build/$name" "$out/$name"
  libraries_of "$build/$name" | xargs -r cp -L -t "$out/lib"
  if compgen -G "$root/fuzz/corpus/$name/*" >/dev/null; then
    rm -f "$out/${name}_seed_corpus.zip"
    (cd "$root/fuzz/corpus/$name" &&
      find . -type f -printf '--add-file=%P\n' | sort >"$build/seeds" &&
      cmake -E tar cf "$out/${name}_seed_corpus.zip" --format=zip --files-from="$build/seeds")
  fi
  if [[ -e $root/fuzz/dictionaries/$name.dict ]]; then
    cp "$root/fuzz/dictionaries/$name.dict" "$out/$name.dict"
  fi
  printf '[libfuzzer]\nrss_limit_mb = 2560\ntimeout = 25\n' >"$out/$name.options"
done
