# What makes a build from nothing quick.

# What runs for a moment and takes long to compile, such as tests and reports, is not optimised in a
# Debug build; what is executed by the million is.
function(assay_not_optimised target)
  set_target_properties(${target} PROPERTIES ASSAY_NOT_OPTIMISED ON)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Debug>:-O0>)
endfunction()

# An inline function that both have, the linker takes from where it meets it first: what is
# optimised goes before a program's own objects, or half of its speed is lost.
function(assay_link_optimised_first program)
  assay_optimised_libraries(${program} archives)
  if(archives)
    list(TRANSFORM archives REPLACE "(.+)" "$<TARGET_FILE:\\1>")
    list(JOIN archives " " archives)
    set(whole "SHELL:-Wl,--whole-archive ${archives} -Wl,--no-whole-archive")
    target_link_options(${program} PRIVATE "$<$<CONFIG:Debug>:${whole}>")
  endif()
endfunction()

# Those of the project that `target` is linked with, however far away.
function(assay_optimised_libraries target result)
  set(found "")
  get_target_property(libraries ${target} LINK_LIBRARIES)
  list(FILTER libraries INCLUDE REGEX "^assay_(spec|stores|harness|fuzz|reports|face|cli)$")
  foreach(library IN LISTS libraries)
    assay_optimised_libraries(${library} below)
    list(APPEND found ${below})
    get_target_property(not_optimised ${library} ASSAY_NOT_OPTIMISED)
    if(NOT not_optimised)
      list(APPEND found ${library})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES found)
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

# Batches and precompiled headers. Not where single sources have options of their own, and not
# as part of another project.
set(quick OFF)
if(PROJECT_IS_TOP_LEVEL AND NOT ASSAY_FUZZING_ENGINE)
  set(quick ON)
endif()

# Sources by the batch: headers are read, and templates compiled, once for sixteen sources. No two
# sources of a folder may then have a name of an unnamed namespace in common.
option(ASSAY_UNITY "Compile sources in batches" ${quick})

# GoogleTest precompiled: not with a compiler cache, which bears no such headers.
if(CMAKE_CXX_COMPILER_LAUNCHER)
  set(quick OFF)
endif()
option(ASSAY_PRECOMPILE "Precompile what tests include" ${quick})

function(assay_compile_in_batches target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${ASSAY_UNITY} UNITY_BUILD_BATCH_SIZE 16)
endfunction()

set(ASSAY_TEST_HEADERS <algorithm> <array> <cstdint> <filesystem> <fstream> <functional> <map>
  <memory> <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <vector>
  <gmock/gmock.h> <gtest/gtest.h>)

# For a program of tests; `ARGN` is what it is linked with, which is the same for all: one set of
# headers does.
function(assay_precompile_tests target)
  if(NOT ASSAY_PRECOMPILE)
    return()
  endif()
  if(NOT TARGET assay_test_headers)
    file(TOUCH ${PROJECT_BINARY_DIR}/test_headers.cc)
    add_library(assay_test_headers OBJECT ${PROJECT_BINARY_DIR}/test_headers.cc)
    target_link_libraries(assay_test_headers PRIVATE ${ARGN})
    assay_not_optimised(assay_test_headers)
    target_precompile_headers(assay_test_headers PRIVATE ${ASSAY_TEST_HEADERS})
  endif()
  target_precompile_headers(${target} REUSE_FROM assay_test_headers)
endfunction()
