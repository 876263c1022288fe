# One library a folder: every .cc in it and in the folders below, but for tests, fuzz targets and
# main(). The list is globbed at every build, so that no file is forgotten.
function(assay_library folder)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cc)
  list(FILTER sources EXCLUDE REGEX "(_test|_fuzz|/main)\\.cc$")
  if(NOT sources)
    file(TOUCH ${PROJECT_BINARY_DIR}/${folder}_is_empty.cc)
    set(sources ${PROJECT_BINARY_DIR}/${folder}_is_empty.cc)
  endif()
  add_library(assay_${folder} STATIC ${sources})
  add_library(assay::${folder} ALIAS assay_${folder})
  set_target_properties(assay_${folder} PROPERTIES EXPORT_NAME ${folder})
  target_link_libraries(assay_${folder} PRIVATE $<BUILD_INTERFACE:assay_flags>)
  assay_includes(assay_${folder})
  assay_compile_in_batches(assay_${folder})
endfunction()

# Within the project an include starts at its root; a user may write <assay/spec/token.h>.
function(assay_includes target)
  target_include_directories(${target} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/assay>)
  target_compile_features(${target} PUBLIC cxx_std_20)
endfunction()
