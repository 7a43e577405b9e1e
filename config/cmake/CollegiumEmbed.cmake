# Compiles the templates and assets of the pages into collegium_web, as the tables of web/embedded.hpp. An
# edited file is embedded again by the next build, without configuring.
function(collegium_embed_pages)
  get_target_property(type collegium_web TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    return()
  endif()
  set(generated "${CMAKE_BINARY_DIR}/generated/web_embedded.cpp")
  set(script "${CMAKE_SOURCE_DIR}/config/cmake/embed_files.cmake")
  file(GLOB templates CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/server/web/templates/*.mustache")
  file(GLOB assets CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/server/web/assets/*")
  add_custom_command(
    OUTPUT "${generated}"
    COMMAND ${CMAKE_COMMAND} "-DOUTPUT=${generated}" "-DSOURCE=${CMAKE_SOURCE_DIR}/server/web" -P "${script}"
    DEPENDS ${templates} ${assets} "${script}"
    COMMENT "Embedding templates and assets"
    VERBATIM)
  # A target of its own: were the command collegium_web's, all of it would wait for every layer below.
  add_library(collegium_web_embedded OBJECT "${generated}")
  target_include_directories(collegium_web_embedded PRIVATE "${CMAKE_BINARY_DIR}/include/web")
  target_link_libraries(collegium_web_embedded PRIVATE collegium_options)
  target_sources(collegium_web PRIVATE $<TARGET_OBJECTS:collegium_web_embedded>)
endfunction()

collegium_embed_pages()
