# Precompiled headers: half of the time that most sources take to compile is the standard library's
# and GoogleTest's. Not with a compiler cache, of which only one can be had, and which is quicker; not
# where single sources have options of their own; and not as part of another project.
set(precompile OFF)
if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_CXX_COMPILER_LAUNCHER AND NOT ASSAY_FUZZING_ENGINE)
  set(precompile ON)
endif()
option(ASSAY_PRECOMPILE "Precompile headers" ${precompile})

set(ASSAY_STANDARD_HEADERS <algorithm> <array> <cstdint> <filesystem> <fstream> <functional> <map>
  <memory> <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <vector>)
set(ASSAY_TEST_HEADERS ${ASSAY_STANDARD_HEADERS} <gmock/gmock.h> <gtest/gtest.h>)

# For a library of the project.
function(assay_precompile_library target)
  if(ASSAY_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${ASSAY_STANDARD_HEADERS})
  endif()
endfunction()

# For a program of tests. All are compiled alike, so that the first one's headers do for all.
function(assay_precompile_tests target)
  if(NOT ASSAY_PRECOMPILE)
    return()
  endif()
  get_property(first GLOBAL PROPERTY ASSAY_FIRST_TESTS)
  if(first)
    target_precompile_headers(${target} REUSE_FROM ${first})
  else()
    set_property(GLOBAL PROPERTY ASSAY_FIRST_TESTS ${target})
    target_precompile_headers(${target} PRIVATE ${ASSAY_TEST_HEADERS})
  endif()
endfunction()
