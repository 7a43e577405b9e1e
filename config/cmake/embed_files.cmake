# Writes OUTPUT: a C++ file that holds the templates and assets under SOURCE as byte arrays.
# Run as a script, by the build: config/cmake/CollegiumEmbed.cmake.
set(arrays "")

function(append_table function_name pattern)
  file(GLOB files "${SOURCE}/${pattern}")
  list(SORT files)
  set(table "")
  set(number 0)
  foreach(file IN LISTS files)
    get_filename_component(name "${file}" NAME)
    file(READ "${file}" bytes HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
    set(array "${function_name}_${number}")
    string(APPEND arrays "// ${name}\nconst unsigned char ${array}[] = {${bytes}0};\n")
    string(APPEND table "    {\"${name}\", text_of(${array}, sizeof ${array} - 1)},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  string(APPEND arrays "const EmbeddedFile ${function_name}_table[] = {\n${table}};\n")
  set(arrays "${arrays}" PARENT_SCOPE)
endfunction()

append_table(templates "templates/*.mustache")
append_table(assets "assets/*")

file(WRITE "${OUTPUT}" "// Made by config/cmake/embed_files.cmake.
#include \"web/embedded.hpp\"

namespace collegium::web {
namespace {

std::string_view text_of(const unsigned char* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
}

${arrays}
}  // namespace

std::span<const EmbeddedFile> embedded_templates() { return templates_table; }
std::span<const EmbeddedFile> embedded_assets() { return assets_table; }

}  // namespace collegium::web
")
