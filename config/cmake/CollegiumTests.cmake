# One GoogleTest program per layer (tests/unit/<layer>).
find_package(GTest CONFIG REQUIRED)
include(GoogleTest)

function(collegium_test_program name)
  cmake_parse_arguments(PROGRAM "" "" "DIR;LINKS" ${ARGN})
  set(sources "")
  foreach(dir IN LISTS PROGRAM_DIR)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${dir}/*.cpp")
    list(APPEND sources ${found})
  endforeach()
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  target_compile_definitions(${name} PRIVATE COLLEGIUM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  target_link_libraries(${name} PRIVATE collegium_options fmt::fmt GTest::gtest GTest::gmock GTest::gtest_main ${PROGRAM_LINKS})
  add_test(NAME ${name} COMMAND ${name})
endfunction()

# What tests of several layers share; knows the core alone.
file(GLOB support CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/support/*.cpp")
add_library(collegium_test_support STATIC ${support})
target_include_directories(collegium_test_support PRIVATE "${CMAKE_SOURCE_DIR}/tests")
target_link_libraries(collegium_test_support PRIVATE collegium_options collegium_core)

# An institution with a database, for the layers that work on one.
file(GLOB world CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/support/world/*.cpp")
add_library(collegium_test_world STATIC ${world})
target_include_directories(collegium_test_world PUBLIC "${CMAKE_SOURCE_DIR}/tests")
target_link_libraries(collegium_test_world PRIVATE collegium_options fmt::fmt GTest::gtest
                      PUBLIC collegium_domain collegium_test_support)

get_property(layers GLOBAL PROPERTY COLLEGIUM_LAYERS)
foreach(layer IN LISTS layers)
  set(shared collegium_test_support)
  if(layer MATCHES "^(domain|api|web|jobs)$")
    set(shared collegium_test_world)
  endif()
  collegium_test_program(test_${layer} DIR tests/unit/${layer} LINKS collegium_${layer} ${shared})
endforeach()
