# The broken adapters, which the tests run.

add_executable(assay_broken_adapter EXCLUDE_FROM_ALL adapters/broken/broken_adapter.cc)
target_link_libraries(assay_broken_adapter
  PRIVATE assay_stores assay_flags nlohmann_json::nlohmann_json)
assay_not_optimised(assay_broken_adapter)
assay_link_optimised_first(assay_broken_adapter)
