#include "web/assets.hpp"

#include "core/hash.hpp"
#include "web/embedded.hpp"

namespace collegium::web {
namespace {

std::string content_type_of(std::string_view name) {
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    if (name.ends_with(".svg")) return "image/svg+xml";
    if (name.ends_with(".png")) return "image/png";
    return "application/octet-stream";
}

http::StaticFiles make_assets() {
    http::StaticFiles files;
    for (const auto& file : embedded_assets())
        files.add("/assets/" + std::string(file.name), content_type_of(file.name), file.bytes);
    return files;
}

}  // namespace

const http::StaticFiles& assets() {
    static const http::StaticFiles files = make_assets();
    return files;
}

std::string asset_url(std::string_view name) {
    return assets().url("/assets/" + std::string(name));
}

std::string default_avatar(std::string_view handle) {
    constexpr unsigned pictures = 6;
    const auto first_byte = static_cast<unsigned char>(sha256(handle).front());
    return asset_url("avatar-" + std::to_string(1 + first_byte % pictures) + ".svg");
}

}  // namespace collegium::web
