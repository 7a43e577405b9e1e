# Flags every target shares, and the compiler cache when there is one.
add_library(collegium_options INTERFACE)
target_compile_options(collegium_options INTERFACE
  -Wall -Wextra -Werror
  # g++ 12 reports these falsely inside coroutine frames and inlined std::string code.
  -Wno-maybe-uninitialized -Wno-restrict -Wno-null-dereference
  -fstack-protector-strong -fno-omit-frame-pointer)
target_compile_definitions(collegium_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_SEPARATE_COMPILATION
  # What Boost::url sets for the core: the shared precompiled header needs the same everywhere.
  BOOST_URL_NO_LIB BOOST_URL_DYN_LINK
  COLLEGIUM_VERSION="${PROJECT_VERSION}")

if(COLLEGIUM_ASAN)
  target_compile_options(collegium_options INTERFACE -fsanitize=address)
  target_link_options(collegium_options INTERFACE -fsanitize=address)
endif()

find_program(COLLEGIUM_MOLD mold)
if(COLLEGIUM_MOLD)
  target_link_options(collegium_options INTERFACE -fuse-ld=mold)
endif()

find_program(COLLEGIUM_CCACHE ccache)
if(COLLEGIUM_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${COLLEGIUM_CCACHE}")
  # ccache can only reuse objects built with a precompiled header when the header's time is left out of it.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
endif()
