// A file for people to download, made from lines of text: a PDF of one page, or the text itself.
#pragma once

#include <string>
#include <string_view>

namespace collegium::cli::sample {

// One A4 page in Helvetica; the first line is the heading. Latin-1 letters only: others become "?".
std::string make_pdf(std::string_view text);
// By the file's name: a PDF, or the text as it is.
std::string make_file(std::string_view name, std::string_view text);

}  // namespace collegium::cli::sample
