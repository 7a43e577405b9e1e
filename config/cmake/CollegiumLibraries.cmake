# Which layer links which third party; PRIVATE, so that no other layer can include it.
# tests/lint/check_layers.py holds the list of files that may.
function(collegium_uses layer)
  get_target_property(type collegium_${layer} TYPE)
  if(NOT type STREQUAL "INTERFACE_LIBRARY")
    target_link_libraries(collegium_${layer} PRIVATE ${ARGN})
  endif()
endfunction()

collegium_uses(core OpenSSL::Crypto Boost::url PkgConfig::IDN2 PkgConfig::ICU)
collegium_uses(protocol OpenSSL::Crypto PkgConfig::ARGON2 PkgConfig::GUMBO PkgConfig::MD4C PkgConfig::ICU)
collegium_uses(config tomlplusplus::tomlplusplus)
collegium_uses(storage SQLiteCpp SQLite::SQLite3 PostgreSQL::PostgreSQL CURL::libcurl Threads::Threads)
collegium_uses(runtime OpenSSL::SSL Threads::Threads)  # Asio and Beast are compiled here once
collegium_uses(http OpenSSL::SSL Threads::Threads)
collegium_uses(client OpenSSL::SSL Threads::Threads)
