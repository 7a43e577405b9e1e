# collegium_layer(NAME DIR folder... DEPENDS layer...)
#
# One static library per layer. Its headers are reached through an include root of its own that
# holds nothing but symbolic links to its own folders, so only declared layers can be included.
define_property(GLOBAL PROPERTY COLLEGIUM_LAYERS BRIEF_DOCS "layers in order" FULL_DOCS "layers in order")

function(collegium_layer name)
  cmake_parse_arguments(LAYER "" "" "DIR;DEPENDS" ${ARGN})
  set(root "${CMAKE_BINARY_DIR}/include/${name}")
  file(MAKE_DIRECTORY "${root}")
  set(sources "")
  foreach(dir IN LISTS LAYER_DIR)
    get_filename_component(leaf "${dir}" NAME)
    file(CREATE_LINK "${CMAKE_SOURCE_DIR}/${dir}" "${root}/${leaf}" SYMBOLIC)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${dir}/*.cpp")
    list(APPEND sources ${found})
  endforeach()

  set(target "collegium_${name}")
  if(sources)
    add_library(${target} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(${target} PRIVATE collegium_options fmt::fmt)
    collegium_precompile(${target} ${name})
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${target} ${scope} "${root}")
  target_link_libraries(${target} ${scope} Boost::headers)
  foreach(dependency IN LISTS LAYER_DEPENDS)
    target_link_libraries(${target} ${scope} collegium_${dependency})
  endforeach()
  set_property(GLOBAL APPEND PROPERTY COLLEGIUM_LAYERS ${name})
endfunction()

# Two weights of precompiled header: most layers see the standard library alone; the few at the
# edge of the network also see Asio's coroutine types. Beast is in neither: three files use it.
function(collegium_precompile target name)
  set(light <algorithm> <chrono> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view> <utility>
            <variant> <vector> <fmt/format.h>)
  set(heavy_layers http client federation jobs app)
  if(name STREQUAL "core")
    target_precompile_headers(${target} PRIVATE ${light})
  elseif(name STREQUAL "runtime")
    target_precompile_headers(${target} PRIVATE ${light} <boost/asio/awaitable.hpp> <boost/asio/io_context.hpp>
                              <boost/asio/steady_timer.hpp> <boost/asio/use_awaitable.hpp> <boost/asio/co_spawn.hpp>)
  elseif(name IN_LIST heavy_layers)
    target_precompile_headers(${target} REUSE_FROM collegium_runtime)
  else()
    target_precompile_headers(${target} REUSE_FROM collegium_core)
  endif()
endfunction()
