#include "formats/multipart.hpp"

#include <algorithm>

#include "core/strings.hpp"

namespace collegium::formats {
namespace {

Error malformed(const char* what) {
    return Error(Errc::bad_request, std::string("The multipart body is malformed: ") + what);
}

// The value of one parameter of a header such as `form-data; name="a"; filename="b"`. A quoted-string may
// hold backslash escapes; a path in an Internet Explorer style file name keeps its backslashes.
std::optional<std::string> parameter(std::string_view header, std::string_view wanted) {
    std::size_t position = header.find(';');
    while (position != std::string_view::npos && position < header.size()) {
        ++position;
        const auto equals = header.find('=', position);
        if (equals == std::string_view::npos) return std::nullopt;
        const auto name = strings::trim(header.substr(position, equals - position));
        std::string value;
        position = equals + 1;
        while (position < header.size() && (header[position] == ' ' || header[position] == '\t')) ++position;
        if (position < header.size() && header[position] == '"') {
            for (++position; position < header.size() && header[position] != '"'; ++position) {
                const bool escape = header[position] == '\\' && position + 1 < header.size() &&
                                    (header[position + 1] == '"' || header[position + 1] == '\\');
                if (escape) ++position;
                value += header[position];
            }
            if (position == header.size()) return std::nullopt;  // the quote never closes
            position = header.find(';', position);
        } else {
            const auto end = std::min(header.find(';', position), header.size());
            value = std::string(strings::trim(header.substr(position, end - position)));
            position = end;
        }
        if (strings::equals_ignoring_case(name, wanted)) return value;
    }
    return std::nullopt;
}

std::string_view without_parameters(std::string_view header) {
    return strings::trim(header.substr(0, std::min(header.find(';'), header.size())));
}

// Browsers write these three characters as percent escapes in names (HTML, multipart encoding algorithm).
std::string decode_name(std::string text) {
    text = strings::replace_all(std::move(text), "%22", "\"");
    text = strings::replace_all(std::move(text), "%0D", "\r");
    return strings::replace_all(std::move(text), "%0A", "\n");
}

std::string clean_filename(const std::string& text) {
    const std::string decoded = decode_name(text);
    const auto slash = decoded.find_last_of("/\\");
    const std::string last = slash == std::string::npos ? decoded : decoded.substr(slash + 1);
    std::string clean;
    for (const char c : strings::without_controls(last)) {
        if (c != '\n' && c != '\t') clean += c;
    }
    return clean.size() > 255 || !strings::is_valid_utf8(clean) ? std::string() : clean;
}

struct PartHeader {
    std::string name;
    std::optional<std::string> filename;
    std::string content_type;
};

Result<PartHeader> parse_header(std::string_view block) {
    PartHeader header;
    bool disposition_seen = false;
    for (auto line : strings::split(block, '\n')) {
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (line.empty()) continue;
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0) return malformed("a header line without a name");
        const auto field = line.substr(0, colon);
        const auto value = strings::trim(line.substr(colon + 1));
        if (strings::equals_ignoring_case(field, "content-disposition")) {
            const auto name = parameter(value, "name");
            if (disposition_seen || !name || !strings::equals_ignoring_case(without_parameters(value), "form-data")) {
                return malformed("its Content-Disposition");
            }
            disposition_seen = true;
            header.name = decode_name(*name);
            header.filename = parameter(value, "filename");
        } else if (strings::equals_ignoring_case(field, "content-type")) {
            header.content_type = strings::lower(without_parameters(value));
        } else if (strings::equals_ignoring_case(field, "content-transfer-encoding")) {
            const auto encoding = strings::lower(value);
            if (encoding != "binary" && encoding != "8bit" && encoding != "7bit") {
                return malformed("an encoded part (RFC 7578 section 4.7 forbids it)");
            }
        }
    }
    if (!disposition_seen || header.name.empty()) return malformed("a part without a name");
    return header;
}

// Collects parts and keeps the counts.
class Collector {
  public:
    explicit Collector(const MultipartLimits& limits) : limits_(limits) {}

    Result<void> add(std::string_view part) {
        // The header may be empty but for its blank line; then there is no name, which is refused below.
        const auto gap = part.substr(0, limits_.header_bytes + 4).find("\r\n\r\n");
        if (gap == std::string_view::npos) return malformed("a part whose header does not end");
        COLLEGIUM_TRY(PartHeader header, parse_header(part.substr(0, gap)));
        const auto content = part.substr(gap + 4);
        return header.filename ? add_upload(std::move(header), content) : add_field(std::move(header), content);
    }

    MultipartForm take() { return std::move(form_); }

  private:
    Result<void> add_field(PartHeader header, std::string_view content) {
        field_bytes_ += header.name.size() + content.size();
        if (form_.fields.size() == limits_.fields || field_bytes_ > limits_.field_bytes) {
            return Error(Errc::too_large, "The form has too many or too long fields");
        }
        const bool clean = strings::is_valid_utf8(content) && content.find('\0') == std::string_view::npos;
        if (!clean || !strings::is_valid_utf8(header.name) || header.name.find('\0') != std::string::npos) {
            return malformed("a field that is not UTF-8 text");
        }
        form_.fields.emplace_back(std::move(header.name), std::string(content));
        return ok();
    }

    Result<void> add_upload(PartHeader header, std::string_view content) {
        if (header.filename->empty() && content.empty()) return ok();  // a file field left empty
        if (form_.uploads.size() == limits_.uploads) return Error(Errc::too_large, "Too many files in one request");
        if (content.size() > limits_.upload_bytes) return Error(Errc::too_large, "The file is too large");
        if (!strings::is_valid_utf8(header.name)) return malformed("a name that is not UTF-8 text");
        UploadPart upload;
        upload.name = std::move(header.name);
        upload.filename = clean_filename(*header.filename);
        upload.content_type = std::move(header.content_type);
        upload.bytes = std::string(content);
        form_.uploads.push_back(std::move(upload));
        return ok();
    }

    const MultipartLimits& limits_;
    MultipartForm form_;
    std::size_t field_bytes_ = 0;
};

struct Delimiter {
    std::size_t content_end;  // where the part before it ends
    std::size_t next;         // where the part after it begins
    bool closing;
};

// The next line that is exactly the delimiter (RFC 2046 5.1.1: blanks may follow it), from `from` on.
std::optional<Delimiter> find_delimiter(std::string_view body, std::string_view dashed, std::size_t from) {
    for (auto at = body.find(dashed, from); at != std::string_view::npos; at = body.find(dashed, at + 1)) {
        const bool at_line_start = at == 0 || (at >= 2 && body.substr(at - 2, 2) == "\r\n" && at - 2 >= from);
        if (!at_line_start) continue;
        Delimiter found{at == 0 ? 0 : at - 2, at + dashed.size(), false};
        if (body.substr(found.next, 2) == "--") {
            found.closing = true;
            return found;
        }
        while (found.next < body.size() && (body[found.next] == ' ' || body[found.next] == '\t')) ++found.next;
        if (body.substr(found.next, 2) != "\r\n") continue;  // a longer boundary that starts alike
        found.next += 2;
        return found;
    }
    return std::nullopt;
}

bool is_boundary(std::string_view text) {
    static constexpr std::string_view extra = "'()+_,-./:=? ";
    if (text.empty() || text.size() > 70 || text.back() == ' ') return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        const bool letter_or_digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter_or_digit || extra.find(c) != std::string_view::npos;
    });
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    if (!strings::equals_ignoring_case(without_parameters(content_type), "multipart/form-data")) return std::nullopt;
    auto boundary = parameter(content_type, "boundary");
    if (!boundary || !is_boundary(*boundary)) return std::nullopt;
    return boundary;
}

Result<MultipartForm> parse_multipart(std::string_view body, std::string_view boundary, const MultipartLimits& limits) {
    if (!is_boundary(boundary)) return malformed("its boundary");
    const std::string dashed = "--" + std::string(boundary);
    auto delimiter = find_delimiter(body, dashed, 0);
    if (!delimiter) return malformed("the boundary is missing");
    Collector collector(limits);
    while (!delimiter->closing) {
        const std::size_t start = delimiter->next;
        const auto following = find_delimiter(body, dashed, start);
        if (!following) return malformed("the closing boundary is missing");
        COLLEGIUM_CHECK(collector.add(body.substr(start, following->content_end - start)));
        delimiter = following;
    }
    return collector.take();
}

}  // namespace collegium::formats
