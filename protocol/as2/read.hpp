// How single properties are read: strictly by type, within limits (security.md ORI-07, ORI-08, section 3).
// A property of the wrong type reads as absent. For as2/parse and its siblings only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "as2/types.hpp"
#include "core/json.hpp"

namespace collegium::as2::read {

namespace limit {
constexpr std::size_t username = 255;
constexpr std::size_t name = 512;  // characters, as are the next five
constexpr std::size_t field = 2'047;
constexpr std::size_t description = 10'000;
constexpr std::size_t poll_option = 500;
constexpr std::size_t summary = 5'000;
constexpr std::size_t shortcode = 64;
constexpr std::size_t biography = 16 * 1024;  // bytes, as is the next
constexpr std::size_t content = 128 * 1024;
constexpr std::size_t fields = 20;
constexpr std::size_t keys = 10;
constexpr std::size_t aliases = 100;
constexpr std::size_t domains = 256;
constexpr std::size_t recipients = 1'000;
constexpr std::size_t mentions = 50;
constexpr std::size_t hashtags = 50;
constexpr std::size_t links = 20;
constexpr std::size_t emojis = 50;
constexpr std::size_t attachments = 16;
constexpr std::size_t poll_options = 50;
constexpr std::size_t items = 1'000;
}  // namespace limit

// An http(s) address with a host, at most 2,048 bytes; "" for everything else.
std::string url(const json::Value& value);
// The address that a string is, or that an object has as its "id"; of a list the first one's.
std::string id(const json::Value& value);
// The same of every item; a lone value is a list of one. Public in any spelling becomes the full address.
Texts ids(const json::Value& value, std::size_t most);
// The first of a string, a Link with "href", or a list of them; text/html is preferred.
std::string link(const json::Value& value);
// One scalar type name: the string, or the first string of a list.
std::string type(const json::Value& value);
// Plain text without controls, cut to a number of characters (code points).
std::string text(const json::Value& value, std::size_t characters);
// HTML, cut to a number of bytes.
std::string html(const json::Value& value, std::size_t bytes);
std::optional<Timestamp> time(const json::Value& value);
std::optional<std::int64_t> count(const json::Value& value);  // not negative
// A list as it is; a lone value as a list of one; null as none. Views into `value`.
std::vector<const json::Value*> list(const json::Value& value);
// A BCP 47 tag in a plausible shape, "" otherwise.
std::string language(std::string_view tag);
std::string cut_characters(std::string_view utf8, std::size_t most);

}  // namespace collegium::as2::read
