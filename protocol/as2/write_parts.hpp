// Small pieces that the builders of as2/write share.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "as2/types.hpp"
#include "core/json.hpp"

namespace collegium::as2::parts {

// Set unless empty.
void set_text(json::Value& object, std::string_view name, const std::string& text);
void set_texts(json::Value& object, std::string_view name, const Texts& texts);
void set_time(json::Value& object, std::string_view name, const std::optional<Timestamp>& time);
void set_count(json::Value& object, std::string_view name, const std::optional<std::int64_t>& count);

json::Value write_emojis(const std::vector<Emoji>& emojis);
// Mentions, hashtags, emojis and links of a post, in this order.
json::Value write_tags(const Note& note);
json::Value write_attachments(const std::vector<Attachment>& attachments);

}  // namespace collegium::as2::parts
