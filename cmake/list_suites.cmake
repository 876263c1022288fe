# Asks a GoogleTest program for its suites and writes a ctest entry for each: run by cmake -P.
#
#   PROGRAM      the program
#   FOLDER       the first part of the entries' names: spec.Model
#   SCRIPT       what to write; ctest includes it
#   ENVIRONMENT  a list of NAME=VALUE for every entry
#   LEFT_OUT     no entries for what matches this; empty: for all

execute_process(COMMAND ${PROGRAM} --gtest_list_tests
  OUTPUT_VARIABLE listing RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} --gtest_list_tests failed: ${result}\n${listing}")
endif()

# A suite stands at the start of its line and ends with a dot; its tests are indented.
string(REGEX MATCHALL "\n[^ \n]+\\." suites "\n${listing}")
if(NOT suites)
  message(FATAL_ERROR "${PROGRAM} has no tests")
endif()

# A suite counts as skipped where one of its tests was, and none failed: GoogleTest lists the
# failed tests after the skipped ones.
set(skipped "\\[  SKIPPED \\] [^ \n]+\n*$")

# Half a minute or more each: they begin first, so that no core waits for the last one. ctest knows
# that by itself from the second run on.
set(long_harness "harness\\.(Broken/Zoo|SwitchedOff)")
set(long_commands "FuzzCommand|ConfigCommand|CommandLineRun")
set(long_tests "tests\\.(Install|${long_commands}|Ten/CrashToFix|.*Adapters)")

set(entries "")
foreach(suite IN LISTS suites)
  string(STRIP "${suite}" suite)
  string(REGEX REPLACE "\\.$" "" name "${suite}")
  if(LEFT_OUT AND "${FOLDER}.${name}" MATCHES "${LEFT_OUT}")
    continue()
  endif()
  set(cost 0)
  if("${FOLDER}.${name}" MATCHES "^(${long_harness}|${long_tests})$")
    set(cost 100)
  endif()
  string(APPEND entries
    "add_test([=[${FOLDER}.${name}]=] [=[${PROGRAM}]=] [=[--gtest_filter=${name}.*]=])\n"
    "set_tests_properties([=[${FOLDER}.${name}]=] PROPERTIES TIMEOUT 900 COST ${cost}\n"
    "  SKIP_REGULAR_EXPRESSION [=[${skipped}]=] ENVIRONMENT [=[${ENVIRONMENT}]=])\n")
endforeach()
file(WRITE ${SCRIPT} "${entries}")
