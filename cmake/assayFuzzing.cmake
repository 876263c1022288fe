# assay_add_store_fuzzer(target part...): a program that makes plans out of bytes, executes them on
# your own store, and aborts with the story where the store does what no rule allows.
#
# The parts are your sources, or libraries of yours; one of them has ASSAY_PLUGIN(...), as a plugin
# of the `assay` command has. By clang it is driven by libFuzzer, with AddressSanitizer and
# UndefinedBehaviorSanitizer:
#
#   assay fuzz --targets BUILD TARGET
#
# By another compiler it replays the files and folders that it is given. ASSAY_FUZZING_ENGINE, where
# it is set, drives it in place of libFuzzer: a library, or flags; then the sanitizers are yours to
# choose. Nothing but your store is traced: the rest of Assay is as it was installed.

set(ASSAY_FUZZING_ENGINE "" CACHE STRING
  "What drives store fuzzers: empty for libFuzzer where clang compiles, or a library")

get_filename_component(_assay_fuzz_sources "${CMAKE_CURRENT_LIST_DIR}/@relative_fuzz_dir@" ABSOLUTE)

function(assay_add_store_fuzzer target)
  if(NOT target MATCHES "_fuzz$")
    message(FATAL_ERROR "assay_add_store_fuzzer: ${target} is no name that `assay fuzz` looks for; "
      "let it end in _fuzz: ${target}_fuzz")
  endif()
  if(NOT ARGN)
    message(FATAL_ERROR "assay_add_store_fuzzer: ${target} has no store; name a source or a "
      "library with ASSAY_PLUGIN(...)")
  endif()
  add_executable(${target} ${_assay_fuzz_sources}/store_fuzz.cc)
  foreach(part IN LISTS ARGN)
    if(TARGET ${part})
      target_link_libraries(${target} PRIVATE ${part})
    else()
      target_sources(${target} PRIVATE ${part})
    endif()
  endforeach()
  target_link_libraries(${target} PRIVATE assay::fuzz)
  if(ASSAY_FUZZING_ENGINE)
    target_link_libraries(${target} PRIVATE ${ASSAY_FUZZING_ENGINE})
  elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    set(checks -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_compile_options(${target} PRIVATE -g -fsanitize=fuzzer-no-link ${checks})
    target_link_options(${target} PRIVATE -fsanitize=fuzzer ${checks})
  else()
    target_sources(${target} PRIVATE ${_assay_fuzz_sources}/replay/main.cc)
  endif()
  # To begin with, where `assay fuzz` looks for it.
  file(CREATE_LINK ${_assay_fuzz_sources}/corpus/plan_fuzz
    ${CMAKE_CURRENT_BINARY_DIR}/${target}_seed_corpus SYMBOLIC)
endfunction()
