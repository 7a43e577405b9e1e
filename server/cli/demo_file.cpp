#include "cli/demo_file.hpp"

#include <array>
#include <cstdio>
#include <vector>

#include "core/strings.hpp"

namespace collegium::cli::sample {
namespace {

// A literal string of PDF (ISO 32000-1, 7.3.4.2), in WinAnsi encoding.
std::string literal(std::string_view utf8) {
    std::string out = "(";
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if (byte == '(' || byte == ')' || byte == '\\') out += '\\';
        if (byte < 0x80) {
            out += static_cast<char>(byte);
        } else if ((byte == 0xC2 || byte == 0xC3) && i + 1 < utf8.size()) {
            out += static_cast<char>((byte << 6 & 0xC0) | (static_cast<unsigned char>(utf8[++i]) & 0x3F));
        } else if (byte >= 0xC0) {
            out += '?';
        }
    }
    return out + ")";
}

std::string page_content(std::string_view text) {
    std::string content = "BT\n/F2 20 Tf\n56 770 Td\n26 TL\n";
    bool first = true;
    for (auto line : strings::split(text, '\n')) {
        content += literal(line) + " Tj T*\n";
        if (first) content += "/F1 13 Tf\n";
        first = false;
    }
    return content + "ET\n";
}

}  // namespace

std::string make_pdf(std::string_view text) {
    const auto content = page_content(text);
    const auto title = literal(strings::split(text, '\n').front());
    const std::array<std::string, 7> objects = {
        "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R "
        "/Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "endstream",
        "<< /Title " + title + " >>",
    };
    std::string pdf = "%PDF-1.4\n";
    std::string table = "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        char entry[24];
        std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", pdf.size());
        table += entry;
        pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const auto start = std::to_string(pdf.size());
    return pdf + table + "trailer\n<< /Size " + std::to_string(objects.size() + 1) + " /Root 1 0 R /Info 7 0 R >>\n" +
           "startxref\n" + start + "\n%%EOF\n";
}

std::string make_file(std::string_view name, std::string_view text) {
    return name.ends_with(".pdf") ? make_pdf(text) : std::string(text);
}

}  // namespace collegium::cli::sample
