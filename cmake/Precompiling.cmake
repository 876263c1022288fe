# Precompiled headers: half of the time that most sources take to compile is the standard library's
# and GoogleTest's. Not with a compiler cache, which is quicker and bears no such headers; not where
# single sources have options of their own; and not as part of another project.
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
