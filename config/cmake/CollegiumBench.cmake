# The load generator of tests/bench. Not part of "all": tests/bench/run.sh asks for it by name.
file(GLOB bench CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/bench/*.cpp")
add_executable(collegium_bench EXCLUDE_FROM_ALL ${bench})
target_include_directories(collegium_bench PRIVATE "${CMAKE_SOURCE_DIR}/tests")
target_link_libraries(collegium_bench PRIVATE collegium_options collegium_protocol collegium_storage fmt::fmt Threads::Threads)
