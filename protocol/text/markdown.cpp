#include "text/markdown.hpp"

#include <md4c-html.h>

#include "text/html_tree.hpp"
#include "text/sanitize.hpp"

namespace collegium::text {
namespace {

constexpr std::size_t maximum_source = 64 * 1024;
constexpr std::size_t maximum_output = 1024 * 1024;

void append(const MD_CHAR* bytes, MD_SIZE size, void* output) {
    auto& html = *static_cast<std::string*>(output);
    if (html.size() + size <= maximum_output) html.append(bytes, size);
}

}  // namespace

std::string markdown_to_html(std::string_view markdown) {
    const std::string_view source = cut_bytes(markdown, maximum_source);
    std::string html;
    const unsigned flags = MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_STRIKETHROUGH;
    const int failure = md_html(source.data(), static_cast<MD_SIZE>(source.size()), append, &html, flags, 0);
    return failure != 0 ? std::string() : sanitize_html(html);
}

}  // namespace collegium::text
