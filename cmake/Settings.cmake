# What every target is compiled with.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug or RelWithDebInfo" FORCE)
endif()

find_program(ASSAY_CCACHE ccache)
mark_as_advanced(ASSAY_CCACHE)
if(ASSAY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${ASSAY_CCACHE})
endif()

# Everywhere, the code of tests included: a program is instrumented as a whole or not at all.
if(ASSAY_SANITIZE)
  add_compile_options(-fsanitize=${ASSAY_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ASSAY_SANITIZE})
endif()

# Fuzz targets: a sanitizer's checks make small functions look too large to be inlined, and to look
# for the use of a stack after return is decided at run time, and costs time where it is not done.
if(ASSAY_SANITIZE MATCHES address AND ASSAY_FUZZING_ENGINE AND CMAKE_CXX_COMPILER_ID MATCHES Clang)
  add_compile_options(-fsanitize-address-use-after-return=never)
  add_compile_options("SHELL:-mllvm -inline-threshold=1000")
endif()

# PRIVATE to each target: a user's own code is compiled as the user likes.
add_library(assay_flags INTERFACE)
target_compile_options(assay_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<BOOL:${ASSAY_WERROR}>:-Werror>
  # GCC 12 sees overlaps in std::string that are none (its bug 105651).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
target_compile_definitions(assay_flags INTERFACE ASSAY_VERSION="${PROJECT_VERSION}"
  $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
