# The project's tests: one program a folder, and in it one ctest entry a GoogleTest suite.
#
# An entry a test would start a process, under a sanitizer a slow one, and a database server, for
# each; an entry a program would hide what failed, and run on one core.

# What the sanitizers are told in every test. A small quarantine and short stacks of allocations:
# the harness forks by the thousand, and a child pays for each page that was ever freed. A report
# has longer ones with ASAN_OPTIONS=malloc_context_size=30.
set(ASSAY_TEST_ENVIRONMENT "")
if(ASSAY_SANITIZE)
  set(asan_options strict_string_checks=1 check_initialization_order=1
    quarantine_size_mb=1 thread_local_quarantine_size_kb=16 malloc_context_size=4)
  list(JOIN asan_options ":" asan_options)
  set(ASSAY_TEST_ENVIRONMENT
    ASAN_OPTIONS=${asan_options}
    UBSAN_OPTIONS=print_stacktrace=1
    TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1)
endif()

# What these suites ask is no question of memory or threads, and takes minutes under a sanitizer:
# what each check of the harness is good for, what a user's build makes of an installed Assay,
# whether the adapters of other languages are right, what whole runs make of assay.toml, and what a
# campaign makes of the targets that it starts.
set(ASSAY_SUITES_LEFT_OUT "")
if(ASSAY_SANITIZE)
  set(ASSAY_SUITES_LEFT_OUT
    "^(harness\\.SwitchedOff|tests\\.(Install|Languages/Adapters|ConfigCommand|FuzzCommand))$")
endif()

include(Adapters)

# The tests of a folder: every *_test.cc in it and below, or every .cc where the folder is no
# library; `ARGN` are the libraries that they may see.
function(assay_tests folder)
  set(pattern *_test.cc)
  if(NOT TARGET assay_${folder})
    set(pattern *.cc)
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/${pattern})
  if(NOT sources)
    return()
  endif()
  set(target ${folder}_tests)
  add_executable(${target} ${sources})
  set(libraries assay_flags GTest::gtest GTest::gmock GTest::gtest_main rapidcheck SQLiteCpp
    nlohmann_json::nlohmann_json pugixml::pugixml fmt::fmt LibCsv::csv Threads::Threads)
  target_link_libraries(${target} PRIVATE ${ARGN} ${libraries})
  target_compile_definitions(${target} PRIVATE
    ASSAY_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    ASSAY_BUILD_DIR="${PROJECT_BINARY_DIR}"
    ASSAY_BINARY="$<TARGET_FILE_DIR:${target}>/assay"
    ASSAY_BUILT_IN_STORES="$<TARGET_FILE_DIR:${target}>/assay_built_in_stores"
    ASSAY_BROKEN_ADAPTER="$<TARGET_FILE_DIR:${target}>/assay_broken_adapter"
    ASSAY_CXX_COMPILER="${CMAKE_CXX_COMPILER}"
    ASSAY_SANITIZE="${ASSAY_SANITIZE}")
  assay_not_optimised(${target})
  assay_link_optimised_first(${target})
  assay_precompile_tests(${target} ${libraries})
  assay_compile_in_batches(${target})
  if(TARGET assay AND "assay_cli" IN_LIST ARGN)
    add_dependencies(${target} assay assay_built_in_stores assay_broken_adapter)
  endif()

  set(script ${PROJECT_BINARY_DIR}/${target}.cmake)
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${script})
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND ${CMAKE_COMMAND} -D PROGRAM=$<TARGET_FILE:${target}> -D FOLDER=${folder}
      -D SCRIPT=${script} -D "ENVIRONMENT=${ASSAY_TEST_ENVIRONMENT}"
      -D "LEFT_OUT=${ASSAY_SUITES_LEFT_OUT}"
      -P ${PROJECT_SOURCE_DIR}/cmake/list_suites.cmake
    BYPRODUCTS ${script} VERBATIM)
endfunction()
