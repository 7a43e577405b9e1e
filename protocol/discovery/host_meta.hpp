// host-meta (RFC 6415): where a domain keeps its WebFinger. Written as XRD and as JSON; read for the one
// template that matters, by peers and of peers whose well-known address is not where it should be.
#pragma once

#include <string>
#include <string_view>

#include "core/json.hpp"

namespace collegium::discovery {

constexpr std::string_view xrd_content_type = "application/xrd+xml; charset=utf-8";

// `base` such as "https://learn.example.org"
std::string make_host_meta_xml(std::string_view base);
json::Value make_host_meta_json(std::string_view base);

// The lrdd template, XRD or JSON: an http(s) address with "{uri}" in it; "" when there is none.
// At most 64 KiB are looked at. Not an XML parser: no entity but the five of XML is resolved.
std::string find_lrdd_template(std::string_view document);

}  // namespace collegium::discovery
