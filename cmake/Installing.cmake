# `cmake --install`: the command, the libraries, their headers, and what find_package(assay) reads.

include(CMakePackageConfigHelpers)
set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/assay)

# Who builds the command can install it: the rest is built with it.
add_dependencies(assay assay_face assay_plugin)
install(TARGETS assay RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS assay_spec assay_stores assay_harness assay_fuzz assay_reports assay_face
  assay_plugin
  EXPORT assay
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY spec stores harness fuzz reports face
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/assay
  FILES_MATCHING PATTERN "*.h" PATTERN "*.inc"
  PATTERN face/gtest.h EXCLUDE
  PATTERN face/plugin.h EXCLUDE
  PATTERN face/scenario.h EXCLUDE
  PATTERN "*_test.h" EXCLUDE
  PATTERN broken EXCLUDE
  PATTERN golden EXCLUDE
  PATTERN testdata EXCLUDE)
install(FILES face/gtest.h face/plugin.h face/scenario.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/assay)

# What assay_add_store_fuzzer() builds: a target that is linked with the user's store.
set(fuzz_dir ${CMAKE_INSTALL_DATADIR}/assay/fuzz)
install(FILES fuzz/store/store_fuzz.cc DESTINATION ${fuzz_dir})
install(FILES fuzz/replay/main.cc DESTINATION ${fuzz_dir}/replay)
install(DIRECTORY fuzz/corpus/plan_fuzz DESTINATION ${fuzz_dir}/corpus OPTIONAL)

install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(EXPORT assay NAMESPACE assay:: FILE assayTargets.cmake DESTINATION ${config_dir})
configure_package_config_file(cmake/assayConfig.cmake.in
  ${PROJECT_BINARY_DIR}/assayConfig.cmake INSTALL_DESTINATION ${config_dir})
file(RELATIVE_PATH relative_fuzz_dir /${config_dir} /${fuzz_dir})
configure_file(cmake/assayFuzzing.cmake ${PROJECT_BINARY_DIR}/assayFuzzing.cmake @ONLY)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/assayConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/assayConfig.cmake
  ${PROJECT_BINARY_DIR}/assayConfigVersion.cmake
  ${PROJECT_BINARY_DIR}/assayFuzzing.cmake
  cmake/FindMysqlConnector.cmake
  cmake/FindLibCsv.cmake
  DESTINATION ${config_dir})
