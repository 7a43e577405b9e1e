// What pages load beside their HTML: the style sheet, icons, and the pictures of people who gave none.
// All of it is part of the program; addresses carry a version, so that browsers may keep it for ever.
#pragma once

#include <string>
#include <string_view>

#include "http/static_files.hpp"

namespace collegium::web {

// For the router. Made at the first call and never changed.
const http::StaticFiles& assets();
// asset_url("site.css"): "/assets/site.css?v=1f2e3d4c5b6a".
std::string asset_url(std::string_view name);

// One of six pictures, always the same for the same "@user@host". Pages only: the client API gives out
// the PNG files default_avatar_png and default_header_png, since apps do not read SVG.
std::string default_avatar(std::string_view handle);
inline constexpr std::string_view default_avatar_png = "/assets/avatar-missing.png";
inline constexpr std::string_view default_header_png = "/assets/header-missing.png";

}  // namespace collegium::web
