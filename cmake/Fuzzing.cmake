# The fuzz targets: every *_fuzz.cc is a program of its own.
#
# ASSAY_FUZZING_ENGINE drives them: -fsanitize=fuzzer, or the path of an engine's library. Without
# one, each is a program that replays the files and folders that it is given, by any compiler.

set(ASSAY_FUZZING_ENGINE "" CACHE STRING
  "What drives the fuzz targets: -fsanitize=fuzzer, or a library; empty: what replays files")

add_library(assay_fuzz_engine INTERFACE)
if(ASSAY_FUZZING_ENGINE)
  target_link_libraries(assay_fuzz_engine INTERFACE ${ASSAY_FUZZING_ENGINE})
else()
  add_library(assay_fuzz_replay OBJECT fuzz/replay/main.cc)
  target_link_libraries(assay_fuzz_replay PRIVATE assay_flags)
  target_sources(assay_fuzz_engine INTERFACE $<TARGET_OBJECTS:assay_fuzz_replay>)
endif()

# What makes plans out of bytes is what fuzzes, not what is fuzzed. And where plans are executed and
# judged, texts are compared so often that to trace each comparison would cost more than all else;
# memcmp() is watched all the same.
if(ASSAY_FUZZING_ENGINE AND CMAKE_CXX_COMPILER_ID MATCHES Clang)
  file(GLOB makers fuzz/plan_bytes.cc fuzz/plan_mutator.cc fuzz/value_pool.cc
    fuzz/*_mutation.cc fuzz/engine.cc fuzz/message.cc cli/text_mutation.cc
    harness/generate.cc harness/vocabulary.cc harness/lean.cc)
  set_source_files_properties(${makers} PROPERTIES COMPILE_OPTIONS -fno-sanitize=fuzzer-no-link)
  file(GLOB executed CONFIGURE_DEPENDS spec/*.cc harness/*.cc stores/*.cc fuzz/plan_*.cc
    fuzz/fail.cc)
  list(FILTER executed EXCLUDE REGEX "json|wire|csv|url|sqlite_|_test\\.cc")
  list(REMOVE_ITEM executed ${makers})
  set_source_files_properties(${executed} PROPERTIES
    COMPILE_OPTIONS -fno-sanitize-coverage=trace-cmp)
endif()

# AddressSanitizer itself calls this one.
set_source_files_properties(fuzz/signal_stack.cc PROPERTIES COMPILE_OPTIONS -fno-sanitize=all
  SKIP_UNITY_BUILD_INCLUSION ON SKIP_PRECOMPILE_HEADERS ON)

# All of them at once.
add_custom_target(fuzz_targets)

# What judges a statement is no guide to the next question, and would be the most of the coverage;
# so would the planted faults, of which at most one is ever executed. What reads an input for that
# takes every byte as it is: there is no comparison to be solved.
if(ASSAY_FUZZING_ENGINE AND CMAKE_CXX_COMPILER_ID MATCHES Clang)
  file(GLOB asked fuzz/construction.cc fuzz/query_draft.cc fuzz/query_input.cc)
  set_source_files_properties(${asked} PROPERTIES COMPILE_OPTIONS -fno-sanitize-coverage=trace-cmp)
  file(GLOB judges CONFIGURE_DEPENDS fuzz/query_*.cc fuzz/sql_*.cc)
  list(REMOVE_ITEM judges ${asked})
  set_source_files_properties(${judges} PROPERTIES COMPILE_OPTIONS -fno-sanitize=fuzzer-no-link)
endif()

# One program for each target in `folder`; `ARGN` are the libraries that it may see. Its corpus is
# replayed by ctest: that of the tree in fuzz/corpus, and what once was a bug in fuzz/bugs.
function(assay_fuzz_targets folder)
  file(GLOB targets CONFIGURE_DEPENDS ${folder}/*_fuzz.cc)
  foreach(source IN LISTS targets)
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE ${ARGN} assay_flags assay_fuzz_engine)
    add_dependencies(fuzz_targets ${name})
    # Beside the program, where `assay fuzz` looks for them.
    file(CREATE_LINK ${PROJECT_SOURCE_DIR}/fuzz/corpus/${name}
      ${PROJECT_BINARY_DIR}/${name}_seed_corpus SYMBOLIC)
    file(CREATE_LINK ${PROJECT_SOURCE_DIR}/fuzz/dictionaries/${name}.dict
      ${PROJECT_BINARY_DIR}/${name}.dict SYMBOLIC)
    if(ASSAY_TESTS AND NOT ASSAY_FUZZING_ENGINE)
      add_test(NAME fuzz.${name} COMMAND ${name}
        ${PROJECT_SOURCE_DIR}/fuzz/corpus/${name} ${PROJECT_SOURCE_DIR}/fuzz/bugs/${name})
      set_tests_properties(fuzz.${name} PROPERTIES TIMEOUT 900
        ENVIRONMENT "${ASSAY_TEST_ENVIRONMENT}")
    endif()
  endforeach()
endfunction()
