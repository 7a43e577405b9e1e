#include "domain/media.hpp"

#include <algorithm>
#include <array>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/random.hpp"
#include "core/strings.hpp"
#include "storage/repo/media_files.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::domain {
namespace {

constexpr std::uint64_t picture_bytes = 16 * 1024 * 1024;

struct Magic {
    std::size_t offset;
    std::string_view bytes;
    std::string_view type;
};

// SVG and HTML are not here: they run scripts (security.md 1.5).
constexpr std::array magics = {
    Magic{0, std::string_view("\xFF\xD8\xFF", 3), "image/jpeg"},
    Magic{0, std::string_view("\x89PNG\r\n\x1A\n", 8), "image/png"},
    Magic{0, "GIF87a", "image/gif"},
    Magic{0, "GIF89a", "image/gif"},
    Magic{8, "WEBP", "image/webp"},
    Magic{0, "%PDF-", "application/pdf"},
    Magic{0, "OggS", "audio/ogg"},
    Magic{0, "ID3", "audio/mpeg"},
    Magic{0, std::string_view("\xFF\xFB", 2), "audio/mpeg"},
    Magic{4, "ftypM4A", "audio/mp4"},
    Magic{4, "ftyp", "video/mp4"},
    Magic{0, std::string_view("\x1A\x45\xDF\xA3", 4), "video/webm"},
    Magic{0, std::string_view("PK\x03\x04", 4), "application/zip"},
};

struct Extension {
    std::string_view name;
    std::string_view container;  // what the bytes look like
    std::string_view type;
};
// Formats that are zip files, or plain text, by their name.
constexpr std::array extensions = {
    Extension{".docx", "application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    Extension{".xlsx", "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    Extension{".pptx", "application/zip", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    Extension{".odt", "application/zip", "application/vnd.oasis.opendocument.text"},
    Extension{".ods", "application/zip", "application/vnd.oasis.opendocument.spreadsheet"},
    Extension{".odp", "application/zip", "application/vnd.oasis.opendocument.presentation"},
    Extension{".h5p", "application/zip", "application/zip"},
    Extension{".csv", "", "text/csv"},
    Extension{".md", "", "text/markdown"},
    Extension{".txt", "", "text/plain"},
};

bool has_bytes(std::string_view bytes, const Magic& magic) {
    return bytes.size() >= magic.offset + magic.bytes.size() &&
           bytes.substr(magic.offset, magic.bytes.size()) == magic.bytes;
}

model::MediaKind kind_of(std::string_view type) {
    if (type.starts_with("image/")) return model::MediaKind::image;
    if (type.starts_with("video/")) return model::MediaKind::video;
    if (type.starts_with("audio/")) return model::MediaKind::audio;
    return model::MediaKind::document;
}

unsigned big_endian(std::string_view bytes, std::size_t at) {
    unsigned value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

// The size of a PNG, so that clients can lay it out; other pictures go without.
void read_size(std::string_view bytes, model::Media& media) {
    if (media.mime_type != "image/png" || bytes.size() < 24) return;
    const auto width = big_endian(bytes, 16);
    const auto height = big_endian(bytes, 20);
    if (width == 0 || height == 0 || width > 100'000 || height > 100'000) return;
    media.width = static_cast<int>(width);
    media.height = static_cast<int>(height);
}

std::string base_name(std::string_view path) {
    auto slash = path.find_last_of("/\\");
    auto name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    auto line = strings::without_controls(name);
    std::erase_if(line, [](char c) { return c == '\n' || c == '\t'; });
    return strings::shorten(line, 200);
}

}  // namespace

std::string sniff_type(std::string_view bytes, std::string_view file_name) {
    std::string_view shown;
    for (const auto& magic : magics) {
        if (has_bytes(bytes, magic)) {
            shown = magic.type;
            break;
        }
    }
    const auto name = strings::lower(file_name);
    for (const auto& extension : extensions) {
        if (!name.ends_with(extension.name) || extension.container != shown) continue;
        if (shown.empty() && (!strings::is_valid_utf8(bytes) || bytes.find('\0') != std::string_view::npos)) continue;
        return std::string(extension.type);
    }
    return std::string(shown);
}

bool is_shown_inline(std::string_view type) {
    return type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/") ||
           type == "application/pdf";
}

std::uint64_t upload_limit(const config::Limits& limits, model::MediaKind kind) {
    return kind == model::MediaKind::image ? std::min(limits.media_bytes, picture_bytes) : limits.media_bytes;
}

int drop_detached_uploads(Context& context, int limit) {
    return repo::delete_detached_media(context.db, context.now - upload_life, limit);
}

std::set<std::string> unused_files(Context& context, const std::vector<std::string>& keys) {
    const auto named = repo::named_files(context.db, keys);
    std::set<std::string> unused;
    for (const auto& key : keys)
        if (!named.contains(key)) unused.insert(key);
    return unused;
}

int remove_unused_files(media::MediaStore& store, const std::set<std::string>& keys, Timestamp before) {
    int removed = 0;
    if (keys.empty()) return removed;
    (void)store.each([&store, &keys, &removed, before](const media::StoredFile& file) {
        if (keys.contains(file.key) && file.stored_at < before && store.remove(file.key)) ++removed;
    });
    return removed;
}

Result<model::Media> store_file(Context& context, const NewMedia& wanted) {
    if (wanted.bytes.empty()) return Error(Errc::unprocessable, "Validation failed: File is empty");
    const auto type = sniff_type(wanted.bytes, wanted.file_name);
    if (type.empty()) return Error(Errc::unprocessable, "Validation failed: File type is not supported");
    if (wanted.bytes.size() > upload_limit(context.config.limits, kind_of(type)))
        return Error(Errc::too_large, "The file is too large");
    if (strings::count_characters(wanted.description) > 1500)
        return Error(Errc::unprocessable, "Validation failed: Description is too long (maximum is 1500 characters)");
    model::Media media;
    media.mime_type = type;
    read_size(wanted.bytes, media);
    if (std::int64_t{media.width} * media.height > picture_limit)
        return Error(Errc::unprocessable, "Validation failed: The picture has too many pixels");
    COLLEGIUM_TRY(auto key, context.media.put(wanted.bytes));
    media.id = context.ids.next<MediaId>();
    media.account_id = wanted.owner;
    media.kind = kind_of(type);
    media.file_name = base_name(wanted.file_name);
    media.store_key = key;
    media.token = random_token(18);
    media.description = strings::without_controls(wanted.description);
    media.size = static_cast<std::int64_t>(wanted.bytes.size());
    media.sha256 = hex_encode(sha256(wanted.bytes));
    media.created_at = context.now;
    return media;
}

Result<model::Media> store_media(Context& context, const NewMedia& wanted) {
    COLLEGIUM_TRY(auto media, store_file(context, wanted));
    repo::insert_media(context.db, media);
    return media;
}

}  // namespace collegium::domain
