# Compiles storage/migrations/NNNN_name.sql into the storage layer, so that the binary needs no files
# beside it. As an include: makes the rule. As a script (cmake -P): writes the source, from
# -DOUTPUT=file -DFOLDER=folder.
if(CMAKE_SCRIPT_MODE_FILE)
  file(GLOB found "${FOLDER}/[0-9][0-9][0-9][0-9]_*.sql")
  list(SORT found)
  set(expected 1)
  set(source "// Made from storage/migrations by config/cmake/CollegiumMigrations.cmake.\n#include \"storage/sql/migrate.hpp\"\n\n")
  string(APPEND source "namespace collegium::sql {\n\nconst std::vector<Migration>& all_migrations() {\n")
  string(APPEND source "    static const std::vector<Migration> migrations = {\n")
  foreach(path IN LISTS found)
    get_filename_component(stem "${path}" NAME_WE)
    string(REGEX REPLACE "^0*([0-9]+)_.*$" "\\1" number "${stem}")
    string(REGEX REPLACE "^[0-9]+_" "" name "${stem}")
    if(NOT number EQUAL expected)
      message(FATAL_ERROR "${path}: the next migration must have the number ${expected}")
    endif()
    math(EXPR expected "${expected} + 1")
    file(READ "${path}" sql)
    string(APPEND source "        {${number}, \"${name}\", R\"migration_text(${sql})migration_text\"},\n")
  endforeach()
  string(APPEND source "    };\n    return migrations;\n}\n\n}  // namespace collegium::sql\n")
  file(WRITE "${OUTPUT}" "${source}")
  return()
endif()

file(GLOB collegium_migrations CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/storage/migrations/*.sql")
set(collegium_migrations_source "${CMAKE_BINARY_DIR}/generated/migrations.cpp")
add_custom_command(
  OUTPUT "${collegium_migrations_source}"
  COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${collegium_migrations_source}" "-DFOLDER=${CMAKE_SOURCE_DIR}/storage/migrations"
          -P "${CMAKE_SOURCE_DIR}/config/cmake/CollegiumMigrations.cmake"
  DEPENDS ${collegium_migrations} "${CMAKE_SOURCE_DIR}/config/cmake/CollegiumMigrations.cmake"
  VERBATIM)
target_sources(collegium_storage PRIVATE "${collegium_migrations_source}")
